/** The operating system user that the database runs as. */
export interface Account {
    uid: number;
    gid: number;
}
/**
 * PostgreSQL refuses to run as root, so root hands it to the user `postgres`, made when missing. Undefined when we are
 * not root: then the database runs as ourselves.
 */
export declare function databaseAccount(): Promise<Account | undefined>;
//# sourceMappingURL=account.d.ts.map
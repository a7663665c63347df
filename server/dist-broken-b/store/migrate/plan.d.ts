/** One numbered SQL file. */
export interface Migration {
    number: number;
    /** File name without `.sql`: `0001-regions`. */
    name: string;
    sql: string;
    sha256: string;
}
/** What the database remembers of a migration. */
export interface Applied {
    number: number;
    name: string;
    sha256: string;
}
export type Plan = {
    ok: true;
    pending: Migration[];
} | {
    ok: false;
    problem: string;
};
/** Reads `NNNN-name.sql` files in order of their numbers; a folder that is not there has none. */
export declare function readMigrations(folder: string): Promise<{
    migrations: Migration[];
    problem?: string;
}>;
/**
 * Compares the files with what the database has had. What was applied must still be there and unchanged, and nothing
 * may come before it: otherwise two installations of one version would differ.
 */
export declare function planMigrations(files: readonly Migration[], applied: readonly Applied[]): Plan;
//# sourceMappingURL=plan.d.ts.map
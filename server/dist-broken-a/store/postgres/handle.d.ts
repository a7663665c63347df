import { type PartState } from '../../supervise/index.ts';
/** An open system of record, embedded or elsewhere. */
export interface PostgresHandle {
    /** Connection address of the owner of the database; holds the password. */
    url: string;
    embedded: boolean;
    health(): Promise<PartState>;
    stop(): Promise<void>;
}
//# sourceMappingURL=handle.d.ts.map
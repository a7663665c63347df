import type { ClickHouseClient } from '@clickhouse/client';
export type MigrationResult = {
    ok: true;
    applied: string[];
} | {
    ok: false;
    problem: string;
};
export interface MigrationInput {
    /** Address of the owner of the PostgreSQL database. */
    postgres: string;
    clickhouse?: ClickHouseClient;
    /** Holds `postgres/` and `clickhouse/`; default `server/sql`. */
    folder?: string;
}
/**
 * Brings both stores to this program's version, under a lock in PostgreSQL so that of several servers starting at once
 * one does the work. In PostgreSQL each file is one transaction. ClickHouse has none, so its statements must bear to be
 * run again. Expected refusals, and a file's SQL error, are values.
 */
export declare function migrate({ postgres, clickhouse, folder }: MigrationInput): Promise<MigrationResult>;
//# sourceMappingURL=migrate.d.ts.map
import { Kysely, type Transaction } from 'kysely';
import pg from 'pg';
import { type Scope } from '@anlan/kernel/access';
/** SQL is written as `sql` templates; tables of entities are declared, not typed by hand. */
export type Database = Kysely<unknown>;
export type Tx = Transaction<unknown>;
/** A pool on the system of record. `max` connections; a query waits at most 10 s for one. */
export declare function openDatabase(url: string, max: number): {
    db: Database;
    pool: pg.Pool;
};
/**
 * Runs `work` in one transaction under the scope's database role: the policies decide which rows exist.
 * Code that runs here needs no `where region …` and cannot forget it.
 */
export declare function withScope<T>(db: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T>;
//# sourceMappingURL=scoped.d.ts.map
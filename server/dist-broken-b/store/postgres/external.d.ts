import type { PostgresHandle } from './handle.ts';
/** A PostgreSQL that somebody else runs; refused with StoreProblem when it does not answer or is too old. */
export declare function externalPostgres(url: string): Promise<PostgresHandle>;
//# sourceMappingURL=external.d.ts.map
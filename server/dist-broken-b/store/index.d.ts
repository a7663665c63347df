export { type ClickhouseHandle, openClickhouse } from './clickhouse/index.ts';
export { type FileStore, openFiles, type StoredFile } from './files/index.ts';
export { migrate, type MigrationResult } from './migrate/index.ts';
export { openPostgres, type PostgresHandle } from './postgres/index.ts';
export { StoreProblem } from './problem.ts';
//# sourceMappingURL=index.d.ts.map
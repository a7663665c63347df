export { openClickhouse } from './clickhouse/index.ts';
export { type FileStore, openFiles } from './files/index.ts';
export { migrate } from './migrate/index.ts';
export { openPostgres } from './postgres/index.ts';
export { StoreProblem } from './problem.ts';

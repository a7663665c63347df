export { withClient } from './cluster.ts';
export { openPostgres, type PostgresHandle } from './open.ts';

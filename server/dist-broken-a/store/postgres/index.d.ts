export { withClient } from './cluster.ts';
export type { PostgresHandle } from './handle.ts';
export { openPostgres } from './open.ts';
//# sourceMappingURL=index.d.ts.map
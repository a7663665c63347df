export { withClient } from './cluster.js';
export { openPostgres } from './open.js';
//# sourceMappingURL=index.js.map
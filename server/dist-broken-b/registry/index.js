export { initialsOf } from './initials.js';
export { insertRecord, insertRecords } from './insert.js';
export { mask } from './mask.js';
export { reachOf } from './standing.js';
export { registryRoutes } from './routes.js';
export { ENTITIES, entityOf } from './table.js';
//# sourceMappingURL=index.js.map
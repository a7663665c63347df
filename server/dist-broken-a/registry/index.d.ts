export { initialsOf } from './initials.ts';
export { insertRecord, insertRecords, type Input, type Origin } from './insert.ts';
export { mask } from './mask.ts';
export { reachOf } from './standing.ts';
export { registryRoutes } from './routes.ts';
export { ENTITIES, entityOf, type RegistryRecord } from './table.ts';
//# sourceMappingURL=index.d.ts.map
export { initialsOf, searchKeyOf } from './initials.ts';
export { insertRecord } from './insert.ts';
export { registryRoutes } from './routes.ts';
export { ENTITIES, entityOf } from './table.ts';

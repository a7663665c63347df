export { startAnnounced } from './announcements.ts';
export { initialsOf, searchKeyOf } from './initials.ts';
export { insertRecord } from './insert.ts';
export { startComparing } from './matching.ts';
export { registryRoutes } from './routes.ts';
export { ENTITIES, entityOf } from './table.ts';

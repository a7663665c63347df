export { internalRulesRoutes } from './rules-routes.ts';
export { lawRoutes } from './law-routes.ts';
export { loadLibrary } from './library.ts';
export { catalogueRoutes } from './list-routes.ts';
export { itemsFor, type KeptItem } from './lists.ts';
export { technologyRoutes } from './technology-routes.ts';

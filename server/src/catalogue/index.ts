export { internalRulesRoutes } from './rules-routes.ts';
export { lawRoutes } from './law-routes.ts';
export { catalogueRoutes } from './list-routes.ts';
export { startReviewTimers } from './review-timers.ts';
export { technologyRoutes } from './technology-routes.ts';

export { retentionRoutes } from './routes.ts';
export { startRetention } from './timer.ts';

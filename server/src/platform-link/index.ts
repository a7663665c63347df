export { openPlatformLinks } from './exchange.ts';
export { platformLinkRoutes } from './routes.ts';

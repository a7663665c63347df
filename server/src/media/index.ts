export { mediaRoutes } from './routes.ts';
export { openMediaLink } from './link.ts';

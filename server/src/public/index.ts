export { limited, openLimiter } from './limits.ts';
export { publicRoutes } from './routes.ts';

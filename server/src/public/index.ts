export { limited, openLimiter, type Limiter } from './limits.ts';
export { publicRoutes } from './routes.ts';

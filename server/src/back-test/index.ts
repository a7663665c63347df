export { backTestRoutes } from './routes.ts';
export { startBackTests } from './runner.ts';

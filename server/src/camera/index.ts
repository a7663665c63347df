export { cameraRoutes } from './routes.ts';

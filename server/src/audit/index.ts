export { verifyChain } from './chain.ts';
export { auditOutside } from './outside.ts';
export { record } from './record.ts';
export { auditRoutes } from './routes.ts';

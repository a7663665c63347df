export { verifyChain } from './chain.js';
export { auditOutside } from './outside.js';
export { record } from './record.js';
export { auditRoutes } from './routes.js';
//# sourceMappingURL=index.js.map
export { verifyChain, type Chain } from './chain.ts';
export { auditOutside } from './outside.ts';
export { record, type Outcome, type Subject } from './record.ts';
export { auditRoutes } from './routes.ts';
//# sourceMappingURL=index.d.ts.map
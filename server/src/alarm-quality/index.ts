export { limitsFor } from './report.ts';
export { observedOf, observedSince, openObserving, readObserved } from './observed.ts';
export { alarmQualityRoutes } from './routes.ts';
export { startStatementTimers } from './statement.ts';
export { statementRoutes } from './statement-routes.ts';

export { alarmQualityRoutes } from './routes.ts';
export { startStatementTimers } from './statement.ts';
export { statementRoutes } from './statement-routes.ts';

export { alarmQualityRoutes } from './routes.ts';
export { startStatementTimers } from './statement.ts';

export { type ClickhouseHandle, openClickhouse } from './open.ts';
export { splitStatements } from './statements.ts';
//# sourceMappingURL=index.d.ts.map
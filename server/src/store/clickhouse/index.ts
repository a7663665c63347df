export { distributed } from './distributed.ts';
export { type ClickhouseHandle, openClickhouse } from './open.ts';
export { splitStatements } from './statements.ts';

export { openClickhouse } from './open.js';
export { splitStatements } from './statements.js';
//# sourceMappingURL=index.js.map
export { openClickhouse } from './clickhouse/index.js';
export { openFiles } from './files/index.js';
export { migrate } from './migrate/index.js';
export { openPostgres } from './postgres/index.js';
export { StoreProblem } from './problem.js';
//# sourceMappingURL=index.js.map
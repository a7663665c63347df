export { migrate } from './migrate.js';
//# sourceMappingURL=index.js.map
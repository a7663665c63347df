export { openFiles } from './files.js';
//# sourceMappingURL=index.js.map
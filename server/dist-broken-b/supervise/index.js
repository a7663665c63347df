export { alive, endProcess, gone, processBirth, signal } from './process.js';
export { supervise } from './supervise.js';
export { exitWithParent, onTermination, stopInOrder } from './termination.js';
//# sourceMappingURL=index.js.map
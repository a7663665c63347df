export { alive, endProcess, gone, processBirth, signal } from './process.ts';
export { type Child, type Limits, type PartState, type Supervised, supervise } from './supervise.ts';
export { exitWithParent, onTermination, startWithParent, type Stoppable, stopInOrder } from './termination.ts';

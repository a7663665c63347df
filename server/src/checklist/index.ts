export { figuresBySource } from './figures.ts';
export { ensureList, presentVersion } from './lists.ts';
export { answerRun, createRun, finishRun } from './runs.ts';

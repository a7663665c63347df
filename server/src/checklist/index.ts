export { figuresBySource, type SourceFigures } from './figures.ts';
export { ensureList, itemsOf, presentVersion } from './lists.ts';
export { runView, type RunRow } from './rows.ts';
export { answerRun, answersOf, createRun, finishRun, readRun, type NewRun } from './runs.ts';

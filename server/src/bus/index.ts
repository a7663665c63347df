export { openBus, type Bus } from './bus.ts';
export { openBusMirror } from './mirror.ts';
export { openProgress } from './progress.ts';
export { answerQuestions } from './questions.ts';

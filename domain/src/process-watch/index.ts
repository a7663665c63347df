export type { Sample, WatchModel } from './frame.ts';
export { DEFAULT_TRAINING, MOST_VARIABLES, trainWatch, type Training } from './model.ts';
export { contributionsOf, scoreOf, type Contributions, type Score } from './score.ts';

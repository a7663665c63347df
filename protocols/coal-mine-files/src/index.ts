export {
  INCOMPLETE_PATIENCE_MS,
  judgeFile,
  peopleInside,
  trackOf,
  type Reception,
  type Stop,
  type Verdict,
} from './judge.ts';
export { dialectOf, LAYOUTS, type Dialect, type Field, type Kind, type Layout } from './layouts.ts';
export { fileName, parseFileName, type FileName } from './name.ts';
export { parseFile, type Header, type MineFile, type ParseOptions } from './parse.ts';
export type { RecordOf } from './record.ts';
export type { Refusal, RefusalReason } from './refusal.ts';
export { timeMs, timeText } from './time.ts';
export { writeFile, type Contents } from './write.ts';

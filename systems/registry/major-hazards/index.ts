export { hazardSource, keyProcess } from './entities.ts';
export { filingOf, type Filing } from './filing.ts';
export { FOCUS, focusReasons } from './focus.ts';
export { GRADE_LABELS, GRADES, gradeUnit, graver, type Grade, type Grading, type Share, type Term } from './grade.ts';
export { majorHazards } from './system.ts';
export { neededSignals, SIGNAL_KINDS, watchOf, type SignalKind } from './watch.ts';

export { hazardSource, keyProcess } from './entities.ts';
export { filingOf, filingTerms, type Filing, type FilingTerms } from './filing.ts';
export { focusOf, focusReasons, type Focus } from './focus.ts';
export { GRADE_LABELS, GRADES, gradeUnit, graver, type Grade, type Grading, type Share, type Term } from './grade.ts';
export { majorHazards } from './system.ts';
export { neededSignals, SIGNAL_KINDS, watchOf, type SignalKind } from './watch.ts';

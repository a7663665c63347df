export { canonical, changeSchema, type Change, type Value } from './change.ts';
export { BEGINNING, compareStamps, FURTHEST_AHEAD, observe, tick, type Stamp } from './clock.ts';
export { compareChanges, join, merge, type Conflict, type Field, type Merged } from './merge.ts';
export { absorb, contradicts, edit, type Edit, type Replica } from './replica.ts';
export { rebase, type Clash } from './rebase.ts';
export { envelopeText, ENVELOPE_STATES, ENVELOPE_VERDICTS, envelopeSchema, type Envelope } from './envelope.ts';
export { INSPECTION_FIELDS, inspectionSchema, type Inspection } from './inspection.ts';
export { mergedSchema, recordOf, type MergedView } from './views.ts';

export { advance, bars, open, stateName, type Act, type Entry, type Outcome, type World } from './advance.ts';
export { checkCase } from './check.ts';
export { creditRecordSchema, type CreditRecord } from './credit.ts';
export { diagramOf, type DiagramEdge, type DiagramNode } from './diagram.ts';
export {
  defineCase,
  detailTable,
  ownerOf,
  SUPERVISORS,
  supervisorLabel,
  verbsThatMove,
  type Action,
  type CaseKind,
  type Deadline,
  type Effect,
  type Evidence,
  type GuardFacts,
  type OverdueRung,
  type State,
  type Supervisor,
} from './kind.ts';
export { clockRuns, lateness, nextRungAt, recount, type Lateness, type Recounted } from './overdue.ts';
export {
  SIDE_NAMES,
  SIDES,
  type Reckoned,
  type Attached,
  type CaseStanding,
  type Deed,
  type Doer,
  type Input,
  type Side,
} from './standing.ts';
export {
  caseDetailSchema,
  caseEntrySchema,
  casePageSchema,
  caseViewSchema,
  type CaseDetail,
  type CaseEntry,
  type CasePage,
  type CaseView,
} from './views.ts';
export { describeInput } from './words.ts';

/** A changed rule tried on stored readings: how its numbers would change, what differs, and how a test is shown. */
export {
  backTestFiguresSchema,
  backTestLineSchema,
  backTestLinesSchema,
  backTestPointSchema,
  backTestSchema,
  triableRuleSchema,
  type BackTest,
  type BackTestFigures,
  type BackTestLine,
  type BackTestPoint,
  type TriableRule,
} from './views.ts';
export { drafted, draftKeys, draftSchema, type Draft } from './draft.ts';
export { compareExcursions, type Difference, type Excursion } from './compare.ts';

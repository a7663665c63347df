export {
  compare,
  COMPARED,
  COMPARED_KINDS,
  comparisonParameters,
  everyKey,
  isCompared,
  toleranceKey,
  type ComparedKind,
} from './comparison.ts';
export { comparisonsSchema, dueComparisonsSchema, type Comparison, type DueComparison } from './views.ts';

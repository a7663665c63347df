/** What server and screens need of S02, S08 and S18 beside the declarations. */
export {
  chemicalHolding,
  contentOf,
  findSubstances,
  HAZARD_CLASSES,
  LISTS as CHEMICAL_LISTS,
  PRESENT_SOURCES,
  PROCESSES as KEY_PROCESSES,
  STORAGE_FORMS,
  substanceOf,
  SUBSTANCES,
  SUBSTANCES_VERSION,
  type Content,
  type HazardClass,
  type StorageForm,
  type Substance,
} from './registry/hazchem-units/index.ts';
export {
  filingOf,
  filingTerms,
  focusOf,
  focusReasons,
  GRADE_LABELS as HAZARD_GRADE_LABELS,
  GRADES as HAZARD_GRADES,
  gradeUnit,
  graver,
  hazardSource,
  SIGNAL_KINDS as HAZARD_SIGNALS,
  watchOf,
  type Grade as HazardGrade,
  type FilingTerms,
  type Focus,
  type Grading,
} from './registry/major-hazards/index.ts';
export {
  checkPlace,
  firstOut,
  gapsOf,
  LINK_WINDOW,
  REQUIREMENTS as DEVICE_REQUIREMENTS,
  SAFETY_DEVICES,
  safetyDevice,
  strokeOf,
  strokeTrend,
  type Gap,
  type Installed,
  type Moment,
  type Place as StoragePlace,
} from './monitoring/storage-safety/index.ts';
export {
  sourceColour,
  weightKey,
  type ColourTerm,
  type SourceColour,
} from './monitoring/major-hazard-monitoring/colour.ts';
export {
  farmSchema,
  type Farm,
  type FarmAlarm,
  type FarmPoint,
  type FarmTank,
} from './monitoring/major-hazard-monitoring/views.ts';
export { chainSchema, matrixSchema, type Chain, type SafetyMatrix } from './monitoring/storage-safety/views.ts';

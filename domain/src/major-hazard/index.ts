export { type Level } from './betas.ts';
export { assess, type Holding, type MajorHazard } from './assess.ts';
export { needsRiskAssessment, reassessmentReasons, type ReassessmentEvent } from './duties.ts';
export { sources } from './sources.ts';
export { substance, type Substance } from './substance.ts';
export { TABLE_1, type Named } from './table1.ts';
export { TABLE_2, type Category, type CategoryCode } from './table2.ts';

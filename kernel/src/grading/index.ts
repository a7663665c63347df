export { explain, grade, hashOf, hashOfModel, type Grading, type Line, type Struck } from './grade.ts';
export {
  checkModel,
  defineGrading,
  modelOn,
  type Band,
  type Fact,
  type Factor,
  type Facts,
  type GradingEffect,
  type GradingModel,
  type Rule,
  type Test,
  type Veto,
} from './model.ts';
export { gradingResultSchema, gradingSchema, type GradingResult } from './views.ts';

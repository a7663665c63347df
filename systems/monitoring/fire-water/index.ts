export {
  buildingSchema,
  coverageSchema,
  missingSchema,
  regionSchema,
  rowSchema,
  type Fitting,
  type RiserPoint,
  type WateredBuilding,
} from './views.ts';

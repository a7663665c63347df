export {
  absentSchema,
  figureOf,
  figureSchema,
  NAMED_MISSING,
  type Absent,
  type Counted,
  type Figure,
  type Indicator,
  type Watched,
} from './indicator.ts';

export { carryOver, carryStep, type CarryState, type RecordedFix } from './carry-over.ts';
export { demonstrationCity } from './demonstration-city.ts';
export { DEMONSTRATION_MARK } from './enterprises.ts';
export { faultAt, FAULTS, samplesAt, type Fault, type FaultKey, type Sample, type Undisturbed } from './faults.ts';
export {
  bearing,
  distance,
  inside,
  lineOf,
  nearestAlong,
  positionAt,
  type Line,
  type MultiPolygon,
  type Position,
} from './geometry.ts';
export { creditCodeHolds } from './identity.ts';
export {
  loadBoundaries,
  loadRegions,
  loadRoads,
  loadSystems,
  loadWaterways,
  packFile,
  packs,
  type Pack,
  type Region,
  type Road,
  type SystemFact,
  type Waterway,
} from './packs.ts';
export { uuidOf } from './random.ts';
export type {
  DemonstrationCity,
  Device,
  Enterprise,
  Limit,
  LimitKey,
  MajorHazardLevel,
  PackKey,
  Person,
  Point,
  RiskLevel,
  Site,
  SiteKind,
  Tank,
  Vehicle,
  Vessel,
} from './records.ts';
export { SECTORS, type Sector } from './sectors.ts';
export { excursionAt, signal, type Excursion, type SignalForm, type SignalModel } from './signal.ts';
export { vehicleTrack, vesselTrack, type MovingFix } from './track.ts';

export { camerasOf, type DemonstrationCamera, type DemonstrationRecorder } from './cameras.ts';
export { carryOver, carryStep, type CarryState, type RecordedFix } from './carry-over.ts';
export {
  cityRiskOf,
  type CityRiskRecords,
  type CityRiskSource,
  type DistanceReport,
  type ProtectedObject,
} from './city-risk.ts';
export { demonstrationCity } from './demonstration-city.ts';
export { DEMONSTRATION_MARK } from './enterprises.ts';
export { faultAt, FAULTS, samplesAt, type Fault, type FaultKey, type Sample, type Undisturbed } from './faults.ts';
export type {
  ChemicalHolding,
  HazardSource,
  HazardSourcePoint,
  HazchemRecords,
  KeyProcess,
  SafetyDevice,
} from './hazchem-records.ts';
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
export type { Building, FieldDevice, FieldPoint } from './field-devices.ts';
export { FIRE_SECTOR } from './fire-water.ts';
export { loadCheckItems, type PackedCheckItem } from './check-items.ts';
export { creditCodeHolds } from './identity.ts';
export { loadCriteria, loadLaws, type PackedCriterion, type PackedLaw } from './laws.ts';
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
export { pondId, pondsOf, type Pond, type PondFund, type PondUpgrade, type PondVideo } from './ponds.ts';
export { isAtRest } from './tank-instruments.ts';
export { PLANT_MEASUREMENTS, plantRecording } from './recorded-plant.ts';
export { randomOf, uuidOf } from './random.ts';
export { dangerPlansOf, riskPointsOf, type DangerPlan, type RiskPoint } from './risks.ts';
export type {
  DemonstrationCity,
  Certificate,
  Device,
  Enterprise,
  Limit,
  LimitKey,
  MajorHazardLevel,
  Organisation,
  PackKey,
  Person,
  Point,
  RiskLevel,
  Site,
  SiteKind,
  Tank,
  Vehicle,
  Vessel,
  Worker,
} from './records.ts';
export { SECTORS, type Sector } from './sectors.ts';
export { excursionAt, signal, type Excursion, type SignalForm, type SignalModel } from './signal.ts';
export { vehicleTrack, vesselTrack, type MovingFix } from './track.ts';
export { driveAt, fencesOf, haltsOf, type DemonstrationFence, type Extent } from './fleet-ground.ts';
export {
  GOODS,
  hasWaybill,
  licencesOf,
  transportPeopleOf,
  vehiclePapersOf,
  waybillsOf,
  type DemonstrationWaybill,
  type Licence,
  type TransportPerson,
  type VehiclePapers,
} from './fleet-papers.ts';
export { passengersOf, roadTankOf, type RoadTank } from './aboard.ts';
export {
  gaugesOf,
  rescueBasesOf,
  riverBridgesOf,
  shoreStationsOf,
  vhfCallsOf,
  type RescueBase,
  type RiverBridge,
  type ShoreStation,
  type VhfCall,
  type WaterGauge,
} from './fleet-water.ts';

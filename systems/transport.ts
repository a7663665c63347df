export {
  EQUIPMENT,
  equipmentOf,
  type EquipmentLine,
  type Equipped,
} from './monitoring/hazchem-transport/compliance.ts';
export { proceduresOf, type Conditions, type Procedure } from './monitoring/hazchem-transport/procedure.ts';
export { responseCard, type Measures, type ResponseCard } from './monitoring/hazchem-transport/response.ts';
export { VEHICLE_CATEGORIES } from './monitoring/vehicle-supervision/entities.ts';
export {
  fourRates,
  RATE_LABELS,
  ratesByGroup,
  type Rate,
  type RateKey,
  type RatedVehicle,
  type RatedViolation,
} from './monitoring/vehicle-supervision/rates.ts';
export { coverageOf, type Coverage, type River, type Station } from './monitoring/waterway/coverage.ts';
export { encountersOf, type Encounter, type UnderWay } from './monitoring/waterway/encounter.ts';
export {
  completenessOf,
  INCOMPLETE,
  odometerKm,
  restsOf,
  speedViolations,
  type JudgedFix,
  type Rest,
  type SpeedViolation,
} from './monitoring/vehicle-supervision/journey.ts';
export { straightened, type Beside, type Straightened } from './monitoring/hazchem-transport/strip.ts';
export { dangerZones, zoneOf, type DangerZones, type Wind } from './monitoring/hazchem-transport/incident.ts';
export { suspectedLots, type Stop, type SuspectedLot } from './monitoring/hazchem-transport/lots.ts';

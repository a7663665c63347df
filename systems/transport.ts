export {
  EQUIPMENT,
  equipmentOf,
  type EquipmentLine,
  type Equipped,
} from './monitoring/hazchem-transport/compliance.ts';
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

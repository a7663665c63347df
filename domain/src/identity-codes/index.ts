export {
  creditCodeCheck,
  isCreditCode,
  organisationCodeCheck,
  readCreditCode,
  type CreditCode,
} from './credit-code.ts';
export { DANGEROUS_GOODS, isCas, orangePlate, unNumber, type OrangePlate } from './goods.ts';
export { idNumberCheck, isIdNumber, maskIdNumber, readIdBody, type Citizen } from './id-number.ts';
export { INDUSTRY_SECTIONS, industrySection } from './industries.ts';
export { isRegionCode, liesIn, parentRegion, PROVINCES, regionLevel, type RegionLevel } from './regions.ts';
export { sources } from './sources.ts';
export { isVin, PLATE_PROVINCES, plateKind, type PlateKind } from './vehicles.ts';
export { readVideoCode, VIDEO_TYPES, type VideoCode } from './video.ts';

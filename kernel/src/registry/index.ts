import { z } from 'zod';

/** Kinds of nodes of the region tree; depth is data, never assumed (a municipality has no prefecture level). */
export const REGION_KINDS = {
  country: '国家',
  province: '省',
  municipality: '直辖市',
  city: '设区市',
  county: '县（市、区）',
  zone: '功能区',
  town: '乡镇（街道）',
  village: '村（社区）',
  grid: '网格',
} as const;
export type RegionKind = keyof typeof REGION_KINDS;

/**
 * Under what an added or moved region may lie. A functional zone stands beside the counties, directly under its city, or no figure
 * would count it; villages and cells of the grid lie under a town or under a zone that has no towns.
 */
export const REGION_PARENTS = {
  zone: ['city', 'municipality'],
  town: ['county', 'zone'],
  village: ['town', 'zone'],
  grid: ['village', 'town', 'zone'],
} as const satisfies Partial<Record<RegionKind, readonly RegionKind[]>>;

/** What regions are called in English letters, by their name. */
export const regionNamesSchema = z.record(z.string(), z.string());

export const regionSchema = z.object({
  path: z.string(),
  name: z.string(),
  kind: z.string(),
  code: z.string().nullable().describe('GB/T 2260; functional zones have none'),
  parentPath: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});
export type Region = z.infer<typeof regionSchema>;

export { cleanCreditCode, cleanDate, cleanNumber, cleanYesNo, halfWidth, type Cleaned } from './clean.ts';
export {
  CHAIN,
  isSlip,
  keysOf,
  likeness,
  nameKeyOf,
  NEAR_METRES,
  placesOf,
  readName,
  suspect,
  type Belonging,
  type Comparable,
  type Named,
  type Places,
  type SoughtKeys,
  type Suspicion,
} from './duplicate.ts';
export { findLayout, headingWord, isNoRecord, membersOf, type Grid, type Layout, type Member } from './sheet.ts';
export { announcementSchema, type Announcement } from './announcement.ts';
export { cleanValue, isBlank, readValue, textOf } from './value.ts';
export { followedSchema, type Followed } from './views.ts';
export {
  censusListSchema,
  censusSheetSchema,
  duplicateSchema,
  importRowSchema,
  importRunSchema,
  movingSchema,
  overviewSchema,
  placeSchema,
  populationSchema,
  regionNodeSchema,
  standingSchema,
  type CensusSheet,
  type DuplicatePair,
  type Duplicates,
  type ImportRow,
  type ImportRun,
  type Overview,
  type Population,
  type Standing,
} from './views.ts';
export { readDaySpan, writeDaySpan, type DaySpan } from './span.ts';

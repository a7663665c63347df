import { demonstrationCity, loadRegions, packs } from '@anlan/data';
import { dayOf } from '@anlan/domain/calendar';
import type { Attached } from '@anlan/kernel/case';
import { campaignRows } from '../campaign/demonstration.ts';
import { technologyRows } from '../catalogue/demonstration-cases.ts';
import { assessmentRows, cityRiskRows, controlRows, standardisationRows } from '../grading/demonstration.ts';
import { jointRows } from '../joint/demonstration.ts';
import { searchKeyOf } from '../registry/index.ts';
import { caseRows } from './cases.ts';
import { dutyRows } from './duty.ts';
import type { Row, Rows } from './insert.ts';
import { rowsOf } from './rows.ts';

/** The seed of the demonstration city: the same city on every machine. */
export const SEED = 'anlan';

/** What the rows follow from: the instant until which all is told (epoch ms), and pictures of the file store. */
export interface Telling {
  readonly now: number;
  readonly photos: readonly Attached[];
}

/** The generated records of a day. */
export const cityAt = (now: number) => demonstrationCity(SEED, new Date(now).toISOString().slice(0, 10));

/** All rows of the demonstration that follow from seed and time alone, made one after the other as they may be inserted. */
export function* cityRows({ now, photos }: Telling): Generator<Rows> {
  const names = new Map(packs.flatMap(({ key }) => loadRegions(key)).map(({ path, name }) => [path, name]));
  const placeName = (path: string): string => names.get(path) ?? path;
  const named = (name: string): Row => ({
    name,
    initials: searchKeyOf(name),
    demonstration: true,
    provenance: 'demonstration',
  });
  const city = cityAt(now);
  const today = dayOf(now);
  yield* rowsOf(city, searchKeyOf, placeName);
  const kept: Record<string, Row[]> = { risk_point: [], case_hidden_danger: [], case_file: [] };
  for (const rows of caseRows(city, SEED, now, named, placeName, photos)) {
    for (const table of Object.keys(kept)) for (const row of rows[table] ?? []) kept[table]?.push(row);
    yield rows;
  }
  const { risk_point: risks = [], case_hidden_danger: dangers = [], case_file: opened = [] } = kept;
  yield controlRows(risks, dangers, opened, now, photos[0]?.sha256);
  yield assessmentRows(risks, now);
  yield cityRiskRows(city, SEED, today, named, placeName);
  yield standardisationRows(city, today, named);
  yield technologyRows(city, now, placeName, photos);
  yield dutyRows(city, now);
  yield campaignRows(city, now, opened, photos);
  yield jointRows(city, now);
}

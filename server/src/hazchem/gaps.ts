import { dayOf } from '@anlan/domain/calendar';
import { sql } from 'kysely';
import type { z } from 'zod';
import { scopeRange, type Scope } from '@anlan/kernel/access';
import { checkPlace, gapsOf, SAFETY_DEVICES, substanceOf } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { readPlaces } from './places.ts';
import { countyFinder, regionNames } from './regions.ts';
import type { gapsSchema } from './shapes.ts';

export type Gaps = z.infer<typeof gapsSchema>;

export interface GapQuestion {
  readonly region?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly device?: string | undefined;
}

/** The calendar day in Asia/Shanghai. */
export const chinaDay = (): string => dayOf(Date.now());

/** Checks every storage place of the scope against the matrix of today: the missing devices with their clauses. */
export async function gapList(context: Context, scope: Scope, question: GapQuestion, limit: number): Promise<Gaps> {
  const startedAt = performance.now();
  const range = question.region === undefined ? undefined : scopeRange(question.region);
  const where = [
    range === undefined ? sql`true` : sql`x.region_path >= ${range.from} AND x.region_path < ${range.to}`,
    question.enterprise === undefined ? sql`true` : sql`x.enterprise = ${question.enterprise}`,
  ];
  const places = await withScope(context.db, scope, (tx) => readPlaces(tx, sql.join(where, sql` AND `)));
  const [countyOf, today] = [await countyFinder(context.db), chinaDay()];
  const tally = tallies();
  const rows: Gaps['rows'] = [];
  for (const { id, name, tank, enterprise, enterpriseName, regionPath, place, installed } of places) {
    const county = countyOf(regionPath);
    for (const { requirement, standing } of checkPlace(place, installed, today))
      tally.add(requirement.device, county, standing !== 'ok');
    const common = { place: name, placeId: id, tank, enterprise, enterpriseName, regionPath, region: county.name };
    const substanceName = substanceOf(place.substance)?.name ?? '—';
    for (const gap of gapsOf(name, place, installed, today))
      if (question.device === undefined || gap.device === question.device)
        rows.push({ ...gap, ...common, substanceName });
  }
  rows.sort((a, b) => RANK(a) - RANK(b) || (a.enterpriseName < b.enterpriseName ? -1 : 1));
  const shown = rows.slice(0, limit);
  const towns = await regionNames(
    context.db,
    shown.map(({ regionPath }) => regionPath),
  );
  return {
    rows: shown.map((row) => ({
      ...row,
      region: [row.region, towns.get(row.regionPath)]
        .filter((name, index, all) => name !== undefined && all.indexOf(name) === index)
        .join(' '),
    })),
    total: rows.length,
    places: places.length,
    ...tally.result(),
    took: Math.round((performance.now() - startedAt) * 10) / 10,
  };
}

/** Shut-offs and fire alarms first: what keeps a leak from becoming an accident. */
const ORDER = ['emergency-shut-off', 'sis', 'fire-alarm', 'toxic-detector', 'combustible-detector', 'absorber'];
const RANK = ({ device }: { device: string }): number =>
  (ORDER.indexOf(device) + ORDER.length + 1) % (ORDER.length + 1);

function tallies() {
  const devices = new Map(
    SAFETY_DEVICES.map(({ value, label }) => [value as string, { device: value, label: label, required: 0, gaps: 0 }]),
  );
  const regions = new Map<string, { regionPath: string; region: string; required: number; gaps: number }>();
  return {
    add(device: string, county: { path: string; name: string }, gap: boolean): void {
      const region = regions.get(county.path) ?? { regionPath: county.path, region: county.name, required: 0, gaps: 0 };
      regions.set(county.path, region);
      for (const row of [region, devices.get(device)]) {
        if (row === undefined) continue;
        row.required += 1;
        if (gap) row.gaps += 1;
      }
    },
    result() {
      const byDevice = [...devices.values()].filter(({ required }) => required > 0);
      return {
        byDevice,
        byRegion: [...regions.values()].sort((a, b) => b.gaps - a.gaps),
        required: byDevice.reduce((sum, { required }) => sum + required, 0),
      };
    },
  };
}

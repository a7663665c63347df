import { sql } from 'kysely';
import type { z } from 'zod';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import { dayOf } from '@anlan/domain/calendar';
import {
  NO_COUNTS,
  standingOf,
  type Evaluation,
  type EvaluationMark,
  type FireCounts,
  type FireOverview,
  type FireUnit,
  type FireUnitRow,
  type fireVillagesSchema,
} from '@anlan/kernel/grassroots';
import type { Tx } from '../access/scoped.ts';
import { valuesFor, type Values } from '../parameter/book.ts';
import { covers, metresOf, reachOf, type Asked, type Station } from './reach.ts';

const COUNTY_KINDS = ['county', 'zone'];

function asked(values: Values): Asked {
  return {
    minutes: values.number('fire.station.minutes'),
    speed: values.number('fire.station.speed'),
    people: values.number('fire.station.people'),
  };
}

interface County {
  readonly path: string;
  readonly name: string;
}

async function countiesOf(tx: Tx): Promise<(path: string) => County | undefined> {
  const { rows } = await sql<County>`
    SELECT path, name FROM region WHERE kind = ANY (${COUNTY_KINDS}::text[]) ORDER BY length(path) DESC`.execute(tx);
  const known = new Map<string, County | undefined>();
  return (path) => {
    if (!known.has(path))
      known.set(
        path,
        rows.find((county) => path.startsWith(county.path)),
      );
    return known.get(path);
  };
}

interface UnitRow {
  id: string;
  name: string;
  path: string;
  region: string;
  class: string;
  standard: string;
  lon: number | null;
  lat: number | null;
  fourTo: string | null;
  fourReached: boolean | null;
  sixTo: string | null;
  sixReached: boolean | null;
}

const newest = (form: string) => sql`
  LEFT JOIN LATERAL (SELECT v.valid_to, v.reached FROM fire_evaluation v WHERE v.fire_unit = u.id AND v.form = ${form} ORDER BY v.at DESC LIMIT 1)`;

async function unitsOf(tx: Tx, under: string): Promise<UnitRow[]> {
  const { from, to } = scopeRange(under);
  const { rows } = await sql<UnitRow>`
    SELECT u.id, u.name, u.region_path AS path, r.name AS region, u.class, u.standard, u.lon, u.lat, four.valid_to AS "fourTo", four.reached AS "fourReached",
      six.valid_to AS "sixTo", six.reached AS "sixReached"
    FROM fire_unit u JOIN region r ON r.path = u.region_path ${newest('four')} four ON true ${newest('six-plus-one')} six ON true
    WHERE u.retired_at IS NULL AND u.region_path >= ${from} AND u.region_path < ${to} ORDER BY u.region_path, u.name, u.id`.execute(
    tx,
  );
  return rows;
}

async function stationsOf(tx: Tx): Promise<Station[]> {
  const { rows } = await sql<Station>`
    SELECT id, name, lon, lat, people AS crew, minutes, fire_unit AS unit FROM micro_station
    WHERE retired_at IS NULL AND state = 'ready' AND lon IS NOT NULL ORDER BY id`.execute(tx);
  return rows;
}

/** Judges units by the numbers of their own county, each read once. */
async function judge(tx: Tx, units: readonly UnitRow[], now: number): Promise<(FireUnitRow & { path: string })[]> {
  const today = dayOf(now);
  const reach = reachOf(await stationsOf(tx));
  const countyOf = await countiesOf(tx);
  const books = new Map<string, Asked>();
  const answer: (FireUnitRow & { path: string })[] = [];
  for (const unit of units) {
    const place = countyOf(unit.path)?.path ?? unit.path;
    const numbers = books.get(place) ?? asked(await valuesFor(tx, place, now));
    books.set(place, numbers);
    const reached = reach.nearest(unit);
    const evaluated = (to: string | null, good: boolean | null) =>
      standingOf(to === null ? undefined : { validTo: to, reached: good === true }, today);
    answer.push({
      id: unit.id,
      name: unit.name,
      path: unit.path,
      region: unit.region,
      class: unit.class,
      standard: unit.standard,
      four: evaluated(unit.fourTo, unit.fourReached),
      six: evaluated(unit.sixTo, unit.sixReached),
      covered: covers(reached, numbers),
      distance: reached === undefined ? null : Math.round(reached.metres),
    });
  }
  return answer;
}

type Kept = Record<keyof FireCounts, number>;

/** Counts of the scope by county: evaluations, coverage, standardisation, stations, villages, renewals. */
export async function overview(tx: Tx, under: string, now: number): Promise<FireOverview> {
  const { from, to } = scopeRange(under);
  const range = sql`region_path >= ${from} AND region_path < ${to}`;
  const countyOf = await countiesOf(tx);
  const groups = new Map<string, County & Kept>();
  const total: Kept = { ...NO_COUNTS };
  const add = (path: string, part: Partial<Kept>): void => {
    const county = countyOf(path) ?? { path, name: path };
    const group = groups.get(county.path) ?? { ...NO_COUNTS, ...county };
    groups.set(county.path, group);
    for (const [key, n] of Object.entries(part) as [keyof FireCounts, number][]) {
      group[key] += n;
      total[key] += n;
    }
  };
  for (const unit of await judge(tx, await unitsOf(tx, under), now))
    add(unit.path, {
      units: 1,
      four: Number(unit.four === 'current'),
      six: Number(unit.six === 'current'),
      unitsCovered: Number(unit.covered),
      standard: Number(unit.standard === 'reached'),
    });
  for (const row of await villagesWith(tx, under, now))
    add(row.path, {
      villages: 1,
      organised: Number(row.organised),
      grids: row.grids,
      communities: Number(row.kind === 'community'),
      communitiesCovered: Number(row.kind === 'community' && row.covered),
    });
  const stations = await sql<{ path: string; n: number; crew: number }>`
    SELECT region_path AS path, count(*)::int AS n, coalesce(sum(people), 0)::int AS crew FROM micro_station
    WHERE retired_at IS NULL AND state = 'ready' AND ${range} GROUP BY 1`.execute(tx);
  for (const { path, n, crew } of stations.rows) add(path, { stations: n, crew });
  const renewals = await sql<{ path: string; state: string; n: number }>`
    SELECT region_path AS path, state, count(*)::int AS n FROM fire_renewal WHERE retired_at IS NULL AND ${range} GROUP BY 1, 2`.execute(
    tx,
  );
  const byState: Record<string, number> = {};
  for (const { path, state, n } of renewals.rows) {
    add(path, { renewals: n, renewed: state === 'accepted' ? n : 0 });
    byState[state] = (byState[state] ?? 0) + n;
  }
  const numbers = asked(await valuesFor(tx, under, now));
  return {
    asOf: now,
    minutes: numbers.minutes,
    metres: metresOf(numbers),
    total,
    regions: [...groups.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    renewals: byState,
  };
}

interface Village {
  readonly id: string;
  readonly kind: string;
  readonly organised: boolean;
  readonly grids: number;
  readonly path: string;
  readonly covered: boolean;
}

async function villagesWith(tx: Tx, under: string, now: number): Promise<Village[]> {
  const { from, to } = scopeRange(under);
  const { rows } = await sql<Omit<Village, 'covered'> & { lon: number | null; lat: number | null }>`
    SELECT id, kind, organised, coalesce(grids, 0)::int AS grids, region_path AS path, lon, lat FROM fire_village
    WHERE retired_at IS NULL AND region_path >= ${from} AND region_path < ${to}`.execute(tx);
  const reach = reachOf(await stationsOf(tx));
  const countyOf = await countiesOf(tx);
  const books = new Map<string, Asked>();
  const answer: Village[] = [];
  for (const row of rows) {
    if (row.kind !== 'community') {
      answer.push({ ...row, covered: false });
      continue;
    }
    const place = countyOf(row.path)?.path ?? row.path;
    const numbers = books.get(place) ?? asked(await valuesFor(tx, place, now));
    books.set(place, numbers);
    answer.push({ ...row, covered: covers(reach.nearest(row), numbers) });
  }
  return answer;
}

export const LACKS = ['four', 'six', 'cover', 'standard'] as const;
export type Lack = (typeof LACKS)[number];

const LACKING: Readonly<Record<Lack, (unit: FireUnitRow) => boolean>> = {
  four: (unit) => unit.four !== 'current',
  six: (unit) => unit.six !== 'current',
  cover: (unit) => !unit.covered,
  standard: (unit) => unit.standard !== 'reached',
};

/** Key units of a place, all or those that lack something. */
export async function unitsIn(
  tx: Tx,
  wish: { under: string; lack: Lack | undefined; page: number; size: number },
  now: number,
): Promise<{ total: number; rows: FireUnitRow[] }> {
  const { lack, page, size } = wish;
  const units = await judge(tx, await unitsOf(tx, wish.under), now);
  const fits = lack === undefined ? units : units.filter(LACKING[lack]);
  const rows = fits.slice((page - 1) * size, page * size).map(({ path: _, ...row }) => row);
  return { total: fits.length, rows };
}

/** Villages without a fire organisation: entered so in the roster, or nowhere in it (nodes of the region tree). */
export async function villagesIn(
  tx: Tx,
  wish: { under: string; missing: boolean; page: number; size: number },
): Promise<z.infer<typeof fireVillagesSchema>> {
  const { from, to } = scopeRange(wish.under);
  type Row = z.infer<typeof fireVillagesSchema>['rows'][number];
  const all = sql`
    SELECT v.id, v.name, v.region_path AS path, v.kind, v.organised, v.members FROM fire_village v
    WHERE v.retired_at IS NULL AND v.region_path >= ${from} AND v.region_path < ${to}
    UNION ALL
    SELECT NULL, r.name, r.path, 'village', false, NULL FROM region r
    WHERE r.kind = 'village' AND r.valid_to IS NULL AND r.path >= ${from} AND r.path < ${to}
      AND NOT EXISTS (SELECT FROM fire_village v WHERE v.retired_at IS NULL AND (v.region_path = r.path OR (v.region_path = r.parent_path AND v.name = r.name)))`;
  const where = wish.missing ? sql`WHERE NOT x.organised` : sql``;
  const count = await sql<{ n: number }>`SELECT count(*)::int AS n FROM (${all}) x ${where}`.execute(tx);
  const { rows } = await sql<Row>`
    SELECT x.id, x.name, coalesce((SELECT t.name FROM region t WHERE t.kind = 'town' AND starts_with(x.path, t.path) LIMIT 1), '') AS region,
      coalesce((SELECT c.name FROM region c WHERE c.kind IN ('county', 'zone') AND starts_with(x.path, c.path) ORDER BY length(c.path) DESC LIMIT 1), '') AS county,
      x.kind, x.organised, x.members
    FROM (SELECT * FROM (${all}) x ${where} ORDER BY x.organised, x.path, x.name LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}) x
    ORDER BY x.organised, x.path, x.name`.execute(tx);
  return { total: count.rows[0]?.n ?? 0, rows };
}

/** A key unit with its evaluations and the members it is to evaluate now; undefined = not in scope. */
export async function unitOf(tx: Tx, actor: Actor, id: string, now: number): Promise<FireUnit | undefined> {
  const found = await sql<{
    path: string;
    enterprise: string | null;
    people: number | null;
    systemBody: string | null;
    lon: number | null;
    lat: number | null;
  }>`
    SELECT region_path AS path, enterprise, people, system_body AS "systemBody", lon, lat FROM fire_unit WHERE id = ${id}`.execute(
    tx,
  );
  const [record] = found.rows;
  if (record === undefined) return undefined;
  const [row] = await judge(
    tx,
    (await unitsOf(tx, record.path)).filter((unit) => unit.id === id),
    now,
  );
  if (row === undefined) return undefined;
  const { path: _, ...view } = row;
  const values = await valuesFor(tx, record.path, now);
  const nearest = reachOf(await stationsOf(tx)).nearest({ id, lon: record.lon, lat: record.lat });
  return {
    ...view,
    mine: actor.scope.kind === 'organisation' && actor.scope.organisationId === record.enterprise,
    people: record.people,
    systemBody: record.systemBody,
    members: { four: [...values.list('fire.four-abilities')], 'six-plus-one': [...values.list('fire.six-plus-one')] },
    evaluations: await evaluationsOf(tx, id),
    station:
      nearest === undefined
        ? null
        : {
            id: nearest.station.id,
            name: nearest.station.name,
            distance: Math.round(nearest.metres),
            crew: nearest.station.crew,
          },
  };
}

async function evaluationsOf(tx: Tx, unit: string): Promise<Evaluation[]> {
  type Row = Omit<Evaluation, 'at' | 'members'> & {
    at: Date;
    names: string[];
    marks: EvaluationMark[];
    notes: string[];
  };
  const { rows } = await sql<Row>`
    SELECT id, form, year, at, by, members AS names, marks, notes, reached, valid_to AS "validTo" FROM fire_evaluation
    WHERE fire_unit = ${unit} ORDER BY at DESC LIMIT 40`.execute(tx);
  return rows.map(({ names, marks, notes, at, ...row }) => ({
    ...row,
    at: at.getTime(),
    members: names.map((name, index) => ({ name, mark: marks[index] ?? 'lacking', note: notes[index] ?? '' })),
  }));
}

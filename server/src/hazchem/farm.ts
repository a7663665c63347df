import { sql } from 'kysely';
import {
  balanceThreshold,
  dikeCheck,
  restVerdict,
  transferVerdict,
  volumeChanges,
  type BalancedTank,
} from '@anlan/domain/monitoring';
import type { Scope } from '@anlan/kernel/access';
import type { Level } from '@anlan/kernel/entity';
import { staleAfter } from '@anlan/kernel/telemetry';
import { sourceColour, substanceOf, weightKey, type Farm, type FarmAlarm, type FarmPoint } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { groupsOf } from '../indicator/group.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { statesNow } from '../alarm/service.ts';
import { undoneOf } from '../hazard-duty/measures.ts';
import { valuesFor } from '../parameter/book.ts';
import { levelsOf, type Levels } from './farm-levels.ts';
import { readHoldings, type HoldingRow } from './holdings.ts';
import { gradingOf, latestOf } from './sources.ts';
import { standing } from '../alarm/stands.ts';

/** Kinds of points that are drawn as detectors, with the gases of further systems. */
const DETECTORS: ReadonlySet<string> = new Set([
  'combustible',
  'toxic',
  'oxygen',
  'chlorine',
  'ammonia',
  'carbon-monoxide',
]);
const GRAVE_FIRST: readonly Level[] = ['red', 'orange', 'yellow', 'blue'];
/** Silent for so long counts for the colour, ms; the wind of a mast is told for an hour. */
const SILENT = 1_800_000;
const WIND_FRESH = 3_600_000;

interface PointRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly tank: string | null;
  readonly limits: Record<string, number>;
  readonly expectedPeriod: number;
  readonly device: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

interface RunningRow extends FarmAlarm {
  readonly subjectId: string;
  readonly unitId: string | null;
  readonly subject: string;
}

interface DikeRow {
  readonly id: string;
  readonly name: string;
  readonly effectiveVolume: number;
  readonly condition: string;
  readonly rainValve: string | null;
  readonly inspectionDue: string | null;
}

interface TankRow {
  readonly dike: string | null;
  readonly id: string;
  readonly name: string;
  readonly lon: number | null;
  readonly lat: number | null;
}

async function pointsOf(tx: Tx, source: string, enterprise: string, tanks: readonly string[]): Promise<PointRow[]> {
  const { rows } = await sql<PointRow>`
    SELECT p.id, p.name, p.kind, p.unit, p.tank_id AS tank, p.limits, p.expected_period AS "expectedPeriod", d.name AS device, d.lon, d.lat
    FROM public.point p JOIN device d ON d.id = p.device_id
    WHERE p.id = ANY (ARRAY(
      SELECT id FROM public.point WHERE tank_id = ANY (${[...tanks]}::uuid[])
      UNION SELECT point_id FROM hazard_source_point WHERE source_id = ${source}
      UNION SELECT id FROM public.point WHERE organisation_id = ${enterprise} AND kind IN ('wind-speed', 'wind-direction')))
    ORDER BY p.kind, p.name, p.id`.execute(tx);
  return rows;
}

/** The dikes these tanks stand in, each against the largest of all tanks inside it, of this source or not. */
async function dikesOf(tx: Tx, tanks: readonly TankRow[]): Promise<Farm['dikes']> {
  const wanted = [...new Set(tanks.flatMap(({ dike }) => (dike === null ? [] : [dike])))];
  if (wanted.length === 0) return [];
  const { rows } = await sql<DikeRow & { volumes: (number | null)[] }>`
    SELECT k.id, k.name, k.effective_volume::float8 AS "effectiveVolume", k.condition, k.rain_valve AS "rainValve",
      to_char(k.inspection_due, 'YYYY-MM-DD') AS "inspectionDue", array_agg(t.volume::float8) AS volumes
    FROM fire_dike k JOIN tank t ON t.dike = k.id AND t.retired_at IS NULL
    WHERE k.id = ANY (${wanted}::uuid[]) AND k.retired_at IS NULL GROUP BY k.id ORDER BY k.name, k.id`.execute(tx);
  return rows.map(({ volumes, ...dike }) => {
    const { needed, verdict } = dikeCheck(dike.effectiveVolume, volumes);
    return { ...dike, needed, verdict, tanks: tanks.flatMap((tank) => (tank.dike === dike.id ? [tank.id] : [])) };
  });
}

async function running(tx: Tx, subjects: readonly string[]): Promise<RunningRow[]> {
  const { rows } = await sql<Omit<RunningRow, 'since' | 'first'> & { since: Date; firstOut: string | null }>`
    SELECT id, rule, label, level, since, first_out_id AS "firstOut", subject_id AS "subjectId", unit_id AS "unitId", subject_name AS subject
    FROM alarm
    WHERE ${standing()} AND closed_at IS NULL AND NOT retrospective AND id = ANY (ARRAY(
      SELECT id FROM alarm WHERE subject_id = ANY (${[...subjects]}::uuid[])
      UNION SELECT id FROM alarm WHERE unit_id = ANY (${[...subjects]}::uuid[]) AND ${standing()}))
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], level), since, id`.execute(tx);
  return rows.map(({ firstOut, since, ...row }) => ({ ...row, since: since.getTime(), first: firstOut === row.id }));
}

async function specialWorkOf(tx: Tx, enterprise: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM case_contractor_job j JOIN case_file c ON c.id = j.case_id
    WHERE j.enterprise = ${enterprise} AND c.state = 'running'
      AND (j.job = 'confined-space' OR (j.job = 'hot-work' AND j.level IN ('red', 'orange')))`.execute(tx);
  return rows[0]?.count ?? 0;
}

const bare = ({ id, rule, label, level, since, first }: RunningRow): FarmAlarm => ({
  id,
  rule,
  label,
  level,
  since,
  first,
});
const worst = (rows: readonly RunningRow[]): FarmAlarm | null => (rows[0] === undefined ? null : bare(rows[0]));

/** Typical expansion of what a tank holds, 1/K: liquids about 0.0012, liquefied gases about 0.003; no standard's values. */
function expansionOf(substance: string): number | null {
  const known = substanceOf(substance);
  if (known === undefined) return null;
  return known.liquefied ? 0.003 : known.kind === 'flammable-liquid' ? 0.0012 : null;
}

function balanced(row: HoldingRow, levels: Levels, points: readonly PointRow[]): BalancedTank | null {
  if (row.volume === null) return null;
  const of = (kind: string) => points.find((point) => point.tank === row.tank && point.kind === kind);
  const level = of('level');
  if (level?.unit !== '%') return null;
  const temperatures = levels.get(of('temperature')?.id ?? '') ?? new Map<number, number>();
  const moments = [...(levels.get(level.id) ?? [])].map(([at, value]) => ({
    at,
    level: value,
    temperature: temperatures.get(at) ?? null,
  }));
  return { volume: row.volume, expansion: expansionOf(row.substance), moments };
}

/** The farm of a source for its plan; undefined outside the scope. */
export async function farmOf(context: Context, scope: Scope, id: string): Promise<Farm | undefined> {
  const found = await withScope(context.db, scope, async (tx) => {
    const { rows } = await sql<{
      id: string;
      name: string;
      enterprise: string;
      population: number | null;
      regionPath: string;
    }>`
      SELECT id, name, enterprise, population, region_path AS "regionPath" FROM hazard_source WHERE id = ${id}`.execute(
      tx,
    );
    const [source] = rows;
    if (source === undefined) return undefined;
    const holdings = await readHoldings(tx, sql`h.hazard_source = ${id}`);
    const tankIds = holdings.flatMap(({ tank }) => (tank === null ? [] : [tank]));
    const tanks =
      await sql<TankRow>`SELECT id, name, lon, lat, dike FROM tank WHERE id = ANY (${tankIds}::uuid[])`.execute(tx);
    const dikes = await dikesOf(tx, tanks.rows);
    const points = await pointsOf(tx, id, source.enterprise, tankIds);
    const states = await statesNow(tx, [...tankIds, id]);
    const alarms = await running(tx, [id, ...tankIds, ...points.map((point) => point.id)]);
    const specialWork = await specialWorkOf(tx, source.enterprise);
    const weights = await valuesFor(tx, source.regionPath, Date.now());
    const undone = await undoneOf(tx, source, Date.now());
    return { source, holdings, tanks: tanks.rows, dikes, points, states, alarms, specialWork, undone, weights };
  });
  if (found === undefined) return undefined;
  const levels = await levelsOf(
    context,
    found.points.filter(({ tank, kind }) => tank !== null && (kind === 'level' || kind === 'temperature')),
  );
  return assembled(context, found, levels);
}

type Found = {
  readonly source: { readonly id: string; readonly name: string; readonly population: number | null };
  readonly holdings: readonly HoldingRow[];
  readonly tanks: readonly TankRow[];
  readonly dikes: Farm['dikes'];
  readonly points: readonly PointRow[];
  readonly states: readonly { readonly unitId: string; readonly state: string }[];
  readonly alarms: readonly RunningRow[];
  readonly specialWork: number;
  readonly undone: number;
  readonly weights: { number(key: string): number };
};

function assembled(context: Context, found: Found, levels: Levels): Farm {
  const now = Date.now();
  const { source, holdings, points, alarms } = found;
  const stateOf = new Map(found.states.map(({ unitId, state }) => [unitId, state]));
  const viewOf = (point: PointRow): FarmPoint => {
    const { id, name, kind, unit, limits, expectedPeriod } = point;
    const alarm = worst(alarms.filter(({ subjectId }) => subjectId === id));
    return { id, name, kind, unit, limits, expectedPeriod, ...latestOf(context, id), alarm };
  };
  const silent = points.filter(({ id, expectedPeriod, kind }) => {
    const at = context.mirror.readings.get(id)?.at;
    return (
      expectedPeriod > 0 &&
      !kind.startsWith('wind-') &&
      (at === undefined || now - at > Math.max(SILENT, staleAfter(expectedPeriod)))
    );
  });
  const maintained = ({ tank }: PointRow): boolean =>
    ['maintenance', 'shutdown', 'cleaning'].includes(stateOf.get(tank ?? source.id) ?? '');
  const interlocksOff = points.filter(
    (point) => point.kind === 'interlock' && context.mirror.readings.get(point.id)?.value === 0 && !maintained(point),
  );
  const colour = sourceColour(
    {
      grade: gradingOf(holdings, source.population).grade,
      alarms: alarms.map(({ level }) => level),
      specialWork: found.specialWork,
      silent: silent.length,
      interlocksOff: interlocksOff.length,
      undone: found.undone,
    },
    (key) => found.weights.number(weightKey(key)),
  );
  const placeOf = new Map(found.tanks.map((tank) => [tank.id, tank]));
  const balances = new Map(holdings.map((row) => [row.tank, balanced(row, levels, points)] as const));
  const tanks = holdings.flatMap((row): Farm['tanks'] => {
    const tank = placeOf.get(row.tank ?? '');
    if (tank === undefined) return [];
    const own = points.filter((point) => point.tank === tank.id);
    const ids = new Set([tank.id, ...own.map(({ id }) => id)]);
    const balance = balances.get(tank.id) ?? null;
    const state = stateOf.get(tank.id) ?? null;
    return [
      {
        id: tank.id,
        name: tank.name,
        lon: tank.lon,
        lat: tank.lat,
        substanceName: substanceOf(row.substance)?.name ?? row.substance,
        storage: row.storage,
        volume: row.volume,
        state,
        points: own.map(viewOf),
        alarm: worst(alarms.filter(({ subjectId, unitId }) => ids.has(subjectId) || unitId === tank.id)),
        change: balance === null ? null : (volumeChanges(balance).at(-1)?.change ?? null),
        threshold: balance === null ? null : balanceThreshold(balance.volume),
        // Whether a tank moves on purpose only its operators know: only one declared at rest is judged.
        balance: balance === null || state !== 'static' ? 'unknown' : restVerdict(balance),
      },
    ];
  });
  return {
    id: source.id,
    name: source.name,
    colour: { ...colour, terms: [...colour.terms] },
    tanks: tanks.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
    dikes: found.dikes,
    transfers: transfersOf(tanks),
    detectors: points
      .filter(({ kind }) => DETECTORS.has(kind))
      .map((point) => ({ ...viewOf(point), lon: point.lon, lat: point.lat, device: point.device })),
    wind: windOf(context, points, now),
    alarms: alarms
      .map((row) => ({ ...bare(row), subject: row.subject }))
      .toSorted((a, b) => GRAVE_FIRST.indexOf(a.level) - GRAVE_FIRST.indexOf(b.level) || a.since - b.since),
  };
}

/** Tanks declared to be in a transfer, by what they hold: what some lose others should gain. */
function transfersOf(tanks: Farm['tanks']): Farm['transfers'] {
  const groups = groupsOf(
    tanks.filter(({ state }) => state === 'transfer'),
    ({ substanceName }) => substanceName,
  );
  return [...groups].map(([substanceName, own]) => ({
    substanceName,
    tanks: own.map(({ name }) => name),
    ...transferVerdict(own.flatMap(({ change }) => (change === null ? [] : [change]))),
  }));
}

function windOf({ mirror }: Context, points: readonly PointRow[], now: number): Farm['wind'] {
  const fresh = (kind: string) => {
    const point = points.find((one) => one.kind === kind && now - (mirror.readings.get(one.id)?.at ?? 0) < WIND_FRESH);
    return point === undefined ? undefined : { point, reading: mirror.readings.get(point.id)! };
  };
  const [speed, direction] = [fresh('wind-speed'), fresh('wind-direction')];
  const any = direction ?? speed;
  if (any === undefined) return null;
  return {
    speed: speed?.reading.value ?? null,
    direction: direction?.reading.value ?? null,
    at: any.reading.at,
    station: any.point.device,
    points: [speed, direction].flatMap((one) => (one === undefined ? [] : [one.point.id])),
  };
}

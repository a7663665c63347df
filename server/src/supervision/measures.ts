import { sql } from 'kysely';
import { dayOf, startOf } from '@anlan/domain/calendar';
import type { Absent, Counted } from '@anlan/kernel/indicator';
import { fourRates } from '@anlan/systems';
import type { Asked } from '../indicator/asked.ts';
import { equipmentLists } from './card.ts';
import { coverageOfRivers } from './water.ts';
import { ratedFacts } from './rates.ts';
import { trackQuality, type TrackQuality } from './track-quality.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Tracks are looked at up to the last five minutes, so that figures asked for together are of one time. */
const STEP = 5 * MINUTE;
/** Fixes of a vehicle below this share of qualified ones, or of complete kilometres, are named as missing. */
const GOOD = 0.98;

type Measure = (asked: Asked) => Promise<Counted>;

const online: Measure = async ({ context, scope, region, now }) => {
  const wish = {
    from: now - 30 * DAY,
    to: now,
    category: 'dangerous-goods' as const,
    ...(region !== '' && { region }),
  };
  const facts = await ratedFacts(context, scope, wish);
  const found = fourRates(facts.vehicles, facts.violations).find(({ key }) => key === 'online')!;
  const missing = found.missing.map(({ id, name }) => ({ id, name, href: `/transport/${id}` }));
  return { numerator: found.numerator, denominator: found.denominator, missing };
};

interface Known {
  readonly id: string;
  readonly name: string;
}

/** Vehicles in scope, by id. */
async function vehiclesOf({ read, region }: Asked, category?: string): Promise<ReadonlyMap<string, Known>> {
  const { rows } = await read((tx) =>
    sql<Known>`SELECT id, name FROM vehicle WHERE retired_at IS NULL AND starts_with(region_path, ${region})
      AND (${category ?? null}::text IS NULL OR category = ${category ?? null})`.execute(tx),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The tracks of the last thirty days of vehicles in scope. */
async function tracks(asked: Asked, category?: string): Promise<(TrackQuality & Known)[]> {
  const known = await vehiclesOf(asked, category);
  const to = Math.floor(asked.now / STEP) * STEP;
  return (await trackQuality(asked.context, to - 30 * DAY, to)).flatMap((one) => {
    const vehicle = known.get(one.id);
    return vehicle === undefined ? [] : [{ ...one, ...vehicle }];
  });
}

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((all, row) => all + of(row), 0);
const named = (rows: readonly Known[], say: (row: never) => string): Absent[] =>
  rows.map((row) => ({ id: row.id, name: `${row.name} ${say(row as never)}`.trim(), href: `/transport/${row.id}` }));
const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

const complete: Measure = async (asked) => {
  const rows = (await tracks(asked)).filter(({ metres }) => metres > 0);
  const short = rows
    .filter((row) => row.complete / row.metres < GOOD)
    .sort((a, b) => a.complete / a.metres - b.complete / b.metres);
  return {
    numerator: Math.round(sum(rows, (row) => row.complete) / 1000),
    denominator: Math.round(sum(rows, (row) => row.metres) / 1000),
    missing: named(short, (row: TrackQuality) => percent(row.complete / row.metres)),
  };
};

const qualified: Measure = async (asked) => {
  const rows = await tracks(asked);
  const bad = rows
    .filter((row) => row.qualified / row.fixes < GOOD)
    .sort((a, b) => a.qualified / a.fixes - b.qualified / b.fixes);
  return {
    numerator: sum(rows, (row) => row.qualified),
    denominator: sum(rows, (row) => row.fixes),
    missing: named(bad, (row: TrackQuality) => percent(row.qualified / row.fixes)),
  };
};

const drifting: Measure = async (asked) => {
  const rows = await tracks(asked);
  const leapt = rows.filter(({ leaps }) => leaps > 0).sort((a, b) => b.leaps - a.leaps);
  return {
    numerator: leapt.length,
    denominator: rows.length,
    missing: named(leapt, (row: TrackQuality) => `× ${row.leaps}`),
  };
};

interface Told extends Known {
  readonly amount: number;
}

const overspeed: Measure = async (asked) => {
  const { from } = asked.span(30);
  const online = await tracks(asked);
  const { rows } = await asked.read((tx) =>
    // One event for alarms of a vehicle that follow within five minutes (catalogue S33, 违法事件合并).
    sql<Told>`
      SELECT id, name, count(*) FILTER (WHERE gap IS NULL OR gap >= interval '300 seconds')::int AS amount
      FROM (SELECT a.subject_id AS id, a.subject_name AS name,
          a.since - lag(coalesce(a.recovered_at, a.since)) OVER (PARTITION BY a.subject_id ORDER BY a.since) AS gap
        FROM alarm a WHERE a.rule = 'overspeed' AND a.raised_at >= ${new Date(from)} AND a.close_result IS DISTINCT FROM 'false'
          AND starts_with(a.region_path, ${asked.region})) e
      GROUP BY id, name ORDER BY amount DESC`.execute(tx),
  );
  return {
    numerator: sum(rows, ({ amount }) => amount),
    denominator: online.length,
    missing: named(rows, (row: Told) => `× ${row.amount}`),
  };
};

/** Minutes driven before each level of the rule begins beyond the limit itself. */
const BEYOND = sql`CASE level WHEN 'red' THEN 60 WHEN 'orange' THEN 30 ELSE 0 END`;

const fatigue: Measure = async (asked) => {
  const { from } = asked.span(30);
  const online = await tracks(asked);
  const { rows } = await asked.read((tx) =>
    sql<Told>`
      SELECT subject_id AS id, subject_name AS name, sum(greatest(0, peak - (limit_value - ${BEYOND})))::float8 / 60 AS amount
      FROM alarm WHERE rule = 'fatigue' AND level <> 'blue' AND raised_at >= ${new Date(from)} AND close_result IS DISTINCT FROM 'false'
        AND starts_with(region_path, ${asked.region})
      GROUP BY subject_id, subject_name ORDER BY amount DESC`.execute(tx),
  );
  const hours = Math.round(sum(rows, ({ amount }) => amount) * 10) / 10;
  return {
    numerator: hours,
    denominator: online.length,
    missing: named(rows, (row: Told) => `${Math.round(row.amount * 10) / 10} h`),
  };
};

const billed: Measure = async (asked) => {
  const rows = await tracks(asked, 'dangerous-goods');
  const { from, to } = asked.span(30);
  const bills = await asked.read((tx) =>
    sql<{ vehicle: string; from: Date; to: Date }>`
      SELECT vehicle, coalesce(started_at, planned_start) AS "from", coalesce(ended_at, greatest(planned_end, CASE WHEN state IN ('loaded', 'in-transit') THEN now() END)) AS "to"
      FROM waybill WHERE state <> 'cancelled' AND planned_start < ${new Date(to)} AND coalesce(ended_at, 'infinity') > ${new Date(from)}`.execute(
      tx,
    ),
  );
  const spans = new Map<string, { from: string; to: string }[]>();
  for (const bill of bills.rows)
    spans.set(bill.vehicle, [
      ...(spans.get(bill.vehicle) ?? []),
      { from: dayOf(bill.from.getTime()), to: dayOf(bill.to.getTime()) },
    ]);
  const days = rows.flatMap((row) =>
    row.loadedDays.map((day) => ({
      ...row,
      day,
      has: (spans.get(row.id) ?? []).some((one) => day >= one.from && day <= one.to),
    })),
  );
  const without = days.filter(({ has }) => !has);
  const missing = without.map(({ id, name, day }) => ({
    id: `${id} ${day}`,
    name: `${name} ${day}`,
    href: `/transport/${id}?from=${startOf(day)}&to=${startOf(day) + DAY}`,
  }));
  return { numerator: days.length - without.length, denominator: days.length, missing };
};

const stops: Measure = async (asked) => {
  const { rows } = await asked.read((tx) =>
    sql<{ id: string; number: string; name: string }>`
      SELECT id, number, subject_name AS name FROM alarm
      WHERE rule = 'stray-stop' AND level <> 'blue' AND raised_at >= ${new Date(asked.span(30).from)} AND close_result IS DISTINCT FROM 'false'
        AND starts_with(region_path, ${asked.region}) ORDER BY raised_at DESC`.execute(tx),
  );
  return {
    numerator: rows.length,
    denominator: null,
    missing: rows.map(({ id, number, name }) => ({ id, name: `${number} ${name}`, href: `/desk?alarm=${id}` })),
  };
};

const fittedOut: Measure = async ({ read, region }) => {
  const lists = await read((tx) => equipmentLists(tx, region));
  const lacking = lists.filter(({ list }) => !list.compliant);
  const missing = lacking.map(({ row, list }) => ({
    id: row.id,
    name: `${row.name} ${list.lines
      .filter(({ required, met }) => required && met !== true)
      .map(({ label }) => label)
      .join('、')}`,
    href: `/transport/${row.id}`,
  }));
  return { numerator: lists.length - lacking.length, denominator: lists.length, missing };
};

const covered =
  (kind: string): Measure =>
  async ({ context, scope }) => {
    const rivers = (await coverageOfRivers(context, scope)).filter(({ length }) => length !== null);
    const of = (river: (typeof rivers)[number]) => river.kinds.find((one) => one.kind === kind)!;
    const short = rivers.filter((river) => of(river).covered < river.length!);
    return {
      numerator: Math.round(sum(rivers, (river) => of(river).covered)),
      denominator: Math.round(sum(rivers, (river) => river.length!)),
      missing: short.map((river) => ({
        id: river.waterway,
        name: `${river.waterway} ${Math.round(river.length! - of(river).covered)} km`,
        href: '/waterway',
      })),
    };
  };

/** Slower than this (km/h, half a knot) a ship lies still. */
const MOORED_KMH = 0.926;

const vesselsOnline: Measure = async ({ context, read, region, now }) => {
  const { rows } = await read((tx) =>
    sql<Known>`SELECT id, name FROM vessel WHERE retired_at IS NULL AND starts_with(region_path, ${region})`.execute(
      tx,
    ),
  );
  const { fixes } = context.mirror;
  // Only who lay still when it was last heard, a day ago and longer, is known not to be under way.
  const due = rows.filter(({ id }) => {
    const fix = fixes.get(id);
    return fix === undefined || now - fix.receivedAt <= DAY || (fix.speed ?? 0) >= MOORED_KMH;
  });
  const lost = due.filter(({ id }) => now - (fixes.get(id)?.receivedAt ?? 0) > 10 * MINUTE);
  const missing = lost.map(({ id, name }) => {
    return { id, name: fixes.has(id) ? name : `${name}（从未收到）`, href: `/map?object=vessel:${id}` };
  });
  return { numerator: due.length - lost.length, denominator: due.length, missing };
};

/** Rules whose alarms are violations of a ship. */
const AFLOAT = ['vessel-overspeed', 'restricted-water', 'vessel-silent', 'ship-overloaded'];

const vesselsHandled: Measure = async (asked) => {
  const { rows } = await asked.read((tx) =>
    sql<{ id: string; number: string; name: string; handled: boolean }>`
      SELECT id, number, subject_name AS name, response IN ('handling', 'closed') AS handled FROM alarm
      WHERE rule = ANY (${AFLOAT}) AND raised_at >= ${new Date(asked.span(30).from)} AND close_result IS DISTINCT FROM 'false'
        AND starts_with(region_path, ${asked.region}) ORDER BY raised_at DESC`.execute(tx),
  );
  const open = rows.filter(({ handled }) => !handled);
  const missing = open.map(({ id, number, name }) => ({ id, name: `${number} ${name}`, href: `/desk?alarm=${id}` }));
  return { numerator: rows.length - open.length, denominator: rows.length, missing };
};

const rescueArrival: Measure = async (asked) => {
  const { rows } = await asked.read((tx) =>
    sql<{ id: string; name: string; minutes: number }>`
      SELECT o.id, concat_ws(' ', b.name, v.name) AS name, extract(epoch FROM o.arrived_at - o.at)::float8 / 60 AS minutes
      FROM water_order o JOIN vessel v ON v.id = o.vessel LEFT JOIN rescue_base b ON b.id = o.base
      WHERE o.kind = 'dispatch' AND o.arrived_at IS NOT NULL AND o.at >= ${new Date(asked.span(365).from)} AND starts_with(o.region_path, ${asked.region})
      ORDER BY minutes DESC`.execute(tx),
  );
  const late = rows.filter(({ minutes }) => minutes > 30);
  return {
    numerator: Math.round(sum(rows, ({ minutes }) => minutes)),
    denominator: rows.length,
    missing: late.map(({ id, name, minutes }) => ({
      id,
      name: `${name} ${Math.round(minutes)} min`,
      href: '/waterway',
    })),
  };
};

/** How the indicators of S33, S34 and S38 are counted. */
export const TRANSPORT_MEASURES: Readonly<Record<string, Measure>> = {
  'track-complete': complete,
  'track-qualified': qualified,
  'track-drifting': drifting,
  'overspeed-mean': overspeed,
  'fatigue-mean': fatigue,
  'hazmat-billed': billed,
  'hazmat-stops': stops,
  'hazmat-fitted': fittedOut,
  'hazmat-online': online,
  'water-ais': covered('ais'),
  'water-vhf': covered('vhf'),
  'water-cctv': covered('cctv'),
  'vessel-online': vesselsOnline,
  'vessel-handled': vesselsHandled,
  'rescue-arrival': rescueArrival,
};

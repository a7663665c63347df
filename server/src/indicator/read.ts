import { sql } from 'kysely';
import type { Rung, Signal, SignalHour, Span } from '@anlan/systems/monitoring/indicators';
import { groupsOf } from './group.ts';
import { ruleOf } from '../alarm/row.ts';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { literal } from '../store/clickhouse/statements.ts';
import { bucketsQuery, HOUR, type Bucket } from '../telemetry/buckets.ts';

/** A signal with what it belongs to. */
export interface OwnedSignal extends Signal {
  readonly kind: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly device: string;
  /** Tank, pond or other unit; null where the device itself is the unit. */
  readonly unit: string | null;
}

/** An alarm with its rule, subject and device. */
export interface RuledRung extends Rung {
  readonly rule: string;
  readonly device: string | null;
}

/** Points that one statement names. */
const CHUNK = 4000;

const outOf = (column: string) => sql`EXISTS (
  SELECT FROM out_of_service o WHERE o.subject_id = ${sql.ref(column)} AND o.from_at <= now() AND o.until_at > now())`;

/** The signals of a system under the transaction's scope, with when each was last heard. */
export async function signalsOf(tx: Tx, { mirror }: Context, system: string, region: string): Promise<OwnedSignal[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    kind: string;
    limits: Record<string, number>;
    expectedPeriod: number;
    device: string;
    unit: string | null;
    out: boolean;
  }>`
    SELECT p.id, concat_ws(' · ', coalesce(t.name, d.name), p.name) AS name, p.kind, p.limits, p.expected_period::float8 AS "expectedPeriod",
      p.device_id AS device, coalesce(p.unit_id, p.tank_id) AS unit, (${outOf('p.id')} OR ${outOf('p.device_id')}) AS out
    FROM public.point p JOIN device d ON d.id = p.device_id LEFT JOIN tank t ON t.id = p.tank_id
    WHERE p.system = ${system} AND d.retired_at IS NULL AND d.protocol <> 'watch' AND starts_with(p.region_path, ${region})`.execute(
    tx,
  );
  return rows.map((row) => ({
    ...row,
    href: `/history?points=${row.id}`,
    lastAt: mirror.readings.get(row.id)?.receivedAt ?? null,
  }));
}

/** Alarms of rules that were seen in a span, or ran into it. Those found in back-filled data rang nobody and do not count. */
export async function alarmsOf(tx: Tx, rules: readonly string[], { from }: Span, region: string): Promise<RuledRung[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    rule: string;
    device: string | null;
    seen_at: Date;
    raised_at: Date;
    answered_at: Date | null;
    recovered_at: Date | null;
    closed_at: Date | null;
    false_alarm: boolean;
  }>`
    SELECT a.id, concat_ws(' ', a.number, a.subject_name, a.label) AS name, a.rule, a.device_id AS device, a.seen_at, a.raised_at,
      least(a.acknowledged_at, a.closed_at) AS answered_at, a.recovered_at, a.closed_at,
      coalesce(a.close_result = 'false', false) AS false_alarm
    FROM alarm a
    WHERE a.rule = ANY (${[...rules]}) AND NOT a.retrospective AND starts_with(a.region_path, ${region})
      AND coalesce(a.recovered_at, 'infinity') > ${new Date(from)} AND a.raised_at > ${new Date(from - 30 * 24 * HOUR)}
    ORDER BY a.raised_at DESC`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    href: `/desk?alarm=${row.id}`,
    rule: row.rule,
    device: row.device,
    seenAt: row.seen_at.getTime(),
    raisedAt: row.raised_at.getTime(),
    answeredAt: row.answered_at?.getTime() ?? null,
    recoveredAt: row.recovered_at?.getTime() ?? null,
    closedAt: row.closed_at?.getTime() ?? null,
    falseAlarm: row.false_alarm,
    within: (ruleOf(row.rule)?.respondWithin ?? 0) * 1000,
  }));
}

/** Silences of one device that overlap are one loss of contact: a device with ten points is not lost ten times. */
export function lossesOf(silences: readonly RuledRung[]): RuledRung[] {
  const losses: RuledRung[] = [];
  const ends = (rung: RuledRung): number => rung.recoveredAt ?? Infinity;
  for (const own of groupsOf(silences, ({ device, id }) => device ?? id).values())
    for (const rung of own.toSorted((a, b) => a.raisedAt - b.raisedAt)) {
      const last = losses.at(-1);
      const same = last !== undefined && (last.device ?? last.id) === (rung.device ?? rung.id);
      if (!same || rung.raisedAt > ends(last)) losses.push(rung);
      else if (ends(rung) > ends(last)) losses[losses.length - 1] = { ...last, recoveredAt: rung.recoveredAt };
    }
  return losses;
}

async function buckets(context: Context, points: readonly string[], span: Span, width: number): Promise<Bucket[]> {
  const found: Bucket[] = [];
  for (let from = 0; from < points.length; from += CHUNK) {
    const some = points
      .slice(from, from + CHUNK)
      .map(literal)
      .join(',');
    const result = await context.clickhouse.query({
      query: bucketsQuery(`point IN (${some})`, span, width),
      format: 'JSONEachRow',
      clickhouse_settings: { max_query_size: '2000000' },
    });
    found.push(...(await result.json<Bucket>()));
  }
  return found;
}

/** Good samples of each point within a span of whole hours. */
export async function samplesOf(
  context: Context,
  points: readonly string[],
  span: Span,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { point, count } of await buckets(context, points, span, 24 * HOUR))
    counts.set(point, (counts.get(point) ?? 0) + count);
  return counts;
}

/** Least and greatest good value of each point in every hour of a span. */
export async function hoursOf(context: Context, points: readonly string[], span: Span): Promise<SignalHour[]> {
  return (await buckets(context, points, span, HOUR)).map(({ point, low, high }) => ({ id: point, low, high }));
}

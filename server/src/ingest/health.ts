import { sql } from 'kysely';
import type { Database } from '../access/scoped.ts';
import type { Latest } from './latest.ts';
import type { RegisteredDevice, Subject } from './register.ts';
import type { Rules } from './rules.ts';

/** Instructions to devices that were not answered lately, by device id. */
export type Unanswered = ReadonlyMap<string, number>;

/** Counts the instructions of the last ten minutes that no device answered. */
export async function readUnanswered(db: Database): Promise<Unanswered> {
  const { rows } = await sql<{ device: string; n: number }>`
    SELECT device_id AS device, count(*)::int AS n FROM instruction
    WHERE state = 'timed-out' AND at > now() - interval '10 minutes' GROUP BY device_id`.execute(db);
  return new Map(rows.map(({ device, n }) => [device, n]));
}

/** What is measured of a device, with its unit. */
const MEASURES = {
  'clock-offset': ['s', ({ offset }: Latest, id: string) => Math.abs(offset.get(id) ?? 0) / 1000],
  'bad-quality': ['%', ({ bad }: Latest, id: string) => 100 * (bad.get(id) ?? 0)],
  'commands-unanswered': ['条', (_: Latest, id: string, unanswered: Unanswered) => unanswered.get(id) ?? 0],
} as const satisfies Record<
  string,
  readonly [unit: string, measure: (latest: Latest, id: string, unanswered: Unanswered) => number]
>;

const known = new WeakMap<RegisteredDevice, readonly Subject[]>();

function subjectsOf(device: RegisteredDevice): readonly Subject[] {
  const own = known.get(device);
  if (own !== undefined) return own;
  const subjects = Object.entries(MEASURES).map(([quantity, [unit]]) => ({ ...device.subject, quantity, unit }));
  known.set(device, subjects);
  return subjects;
}

/** Judges at platform time `now` (ms) how a device itself does: its clock, its readings, its answers. */
export function lookForHealth(
  device: RegisteredDevice,
  latest: Latest,
  unanswered: Unanswered,
  rules: Pick<Rules, 'gauge'>,
  now: number,
): void {
  for (const subject of subjectsOf(device)) {
    const [, measure] = MEASURES[subject.quantity as keyof typeof MEASURES];
    rules.gauge(subject, { at: now, value: measure(latest, device.id, unanswered), quality: 'good' });
  }
}

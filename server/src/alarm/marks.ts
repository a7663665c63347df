import { sql } from 'kysely';
import type { Rule } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';
import type { PlacePractice } from './practice.ts';

interface Begun {
  readonly id: string;
  readonly follows: string | null;
  readonly raisedAt: number;
  readonly since: number;
}

/** Whether the alarm is another occurrence soon after one of the same rule and subject was over, and what the rule makes of that. */
export async function occurrenceOf(
  tx: Tx,
  rule: Rule,
  subject: string,
  { raisedAt, follows }: Begun,
  { secondHours }: PlacePractice,
): Promise<{ occurrence: number; of: string | null; lifted: boolean }> {
  const { within = secondHours * 3600, lift = false } = rule.second ?? {};
  const { rows } = await sql<{ id: string; occurrence: number }>`
    SELECT id, occurrence FROM alarm
    WHERE rule = ${rule.key} AND subject_id = ${subject} AND raised_at < ${new Date(raisedAt)} AND id IS DISTINCT FROM ${follows}
      AND coalesce(closed_at, recovered_at) >= ${new Date(raisedAt - within * 1000)}
    ORDER BY raised_at DESC LIMIT 1`.execute(tx);
  const [last] = rows;
  if (last === undefined) return { occurrence: 1, of: null, lifted: false };
  return { occurrence: last.occurrence + 1, of: last.id, lifted: lift };
}

/** Has the rule rung about the subject so often lately that it is an instrument's flutter rather than a process? */
export async function isChattering(
  tx: Tx,
  rule: string,
  subject: string,
  raisedAt: number,
  { chatterTimes, chatterSeconds }: PlacePractice,
): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM alarm
    WHERE rule = ${rule} AND subject_id = ${subject}
      AND raised_at BETWEEN ${new Date(raisedAt - chatterSeconds * 1000)} AND ${new Date(raisedAt)}`.execute(tx);
  return (rows[0]?.count ?? 0) + 1 >= chatterTimes;
}

/**
 * Of the alarms of one unit that begin together, the first by device time is the likely cause; it points to itself and the
 * others to it. Gives what the new alarm points to, and turns the others round when the new one began before them all.
 */
export async function firstOut(
  tx: Tx,
  unit: string | null,
  begun: Begun,
  { firstOutSeconds }: PlacePractice,
): Promise<string | null> {
  if (unit === null) return null;
  const apart = firstOutSeconds * 1000;
  const { rows } = await sql<{ id: string; since: Date; first_out_id: string | null }>`
    SELECT a.id, a.since, a.first_out_id FROM alarm a
    WHERE a.unit_id = ${unit} AND a.id IS DISTINCT FROM ${begun.follows} AND NOT a.retrospective
      AND a.raised_at BETWEEN ${new Date(begun.raisedAt - apart)} AND ${new Date(begun.raisedAt + apart)}
    ORDER BY a.since, a.raised_at`.execute(tx);
  const [earliest] = rows;
  if (earliest === undefined) return null;
  const first = earliest.first_out_id ?? earliest.id;
  if (begun.since < earliest.since.getTime()) {
    const group = rows.map(({ id }) => id);
    await sql`UPDATE alarm SET first_out_id = ${begun.id} WHERE id = ANY(${group}) OR first_out_id = ${first}`.execute(
      tx,
    );
    return begun.id;
  }
  await sql`UPDATE alarm SET first_out_id = ${first} WHERE id = ${first} AND first_out_id IS NULL`.execute(tx);
  return first;
}

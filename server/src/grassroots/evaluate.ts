import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { dayOf } from '@anlan/domain/calendar';
import { EVALUATION_FORMS, holds, validUntil, type evaluationInput } from '@anlan/kernel/grassroots';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { valuesFor } from '../parameter/book.ts';

/**
 * Keeps a self-evaluation of a key unit with the members as its place has them today: what was asked is not changed by a
 * later list. Sent twice it is one.
 */
export async function evaluate(
  context: Context,
  actor: Actor,
  unit: string,
  wish: z.infer<typeof evaluationInput>,
): Promise<string | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ path: string; organisation: string | null; sector: string | null; name: string }>`
      SELECT region_path AS path, organisation_id AS organisation, sector, name FROM fire_unit WHERE id = ${unit} AND retired_at IS NULL`.execute(
      tx,
    ),
  );
  const [found] = rows;
  if (found === undefined) {
    await auditOutside(context.db, actor, 'fire_unit', unit, 'grassroots.evaluate');
    return refuse('not-found');
  }
  const now = Date.now();
  const values = await valuesFor(context.db, found.path, now);
  const members = values.list(EVALUATION_FORMS[wish.form].parameter);
  if (members.length !== wish.marks.length) return refuse('evaluation-members', { count: members.length }, 'marks');
  const bare = wish.marks.findIndex(({ mark, note }) => mark === 'lacking' && note === '');
  if (bare >= 0)
    return refuse(
      'field-required',
      { field: both(`“${members[bare] ?? ''}”未达到的说明`, `Why item ${bare + 1} is not met`) },
      'marks',
    );
  const marks = wish.marks.map(({ mark }) => mark);
  const today = dayOf(now);
  const id = randomUUID();
  return context.db.transaction().execute(async (tx) => {
    const made = await sql`
      INSERT INTO fire_evaluation (id, fire_unit, form, year, at, by, by_id, members, marks, notes, reached, valid_to, request_id, region_path, organisation_id, sector)
      VALUES (${id}, ${unit}, ${wish.form}, ${Number(today.slice(0, 4))}, ${new Date(now)}, ${actor.name}, ${actor.personId}, ${[...members]}::text[],
        ${marks}::text[], ${wish.marks.map(({ note }) => note)}::text[], ${holds(marks)}, ${validUntil(today, values.number('fire.evaluation.months'))},
        ${wish.requestId ?? null}, ${found.path}, ${found.organisation}, ${found.sector})
      ON CONFLICT (request_id) DO NOTHING RETURNING id`.execute(tx);
    if (made.rows.length === 0) {
      const before = await sql<{
        id: string;
      }>`SELECT id FROM fire_evaluation WHERE request_id = ${wish.requestId ?? null}`.execute(tx);
      return before.rows[0]!.id;
    }
    await record(tx, actor, 'grassroots.evaluate', { kind: 'fire-unit', id: unit }, 'done', {
      form: wish.form,
      reached: holds(marks),
    });
    return id;
  });
}

import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Limits } from '@anlan/kernel/alarm';
import { drafted, type Draft } from '@anlan/kernel/back-test';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { allOrNothing } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { changeLimit, type LimitedPoint } from '../alarm/limit-change.ts';
import { applyDueLimits } from '../alarm/limits.ts';
import { record } from '../audit/index.ts';
import { TRIABLE } from './create.ts';

interface Tested {
  readonly rule: string;
  readonly numbers: Draft;
  readonly points: string[];
  /** By point: the limits the test judged by. */
  readonly limits: Readonly<Record<string, Limits>>;
  readonly state: string;
  readonly number: string;
}

/**
 * Makes the limits that a finished test tried those of its points from an instant on, all of them or none; each change
 * names the test. Gives how many limits were changed.
 */
export async function publishTest(
  context: Context,
  actor: Actor,
  id: string,
  { from, reason }: { readonly from?: number | undefined; readonly reason: string },
): Promise<number | Refusal> {
  const seen = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } =
      await sql<Tested>`SELECT rule, numbers, points, limits, state, number FROM back_test WHERE id = ${id}`.execute(
        tx,
      );
    const points = await sql<LimitedPoint>`
      SELECT id, name, kind, limits, range_low, range_high FROM public.point WHERE id = ANY(${rows[0]?.points ?? []}::uuid[]) ORDER BY id`.execute(
      tx,
    );
    return { test: rows[0], points: points.rows };
  });
  const { test, points } = seen;
  if (test === undefined || points.length < test.points.length) return refuse('not-found');
  if (test.state !== 'done') return refuse('back-test-not-done');
  const now = new Date();
  const when = new Date(Math.max(from ?? 0, now.getTime()));
  return allOrNothing(context.db, async (tx) => {
    const taken = await sql`
        UPDATE back_test SET published_at = ${now}, published_by = ${actor.name} WHERE id = ${id} AND published_at IS NULL RETURNING id`.execute(
      tx,
    );
    if (taken.rows.length === 0) return refuse('back-test-published');
    const changed = await changeAll(tx, actor, test, points, { id, when, reason });
    if (isRefusal(changed)) return changed;
    await applyDueLimits(tx, now);
    await sql`SELECT pg_notify('registry', 'point')`.execute(tx);
    const facts = { number: test.number, from: when.toISOString(), reason, points: points.length, changed };
    await record(tx, actor, 'back-test.publish', { kind: 'back-test', id }, 'done', facts);
    return changed;
  });
}

async function changeAll(
  tx: Tx,
  actor: Actor,
  test: Tested,
  points: readonly LimitedPoint[],
  { id, when, reason }: { readonly id: string; readonly when: Date; readonly reason: string },
): Promise<number | Refusal> {
  const setBy = actor.scope.kind === 'organisation' ? 'enterprise' : 'regulator';
  let changed = 0;
  for (const point of points) {
    for (const [key, value] of changesOf(test, point)) {
      const refused = await changeLimit(tx, point, {
        key,
        value,
        from: when,
        reason,
        by: actor.name,
        setBy,
        backTest: id,
      });
      // One point that may not be changed takes all of them back.
      if (refused !== undefined) return refused;
      changed += 1;
    }
  }
  return changed;
}

/** What the draft made of the limits a point was tried with; what it has since been set to anyway is no change. */
function changesOf({ rule, numbers, limits }: Tested, point: LimitedPoint): [key: string, value: number][] {
  const before = limits[point.id];
  if (before === undefined) return [];
  const after = drafted(TRIABLE.get(rule)!, before, numbers);
  return Object.entries(after).filter(([key, value]) => before[key] !== value && point.limits[key] !== value);
}

import { LENGTHS } from '@anlan/kernel/entity';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { describeCondition, isByClock, limitSteps, TUNABLE, tunables, type Rule } from '@anlan/kernel/alarm';
import { draftKeys, draftSchema, type TriableRule } from '@anlan/kernel/back-test';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { nextNumber } from '../number/next.ts';
import { instantSchema } from '../telemetry/time.ts';

const DAY = 86_400_000;
export const MOST_POINTS = 2000;
export const MOST_DAYS = 366;
/** Tests of one place or enterprise that may wait or run at once. */
const MOST_OPEN = 5;
export const testInput = z.strictObject({
  title: z.string().trim().min(1).max(120),
  rule: z.string().max(LENGTHS.line),
  points: z.array(z.uuid()).max(MOST_POINTS).optional().describe('left out: all it watches in the place below'),
  organisation: z.uuid().optional(),
  region: z.string().max(200).optional(),
  draft: draftSchema.refine((draft) => Object.keys(draft).length > 0, '至少改一个数'),
  from: instantSchema,
  to: instantSchema,
});
export type TestInput = z.infer<typeof testInput>;

const NO_POINTS: ReadonlySet<string | undefined> = new Set(['vehicle', 'vessel', 'device', 'fence', 'platform-link']);

/** Rules over readings of points; what moves, what the clock judges and what is taken together leaves no readings to run them over. */
export const TRIABLE: ReadonlyMap<string, Rule> = new Map(
  SYSTEMS.flatMap((system) => system.rules)
    .filter(({ condition, of }) => !isByClock(condition) && condition.kind !== 'standing' && !NO_POINTS.has(of))
    .map((rule) => [rule.key, rule]),
);

/** The rules that watch points in the transaction's scope, with the numbers of theirs that can be tried. */
export async function triableRules(tx: Tx): Promise<TriableRule[]> {
  const { rows } = await sql<{ kind: string; n: number }>`
    SELECT kind, count(*)::int AS n FROM public.point GROUP BY kind`.execute(tx);
  const counts = new Map(rows.map(({ kind, n }) => [kind, n]));
  return [...TRIABLE.values()].flatMap((rule) => {
    const points = rule.watches.reduce((sum, kind) => sum + (counts.get(kind) ?? 0), 0);
    return points === 0 ? [] : [ruleView(rule, points)];
  });
}

/** The condition by the names of its limits, as each point has its own values: `≥ 高限、≥ 高高限 · 回差 2 %`. */
function conditionText({ condition }: Rule): string {
  const sign = condition.kind === 'below' ? '≤' : '≥';
  const limits = limitSteps(condition).map(({ label }) => `${sign} ${label}`);
  return `${limits.join('、')}${describeCondition(condition, {}, '')}`;
}

function ruleView(rule: Rule, points: number): TriableRule {
  const own = tunables(rule);
  const labels = new Map(limitSteps(rule.condition).map(({ limit, label }) => [limit, label]));
  return {
    key: rule.key,
    label: rule.label,
    labelEn: rule.labelEn,
    system: rule.system,
    condition: conditionText(rule),
    clause: rule.clause,
    points,
    numbers: draftKeys(rule).map((key) => {
      const tunable = TUNABLE[key as keyof typeof TUNABLE];
      if (tunable !== undefined) {
        const { label, labelEn, unit } = tunable;
        return { key, label, labelEn, unit, value: own[key as keyof typeof own] ?? null };
      }
      return { key, label: labels.get(key) ?? key, labelEn: key, unit: '', value: null };
    }),
  };
}

/** Enters a test of a changed rule, to be run when its turn comes. */
export async function create(context: Context, actor: Actor, input: TestInput, now: number): Promise<string | Refusal> {
  const rule = TRIABLE.get(input.rule);
  if (rule === undefined) return refuse('back-test-rule', {}, 'rule');
  const unknown = Object.keys(input.draft).find((key) => !draftKeys(rule).includes(key));
  if (unknown !== undefined) return refuse('limit-key', { key: unknown }, 'draft');
  const to = Math.min(input.to, now);
  if (to <= input.from || to - input.from > MOST_DAYS * DAY) return refuse('span-days', { days: MOST_DAYS }, 'to');
  const chosen = await withScope(context.db, actor.scope, (tx) => pointsOf(tx, rule, input));
  if (isRefusal(chosen)) return chosen;
  const place = await placeOf(context, actor);
  const id = randomUUID();
  return context.db.transaction().execute(async (tx) => {
    const open = await openTests(tx, place);
    if (open >= MOST_OPEN) return refuse('back-test-queue', { open, most: MOST_OPEN });
    const number = await nextNumber(tx, 'BT', now);
    await sql`
      INSERT INTO back_test (id, number, rule, rule_label, title, numbers, points, from_at, to_at, by, at, region_path, organisation_id, sector)
      VALUES (${id}, ${number}, ${rule.key}, ${rule.label}, ${input.title}, ${JSON.stringify(input.draft)}::jsonb, ${chosen}::uuid[],
        ${new Date(input.from)}, ${new Date(to)}, ${actor.name}, ${new Date(now)}, ${place.region},
        ${place.organisation}, ${place.sector})`.execute(tx);
    await record(tx, actor, 'back-test.run', { kind: 'back-test', id }, 'done', {
      number,
      rule: rule.key,
      draft: input.draft,
      points: chosen.length,
    });
    return id;
  });
}

/** How many tests of the same owner wait or run; askers of one owner wait for each other. */
async function openTests(
  tx: Tx,
  { region, organisation }: { readonly region: string; readonly organisation: string | null },
): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(7233, hashtext(${`${region} ${organisation ?? ''}`}))`.execute(tx);
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM back_test
    WHERE state IN ('waiting', 'running') AND region_path = ${region} AND organisation_id IS NOT DISTINCT FROM ${organisation}::uuid`.execute(
    tx,
  );
  return rows[0]!.n;
}

async function pointsOf(tx: Tx, rule: Rule, { points, organisation, region }: TestInput): Promise<string[] | Refusal> {
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM public.point p JOIN device d ON d.id = p.device_id
    WHERE p.kind = ANY(${[...rule.watches]}) AND d.retired_at IS NULL
      AND ${points === undefined ? sql`true` : sql`p.id = ANY(${points}::uuid[])`}
      AND ${organisation === undefined ? sql`true` : sql`p.organisation_id = ${organisation}`}
      AND ${region === undefined ? sql`true` : sql`starts_with(p.region_path, ${region})`}
    ORDER BY p.id LIMIT ${MOST_POINTS + 1}`.execute(tx);
  if (rows.length === 0) return refuse('back-test-none', {}, 'points');
  if (rows.length > MOST_POINTS) return refuse('back-test-many', { most: MOST_POINTS }, 'points');
  // Somebody who names points they cannot see is told so, rather than given a test of fewer.
  if (points !== undefined && rows.length < new Set(points).size) return refuse('not-found');
  return rows.map(({ id }) => id);
}

/** Whose the test is: those of the asker's own scope see it. */
async function placeOf(
  context: Context,
  { scope }: Actor,
): Promise<{ region: string; organisation: string | null; sector: string | null }> {
  if (scope.kind === 'region') return { region: scope.path, organisation: null, sector: scope.sectors?.[0] ?? null };
  if (scope.kind !== 'organisation') return { region: 'cn.', organisation: null, sector: null };
  const { rows } = await sql<{ region: string; sector: string | null }>`
    SELECT region_path AS region, sector FROM enterprise WHERE id = ${scope.organisationId}`.execute(context.db);
  return { region: rows[0]?.region ?? 'cn.', organisation: scope.organisationId, sector: rows[0]?.sector ?? null };
}

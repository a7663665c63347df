import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import type { Campaign, teamInput } from '@anlan/kernel/campaign';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { actOn } from '../case/write.ts';
import { note } from './issue.ts';
import { campaignOf } from './read.ts';
import { ended, notOwn, own, seen } from './known.ts';

/** Sets how many a place is to inspect: the issuer for the places below, a county for its towns. */
export async function setPlan(
  context: Context,
  actor: Actor,
  id: string,
  part: string,
  planned: number,
): Promise<undefined | Refusal> {
  const known = await seen(context, actor, id, 'campaign.write');
  if (isRefusal(known)) return known;
  const over = ended(known, both('调整计划', 'Changing the plan'));
  if (over !== undefined) return over;
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ targets: number; name: string; parent: string | null; caseId: string | null }>`
      SELECT targets, name, parent_id AS parent, case_id AS "caseId" FROM campaign_part WHERE id = ${part} AND campaign_id = ${id}`.execute(
      tx,
    ),
  );
  const [found] = rows;
  if (found === undefined) return refuse('not-found');
  const barred = found.parent === null ? notOwn(actor, known, both('调整计划', 'Changing the plan')) : undefined;
  if (barred !== undefined) return barred;
  if (planned > found.targets)
    return refuse('campaign-planned', { place: found.name, targets: found.targets, planned }, 'planned');
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE campaign_part SET planned = ${planned} WHERE id = ${part}`.execute(tx);
    await sql`UPDATE case_campaign_part SET planned = ${planned} WHERE case_id = ${found.caseId}`.execute(tx);
    await note(tx, id, actor.name, 'planned', `${found.name}计划检查 ${planned} 家`);
    await record(tx, actor, 'campaign.plan', { kind: 'campaign', id }, 'done', { part, planned });
  });
  return undefined;
}

/** Adds a team of several departments. */
export async function addTeam(
  context: Context,
  actor: Actor,
  id: string,
  wish: z.infer<typeof teamInput>,
): Promise<string | Refusal> {
  const known = await seen(context, actor, id, 'campaign.write');
  if (isRefusal(known)) return known;
  const over = ended(known, both('组建检查组', 'Forming a team'));
  if (over !== undefined) return over;
  const place = actor.scope.kind === 'region' ? actor.scope.path : known.home;
  const team = randomUUID();
  await context.db.transaction().execute(async (tx) => {
    await sql`
      INSERT INTO campaign_team (id, campaign_id, name, leader, departments, people, region_path)
      VALUES (${team}, ${id}, ${wish.name}, ${wish.leader}, ${[...wish.departments]}::text[], ${wish.people ?? null}, ${place})`.execute(
      tx,
    );
    await note(tx, id, actor.name, 'team', `组建${wish.name}：${wish.departments.join('、')}，组长${wish.leader}`);
    await record(tx, actor, 'campaign.team', { kind: 'campaign', id }, 'done', { name: wish.name });
  });
  return team;
}

/** Urges the places whose task is late, or those named; gives back how many were urged. */
export async function urge(
  context: Context,
  actor: Actor,
  id: string,
  { parts, demand }: { readonly parts: readonly string[]; readonly demand: string },
): Promise<number | Refusal> {
  const known = await own(context, actor, id, both('催办', 'Urging'));
  if (isRefusal(known)) return known;
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<{ caseId: string; name: string }>`
        SELECT p.case_id AS "caseId", p.name FROM campaign_part p JOIN case_file c ON c.id = p.case_id
        WHERE p.campaign_id = ${id} AND c.state IN ('issued', 'running')
          AND (p.id = ANY (${[...parts]}::uuid[]) OR (${parts.length} = 0 AND c.due_at < now())) ORDER BY p.region_path`.execute(
      tx,
    );
    for (const { caseId } of rows) await act(tx, actor, caseId, 'urge', { demand });
    if (rows.length > 0)
      await note(
        tx,
        id,
        actor.name,
        'urged',
        `催办${rows.map(({ name }) => name).join('、')}：${demand}`.slice(0, 500),
      );
    await record(tx, actor, 'campaign.urge', { kind: 'campaign', id }, 'done', {
      places: rows.map(({ name }) => name),
      demand,
    });
    return rows.length;
  });
}

async function act(
  tx: Tx,
  actor: Actor,
  caseId: string,
  action: string,
  input: Record<string, unknown>,
): Promise<void> {
  kept(await actOn(tx, caseId, { action, input, files: [] }, doerOf(actor), Date.now()));
}

/** Moves the end of a campaign and of every task that is not done. */
export async function extend(
  context: Context,
  actor: Actor,
  id: string,
  { to, reason }: { readonly to: string; readonly reason: string },
): Promise<undefined | Refusal> {
  const known = await own(context, actor, id, both('延期', 'Granting more time'));
  if (isRefusal(known)) return known;
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<{
      to: string;
    }>`SELECT to_on AS "to" FROM campaign WHERE id = ${id} FOR UPDATE`.execute(tx);
    if (to <= rows[0]!.to)
      return refuse(
        'field-invalid',
        {
          field: both('延期至', 'Extended to'),
          problem: both(`须晚于 ${rows[0]!.to}`, `it must be later than ${rows[0]!.to}`),
        },
        'to',
      );
    const open = await sql<{ caseId: string }>`
        SELECT p.case_id AS "caseId" FROM campaign_part p JOIN case_file c ON c.id = p.case_id
        WHERE p.campaign_id = ${id} AND c.state IN ('issued', 'running')`.execute(tx);
    for (const { caseId } of open.rows) await act(tx, actor, caseId, 'extend', { extendTo: to, reason });
    await sql`UPDATE campaign SET to_on = ${to} WHERE id = ${id}`.execute(tx);
    await note(tx, id, actor.name, 'extended', `延期至 ${to}：${reason}`.slice(0, 500));
    await record(tx, actor, 'campaign.extend', { kind: 'campaign', id }, 'done', { to, reason });
    return undefined;
  });
}

/** Ends a campaign when every place is accepted or dropped; its report is kept as it stands on that day. */
export async function finish(context: Context, actor: Actor, id: string, summary: string): Promise<Campaign | Refusal> {
  const known = await own(context, actor, id, both('总结', 'Finishing it'));
  if (isRefusal(known)) return known;
  const report = await withScope(context.db, actor.scope, (tx) => campaignOf(tx, actor, id, Date.now()));
  return allOrNothing(context.db, async (tx) => {
    const now = await sql<{ state: string }>`SELECT state FROM campaign WHERE id = ${id} FOR UPDATE`.execute(tx);
    const over = ended({ ...known, state: now.rows[0]!.state }, both('总结', 'Finishing it'));
    if (over !== undefined) return over;
    const open = await sql<{ name: string }>`
        SELECT p.name FROM campaign_part p JOIN case_file c ON c.id = p.case_id WHERE p.campaign_id = ${id} AND c.closed_at IS NULL ORDER BY p.region_path`.execute(
      tx,
    );
    const [first] = open.rows;
    if (first !== undefined) return refuse('campaign-open-parts', { count: open.rows.length, first: first.name });
    await sql`
        UPDATE campaign SET state = 'finished', finished_at = now(), finished_by = ${actor.name}, summary = ${summary}, report = ${JSON.stringify(report)}::jsonb
        WHERE id = ${id}`.execute(tx);
    await note(tx, id, actor.name, 'finished', `总结：${summary}`.slice(0, 500));
    await record(tx, actor, 'campaign.finish', { kind: 'campaign', id }, 'done', { summary, total: report?.total });
    return report as Campaign;
  });
}

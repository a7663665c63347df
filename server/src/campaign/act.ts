import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import type { Campaign, decisionInput, findingInput, teamInput } from '@anlan/kernel/campaign';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import { MEASURES } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { actOn, openCase, type Belonging } from '../case/write.ts';
import { valuesFor } from '../parameter/book.ts';
import { note } from './issue.ts';
import { campaignOf } from './read.ts';
import { RolledBack, refusalOf } from './undo.ts';

const STATES: Readonly<Record<string, string>> = { finished: '总结', cancelled: '取消' };

interface Known {
  readonly state: string;
  readonly home: string;
  readonly name: string;
}

/** The campaign as the actor's scope shows it; what does not exist for them is audited. */
async function seen({ db }: Context, actor: Actor, id: string, verb: string): Promise<Known | Refusal> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<Known>`SELECT state, home_path AS home, name FROM campaign WHERE id = ${id}`.execute(tx),
  );
  if (rows[0] !== undefined) return rows[0];
  await auditOutside(db, actor, 'campaign', id, verb);
  return refuse('not-found');
}

/** Only the place that issued a campaign, or one above it, changes the campaign itself. */
function notOwn(actor: Actor, known: Known, action: string): Refusal | undefined {
  const { scope } = actor;
  if (scope.kind === 'all' || (scope.kind === 'region' && known.home.startsWith(scope.path))) return undefined;
  return refuse('not-permitted', { verb: action, grantor: '下达单位' });
}

function ended(known: Known, action: string): Refusal | undefined {
  return known.state === 'running'
    ? undefined
    : refuse('campaign-state', { state: STATES[known.state] ?? known.state, action });
}

async function own(context: Context, actor: Actor, id: string, action: string): Promise<Known | Refusal> {
  const known = await seen(context, actor, id, 'campaign.write');
  if (isRefusal(known)) return known;
  return notOwn(actor, known, action) ?? ended(known, action) ?? known;
}

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
  const over = ended(known, '调整计划');
  if (over !== undefined) return over;
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ targets: number; name: string; parent: string | null; caseId: string | null }>`
      SELECT targets, name, parent_id AS parent, case_id AS "caseId" FROM campaign_part WHERE id = ${part} AND campaign_id = ${id}`.execute(
      tx,
    ),
  );
  const [found] = rows;
  if (found === undefined) return refuse('not-found');
  const barred = found.parent === null ? notOwn(actor, known, '调整计划') : undefined;
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

type FindingWish = z.infer<typeof findingInput>;

interface Where {
  readonly part: string;
  readonly place: string;
  readonly belongs: Belonging;
}

/** Where a finding lies: at a target, at another enterprise of the register, or at a place nobody registered. */
async function whereOf(tx: Tx, id: string, wish: FindingWish): Promise<Where | Refusal> {
  if (wish.enterpriseId != null) {
    const { rows } = await sql<Belonging & { name: string }>`
      SELECT id AS "organisationId", name AS "organisationName", name, region_path AS "regionPath", sector, lon, lat, demonstration
      FROM enterprise WHERE id = ${wish.enterpriseId} AND retired_at IS NULL`.execute(tx);
    const [firm] = rows;
    if (firm === undefined)
      return refuse('field-invalid', { field: '企业', problem: '不存在，或不在你的范围内' }, 'enterpriseId');
    const { name, ...belongs } = firm;
    return withPart(tx, id, name, belongs);
  }
  if (wish.place == null || wish.place === '') return refuse('field-required', { field: '地点' }, 'place');
  if (wish.regionPath == null) return refuse('field-required', { field: '所在辖区' }, 'regionPath');
  return withPart(tx, id, wish.place, {
    organisationId: null,
    organisationName: null,
    regionPath: wish.regionPath,
    sector: null,
    lon: null,
    lat: null,
    demonstration: false,
  });
}

async function withPart(tx: Tx, id: string, place: string, belongs: Belonging): Promise<Where | Refusal> {
  const { rows } = await sql<{ part: string }>`
    SELECT coalesce(parent_id, id) AS part FROM campaign_part WHERE campaign_id = ${id} AND starts_with(${belongs.regionPath}, region_path)
    ORDER BY length(region_path) LIMIT 1`.execute(tx);
  const [found] = rows;
  if (found === undefined)
    return refuse('field-invalid', { field: '所在辖区', problem: '不在本次行动范围内' }, 'regionPath');
  return { part: found.part, place, belongs };
}

/** Enters what was found. At an enterprise it becomes a hidden danger of its own loop; sent twice it is one finding. */
export async function find(context: Context, actor: Actor, id: string, wish: FindingWish): Promise<string | Refusal> {
  const known = await seen(context, actor, id, 'campaign.find');
  if (isRefusal(known)) return known;
  const over = ended(known, '登记问题');
  if (over !== undefined) return over;
  const where = await withScope(context.db, actor.scope, (tx) => whereOf(tx, id, wish));
  if (isRefusal(where)) return where;
  const { scope } = actor;
  if (scope.kind === 'region' && !where.belongs.regionPath.startsWith(scope.path)) return refuse('not-found');
  const unknown = await unknownKind(context, known, wish.violation);
  if (unknown !== undefined) return unknown;
  return context.db
    .transaction()
    .execute(async (tx) => {
      await lockOutbox(tx);
      const before = await sql<{
        id: string;
      }>`SELECT id FROM campaign_finding WHERE request_id = ${wish.requestId ?? null}`.execute(tx);
      if (before.rows[0] !== undefined) return before.rows[0].id;
      const finding = randomUUID();
      const caseId = where.belongs.organisationId === null ? null : await dangerOf(tx, actor, known, where, wish);
      await sql`
        INSERT INTO campaign_finding (id, campaign_id, part_id, enterprise_id, place, violation, what, found_at, found_by, case_id, request_id,
          region_path, organisation_id, sector)
        VALUES (${finding}, ${id}, ${where.part}, ${where.belongs.organisationId}, ${where.place}, ${wish.violation}, ${wish.what}, now(), ${actor.name},
          ${caseId}, ${wish.requestId ?? null}, ${where.belongs.regionPath}, ${where.belongs.organisationId}, ${where.belongs.sector})`.execute(
        tx,
      );
      await record(tx, actor, 'campaign.find', { kind: 'campaign', id }, 'done', {
        finding,
        violation: wish.violation,
        place: where.place,
      });
      return finding;
    })
    .catch(refusalOf);
}

async function unknownKind({ db }: Context, known: Known, violation: string): Promise<Refusal | undefined> {
  const kinds = (await valuesFor(db, known.home, Date.now())).list('campaign.violations');
  return kinds.includes(violation)
    ? undefined
    : refuse('field-invalid', { field: '违法违规种类', problem: '不在本地的种类中' }, 'violation');
}

async function dangerOf(tx: Tx, actor: Actor, known: Known, { belongs }: Where, wish: FindingWish): Promise<string> {
  const opened = await openCase(
    tx,
    {
      kind: 'hidden-danger',
      input: {
        enterprise: belongs.organisationId,
        title: wish.what.slice(0, 120),
        description: `${known.name}：${wish.violation}。${wish.what}`.slice(0, 1000),
      },
      source: 'inspection',
      belongs,
    },
    doerOf(actor),
    Date.now(),
  );
  if (isRefusal(opened)) throw new RolledBack(opened);
  return opened.id;
}

/** Decides on a finding: its kind, the measure, a fine. A penal measure at an enterprise opens the lead of enforcement. */
export async function decideFinding(
  context: Context,
  actor: Actor,
  finding: string,
  wish: z.infer<typeof decisionInput>,
): Promise<undefined | Refusal> {
  const measure = MEASURES.find(({ value }) => value === wish.measure);
  if (measure === undefined)
    return refuse('field-invalid', { field: '处理措施', problem: '不在可选范围内' }, 'measure');
  if (measure.value === 'fine' && (wish.fine ?? 0) <= 0) return refuse('field-required', { field: '罚款金额' }, 'fine');
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ campaign: string; home: string; decidedBy: string | null; measure: string | null }>`
      SELECT f.campaign_id AS campaign, k.home_path AS home, f.decided_by AS "decidedBy", f.measure
      FROM campaign_finding f JOIN campaign k ON k.id = f.campaign_id WHERE f.id = ${finding}`.execute(tx),
  );
  const [found] = rows;
  if (found === undefined) {
    await auditOutside(context.db, actor, 'campaign_finding', finding, 'campaign.decide');
    return refuse('not-found');
  }
  if (wish.violation !== undefined) {
    const unknown = await unknownKind(context, { home: found.home, name: '', state: '' }, wish.violation);
    if (unknown !== undefined) return unknown;
  }
  return context.db
    .transaction()
    .execute(async (tx) => {
      await lockOutbox(tx);
      const lead = measure.penal ? await leadOf(tx, actor, finding, measure.label) : null;
      await sql`
        UPDATE campaign_finding SET violation = coalesce(${wish.violation ?? null}, violation), measure = ${measure.value}, fine = ${wish.fine ?? null},
          decided_at = now(), decided_by = ${actor.name}, enforcement_id = coalesce(enforcement_id, ${lead}),
          settled_at = CASE WHEN case_id IS NULL AND ${measure.shut} THEN now() ELSE settled_at END
        WHERE id = ${finding}`.execute(tx);
      await record(tx, actor, 'campaign.decide', { kind: 'campaign-finding', id: finding }, 'done', {
        measure: measure.value,
        fine: wish.fine ?? null,
        before: found.measure,
      });
      return undefined;
    })
    .catch(refusalOf);
}

/** The lead of a finding at an enterprise, one for its hidden danger however often it is decided. */
async function leadOf(tx: Tx, actor: Actor, finding: string, measure: string): Promise<string | null> {
  const { rows } = await sql<
    { caseId: string | null; lead: string | null; what: string; campaign: string } & Belonging
  >`
    SELECT f.case_id AS "caseId", f.enforcement_id AS lead, f.what, k.name AS campaign, e.id AS "organisationId", e.name AS "organisationName",
      e.region_path AS "regionPath", e.sector, e.lon, e.lat, e.demonstration
    FROM campaign_finding f JOIN campaign k ON k.id = f.campaign_id LEFT JOIN enterprise e ON e.id = f.enterprise_id
    WHERE f.id = ${finding} FOR UPDATE OF f`.execute(tx);
  const [row] = rows;
  if (row === undefined || row.lead !== null || row.organisationId === null) return null;
  const { caseId, lead: _, what, campaign, ...belongs } = row;
  const opened = await openCase(
    tx,
    {
      kind: 'enforcement',
      input: {
        enterprise: belongs.organisationId,
        title: what.slice(0, 120),
        description: `${campaign}，拟${measure}`,
      },
      source: 'case',
      belongs,
      ...(caseId === null ? {} : { origin: { kind: 'case', id: caseId } }),
    },
    doerOf(actor),
    Date.now(),
  );
  if (isRefusal(opened)) throw new RolledBack(opened);
  return opened.id;
}

/** Says that a finding at an unregistered place is settled; those at enterprises end with their case. */
export async function settleFinding(context: Context, actor: Actor, finding: string): Promise<undefined | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ caseId: string | null; measure: string | null }>`
      SELECT case_id AS "caseId", measure FROM campaign_finding WHERE id = ${finding}`.execute(tx),
  );
  const [found] = rows;
  if (found === undefined) return refuse('not-found');
  if (found.caseId !== null) return refuse('case-state', { state: '整改闭环', action: '直接办结，须在隐患中销号' });
  if (found.measure === null) return refuse('field-required', { field: '处理措施' }, 'measure');
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE campaign_finding SET settled_at = coalesce(settled_at, now()) WHERE id = ${finding}`.execute(tx);
    await record(tx, actor, 'campaign.settle', { kind: 'campaign-finding', id: finding }, 'done', {});
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
  const over = ended(known, '组建检查组');
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
  const known = await own(context, actor, id, '催办');
  if (isRefusal(known)) return known;
  return context.db
    .transaction()
    .execute(async (tx) => {
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
    })
    .catch(refusalOf);
}

async function act(
  tx: Tx,
  actor: Actor,
  caseId: string,
  action: string,
  input: Record<string, unknown>,
): Promise<void> {
  const row = await actOn(tx, caseId, { action, input, files: [] }, doerOf(actor), Date.now());
  if (isRefusal(row)) throw new RolledBack(row);
}

/** Moves the end of a campaign and of every task that is not done. */
export async function extend(
  context: Context,
  actor: Actor,
  id: string,
  { to, reason }: { readonly to: string; readonly reason: string },
): Promise<undefined | Refusal> {
  const known = await own(context, actor, id, '延期');
  if (isRefusal(known)) return known;
  return context.db
    .transaction()
    .execute(async (tx) => {
      await lockOutbox(tx);
      const { rows } = await sql<{
        to: string;
      }>`SELECT to_on AS "to" FROM campaign WHERE id = ${id} FOR UPDATE`.execute(tx);
      if (to <= rows[0]!.to)
        throw new RolledBack(refuse('field-invalid', { field: '延期至', problem: `须晚于 ${rows[0]!.to}` }, 'to'));
      const open = await sql<{ caseId: string }>`
        SELECT p.case_id AS "caseId" FROM campaign_part p JOIN case_file c ON c.id = p.case_id
        WHERE p.campaign_id = ${id} AND c.state IN ('issued', 'running')`.execute(tx);
      for (const { caseId } of open.rows) await act(tx, actor, caseId, 'extend', { extendTo: to, reason });
      await sql`UPDATE campaign SET to_on = ${to} WHERE id = ${id}`.execute(tx);
      await note(tx, id, actor.name, 'extended', `延期至 ${to}：${reason}`.slice(0, 500));
      await record(tx, actor, 'campaign.extend', { kind: 'campaign', id }, 'done', { to, reason });
      return undefined;
    })
    .catch(refusalOf);
}

/** Ends a campaign when every place is accepted or dropped; its report is kept as it stands on that day. */
export async function finish(context: Context, actor: Actor, id: string, summary: string): Promise<Campaign | Refusal> {
  const known = await own(context, actor, id, '总结');
  if (isRefusal(known)) return known;
  const report = await withScope(context.db, actor.scope, (tx) => campaignOf(tx, actor, id, Date.now()));
  return context.db
    .transaction()
    .execute(async (tx) => {
      const now = await sql<{ state: string }>`SELECT state FROM campaign WHERE id = ${id} FOR UPDATE`.execute(tx);
      const over = ended({ ...known, state: now.rows[0]!.state }, '总结');
      if (over !== undefined) throw new RolledBack(over);
      const open = await sql<{ name: string }>`
        SELECT p.name FROM campaign_part p JOIN case_file c ON c.id = p.case_id WHERE p.campaign_id = ${id} AND c.closed_at IS NULL ORDER BY p.region_path`.execute(
        tx,
      );
      const [first] = open.rows;
      if (first !== undefined)
        throw new RolledBack(refuse('campaign-open-parts', { count: open.rows.length, first: first.name }));
      await sql`
        UPDATE campaign SET state = 'finished', finished_at = now(), finished_by = ${actor.name}, summary = ${summary}, report = ${JSON.stringify(report)}::jsonb
        WHERE id = ${id}`.execute(tx);
      await note(tx, id, actor.name, 'finished', `总结：${summary}`.slice(0, 500));
      await record(tx, actor, 'campaign.finish', { kind: 'campaign', id }, 'done', { summary, total: report?.total });
      return report as Campaign;
    })
    .catch(refusalOf);
}

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { barsPenalty, mostPenaltyOf, type Actor } from '@anlan/kernel/access';
import type { decisionInput, findingInput } from '@anlan/kernel/campaign';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { MEASURES } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { allOrNothing, kept } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { openCase, type Belonging } from '../case/write.ts';
import { valuesFor } from '../parameter/book.ts';
import { ended, type Known, seen } from './known.ts';

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
      return refuse(
        'field-invalid',
        {
          field: both('企业', 'Enterprise'),
          problem: both('不存在，或不在你的范围内', 'it does not exist, or is outside your scope'),
        },
        'enterpriseId',
      );
    const { name, ...belongs } = firm;
    return withPart(tx, id, name, belongs);
  }
  if (wish.place == null || wish.place === '')
    return refuse('field-required', { field: both('地点', 'Place') }, 'place');
  if (wish.regionPath == null) return refuse('field-required', { field: both('所在辖区', 'Region') }, 'regionPath');
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
    return refuse(
      'field-invalid',
      { field: both('所在辖区', 'Region'), problem: both('不在本次行动范围内', 'it lies outside the campaign') },
      'regionPath',
    );
  return { part: found.part, place, belongs };
}

/** Enters what was found. At an enterprise it becomes a hidden danger of its own loop; sent twice it is one finding. */
export async function find(context: Context, actor: Actor, id: string, wish: FindingWish): Promise<string | Refusal> {
  const known = await seen(context, actor, id, 'campaign.find');
  if (isRefusal(known)) return known;
  const over = ended(known, both('登记问题', 'Recording a finding'));
  if (over !== undefined) return over;
  const where = await withScope(context.db, actor.scope, (tx) => whereOf(tx, id, wish));
  if (isRefusal(where)) return where;
  const { scope } = actor;
  if (scope.kind === 'region' && !where.belongs.regionPath.startsWith(scope.path)) return refuse('not-found');
  const unknown = await unknownKind(context, known, wish.violation);
  if (unknown !== undefined) return unknown;
  return allOrNothing(context.db, async (tx) => {
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
  });
}

async function unknownKind({ db }: Context, known: Known, violation: string): Promise<Refusal | undefined> {
  const kinds = (await valuesFor(db, known.home, Date.now())).list('campaign.violations');
  return kinds.includes(violation)
    ? undefined
    : refuse(
        'field-invalid',
        {
          field: both('违法违规种类', 'Kind of violation'),
          problem: both('不在本地的种类中', 'it is none of the kinds used here'),
        },
        'violation',
      );
}

async function dangerOf(tx: Tx, actor: Actor, known: Known, { belongs }: Where, wish: FindingWish): Promise<string> {
  const opened = kept(
    await openCase(
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
    ),
  );
  return opened.id;
}

const YUAN_PER_WAN = 10_000;

/** Decides on a finding: its kind, the measure, a fine. A penal measure at an enterprise opens the lead of enforcement. */
export async function decideFinding(
  context: Context,
  actor: Actor,
  finding: string,
  wish: z.infer<typeof decisionInput>,
): Promise<undefined | Refusal> {
  const measure = MEASURES.find(({ value }) => value === wish.measure);
  if (measure === undefined)
    return refuse(
      'field-invalid',
      { field: both('处理措施', 'Measure'), problem: both('不在可选范围内', 'it is not among the options') },
      'measure',
    );
  if (measure.value === 'fine' && (wish.fine ?? 0) <= 0)
    return refuse('field-required', { field: both('罚款金额', 'Fine') }, 'fine');
  const most = mostPenaltyOf(actor);
  const beyond = most === undefined ? undefined : barsPenalty(most, (wish.fine ?? 0) * YUAN_PER_WAN, 'fine');
  if (beyond !== undefined) return beyond;
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
  return allOrNothing(context.db, async (tx) => {
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
  });
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
  const opened = kept(
    await openCase(
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
    ),
  );
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
  if (found.caseId !== null)
    return refuse('case-state', {
      state: both('整改闭环', 'followed up'),
      action: both('直接办结，须在隐患中销号', 'Closing it directly (its hidden danger is closed instead)'),
    });
  if (found.measure === null) return refuse('field-required', { field: both('处理措施', 'Measure') }, 'measure');
  await context.db.transaction().execute(async (tx) => {
    await sql`UPDATE campaign_finding SET settled_at = coalesce(settled_at, now()) WHERE id = ${finding}`.execute(tx);
    await record(tx, actor, 'campaign.settle', { kind: 'campaign-finding', id: finding }, 'done', {});
  });
  return undefined;
}

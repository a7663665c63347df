import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { type CaseView, type Input } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Visit } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/record.ts';
import { attachmentsOf } from '../case/attachments.ts';
import { doerOf } from '../case/doer.ts';
import { caseView, type CaseRow } from '../case/row.ts';
import { openCase, type Attachment, type Belonging } from '../case/write.ts';
import { asOwner } from '../registry/owned-write.ts';
import { assignmentsOf } from './contracts.ts';

/** Visits the actor's scope shows: an expert's own, an enterprise's, an authority's. */
export function visitsOf(context: Context, actor: Actor) {
  return withScope(context.db, actor.scope, (tx) => assignmentsOf(tx, sql`true`));
}

/** One visit with its findings, as far as the actor's scope shows it. */
export async function readVisit(context: Context, actor: Actor, id: string): Promise<Visit | Refusal> {
  return withScope(context.db, actor.scope, async (tx) => {
    const [assignment] = await assignmentsOf(tx, sql`a.id = ${id}`);
    if (assignment === undefined) return refuse('not-found');
    const enterprise = await sql<Visit['enterprise']>`
      SELECT id, name, address, sector FROM enterprise WHERE id = ${assignment.enterprise}`.execute(tx);
    // The findings of a visit go with the visit, also where the list of findings itself is closed to a participant.
    const findings = await asOwner(tx, () => findingsOf(tx, id));
    const { found, rectified } = countOf(findings);
    return { assignment: { ...assignment, found, rectified }, enterprise: enterprise.rows[0]!, findings };
  });
}

function countOf(findings: readonly CaseView[]) {
  return {
    found: findings.filter(({ state }) => state !== 'unfounded').length,
    rectified: findings.filter(({ state }) => state === 'closed' || state === 'archived').length,
  };
}

async function findingsOf(tx: Tx, id: string): Promise<CaseView[]> {
  const { rows } = await sql<CaseRow>`
    SELECT c.* FROM expert_finding f JOIN case_file c ON c.id = f.case_id WHERE f.assignment = ${id} ORDER BY c.opened_at`.execute(
    tx,
  );
  return rows.map(caseView);
}

interface Open {
  contract: string;
  enterprise: string;
  account: string | null;
}

/** The visit, where the actor is the expert it was given to and it is not yet reported. */
async function ownVisit(context: Context, actor: Actor, id: string): Promise<Open | Refusal> {
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql<{ state: string; expert: string }>`SELECT state, expert FROM expert_assignment WHERE id = ${id}`.execute(tx),
  );
  const [visit] = seen.rows;
  if (visit === undefined) return refuse('not-found');
  const { rows } = await sql<Open>`
    SELECT a.contract, a.enterprise, x.account FROM expert_assignment a JOIN expert x ON x.id = a.expert
    JOIN person p ON lower(p.account) = lower(x.account) AND p.retired_at IS NULL
    WHERE a.id = ${id} AND p.id = ${actor.personId}`.execute(context.db);
  if (rows[0] === undefined) return refuse('not-found');
  return visit.state === 'assigned'
    ? rows[0]
    : refuse('contract-closed', { state: both('已报告', 'reported'), action: both('登记', 'recording a visit') });
}

/** Enters what an expert found: a hidden danger of source 专家 in the same loop as every other. */
export async function addFinding(
  context: Context,
  actor: Actor,
  asked: {
    readonly id: string;
    readonly requestId: string;
    readonly input: Input;
    readonly files: readonly Omit<Attachment, 'type'>[];
  },
): Promise<CaseRow | Refusal> {
  const visit = await ownVisit(context, actor, asked.id);
  if (isRefusal(visit)) return visit;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const twin = await sql<CaseRow>`
      SELECT c.* FROM case_entry e JOIN case_file c ON c.id = e.case_id
      WHERE e.request_id = ${asked.requestId} AND e.by_id = ${actor.personId}`.execute(tx);
    if (twin.rows[0] !== undefined) return twin.rows[0];
    const { rows } = await sql<Belonging>`
      SELECT id AS "organisationId", name AS "organisationName", region_path AS "regionPath", sector, lon, lat, demonstration
      FROM enterprise WHERE id = ${visit.enterprise}`.execute(tx);
    const belongs = rows[0]!;
    const files = await attachmentsOf(tx, actor, asked.files);
    if (isRefusal(files)) return files;
    const opening = {
      kind: 'hidden-danger',
      input: { ...asked.input, enterprise: visit.enterprise },
      files,
      source: 'expert',
      belongs,
      requestId: asked.requestId,
    };
    const row = await openCase(tx, opening, doerOf(actor), Date.now());
    if (isRefusal(row)) return row;
    await sql`
      INSERT INTO expert_finding (case_id, assignment, region_path, organisation_id, sector)
      VALUES (${row.id}, ${asked.id}, ${row.region_path}, ${row.organisation_id}, ${row.sector})`.execute(tx);
    await sql`
      INSERT INTO participation (entity_kind, entity_id, person_id, capacity, reason, added_by)
      VALUES ('case_file', ${row.id}, ${actor.personId}, 'expert', '本人查出', ${actor.personId})`.execute(tx);
    await record(tx, actor, 'expert.finding', { kind: 'case', id: row.id }, 'done', { number: row.number });
    return row;
  });
}

/** Ends a visit with its summary; nothing found is a result too. */
export async function reportVisit(
  context: Context,
  actor: Actor,
  asked: { readonly id: string; readonly summary: string },
): Promise<undefined | Refusal> {
  const visit = await ownVisit(context, actor, asked.id);
  if (isRefusal(visit)) return visit;
  await context.db.transaction().execute(async (tx) => {
    await sql`
      UPDATE expert_assignment SET state = 'reported', reported_at = now(), summary = ${asked.summary}
      WHERE id = ${asked.id} AND state = 'assigned'`.execute(tx);
    await record(tx, actor, 'expert.report', { kind: 'expert-assignment', id: asked.id }, 'done');
  });
  return undefined;
}

import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { Signature } from '@anlan/kernel/document';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { ContractorJob, JobWorker } from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { caseView, type CaseRow } from '../case/row.ts';
import { publishCase } from '../case/write.ts';
import { nameFor } from './cards.ts';

/** The contractor's people on a job in the transaction's scope. */
export async function workersOf(tx: Tx, actor: Actor, caseId: string): Promise<JobWorker[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    work: string;
    certificate: string | null;
    toldAt: Date | null;
  }>`
    SELECT id, name, work, certificate, told_at AS "toldAt" FROM contractor_worker WHERE case_id = ${caseId} AND removed_at IS NULL ORDER BY name, id`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, name: nameFor(actor, row.name), toldAt: row.toldAt?.getTime() ?? null }));
}

/** Changes the people of an own job that has not ended, and brings the job's counts along. */
async function changing(
  context: Context,
  actor: Actor,
  caseId: string,
  verb: string,
  work: (tx: Tx, row: CaseRow) => Promise<Refusal | undefined>,
): Promise<true | Refusal> {
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql<CaseRow>`SELECT * FROM case_file WHERE id = ${caseId} AND kind = 'contractor-job'`.execute(tx),
  );
  if (seen.rows[0] === undefined || actor.scope.kind !== 'organisation') {
    await auditOutside(context.db, actor, 'case_file', caseId, verb);
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${caseId} FOR UPDATE`.execute(tx);
    const row = rows[0] as CaseRow;
    if (row.closed_at !== null)
      return refuse('case-state', {
        state: both('已结束', 'ended'),
        action: both('改动作业人员', 'changing its workers'),
      });
    const refused = await work(tx, row);
    if (refused !== undefined) return refused;
    await sql`
      UPDATE case_contractor_job j SET workers = n.workers, notified = n.notified
      FROM (SELECT count(*) AS workers, count(told_at) AS notified FROM contractor_worker WHERE case_id = ${caseId} AND removed_at IS NULL) n
      WHERE j.case_id = ${caseId}`.execute(tx);
    await sql`UPDATE case_file SET version = version + 1 WHERE id = ${caseId}`.execute(tx);
    await publishCase(tx, caseId, verb);
    await record(tx, actor, verb, { kind: 'case', id: caseId }, 'done', { number: row.number });
    return true;
  });
}

export function addWorker(
  context: Context,
  actor: Actor,
  caseId: string,
  wanted: { name: string; work: string; certificate?: string | undefined },
): Promise<true | Refusal> {
  return changing(context, actor, caseId, 'job.worker', async (tx, row) => {
    const twice = await sql`
      SELECT FROM contractor_worker WHERE case_id = ${caseId} AND removed_at IS NULL AND name = ${wanted.name} AND work = ${wanted.work}`.execute(
      tx,
    );
    if (twice.rows.length > 0)
      return refuse('already-exists', { field: both('作业人员', 'Worker'), value: wanted.name }, 'name');
    await sql`
      INSERT INTO contractor_worker (id, case_id, name, work, certificate, region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${caseId}, ${wanted.name}, ${wanted.work}, ${wanted.certificate ?? null}, ${row.region_path}, ${row.organisation_id}, ${row.sector})`.execute(
      tx,
    );
    return undefined;
  });
}

export function removeWorker(
  context: Context,
  actor: Actor,
  caseId: string,
  workerId: string,
): Promise<true | Refusal> {
  return changing(context, actor, caseId, 'job.worker', async (tx) => {
    const { rows } = await sql`
      UPDATE contractor_worker SET removed_at = now() WHERE id = ${workerId} AND case_id = ${caseId} AND removed_at IS NULL RETURNING id`.execute(
      tx,
    );
    return rows.length === 0 ? refuse('not-found') : undefined;
  });
}

/** One of the contractor's people signs that the risks and measures of the job were told. */
export function tellWorker(
  context: Context,
  actor: Actor,
  caseId: string,
  workerId: string,
  given: { signature: Signature; device: string },
): Promise<true | Refusal> {
  return changing(context, actor, caseId, 'job.tell', async (tx) => {
    const known = await sql<{ name: string; told: boolean }>`
      SELECT name, told_at IS NOT NULL AS told FROM contractor_worker WHERE id = ${workerId} AND case_id = ${caseId} AND removed_at IS NULL`.execute(
      tx,
    );
    const [worker] = known.rows;
    if (worker === undefined) return refuse('not-found');
    if (worker.told) return refuse('card-signed', { worker: worker.name });
    await sql`
      UPDATE contractor_worker SET told_at = now(), signature = ${JSON.stringify(given.signature)}::jsonb, device = ${given.device}, by = ${actor.name}
      WHERE id = ${workerId}`.execute(tx);
    return undefined;
  });
}

type Row = CaseRow & {
  contractor: string;
  job: string;
  place: string | null;
  starts_on: string | null;
  ends_on: string | null;
  workers: number | null;
  notified: number | null;
};

/** Jobs under way or about to begin, those to be warned of first; at most 300. */
export async function openJobs(tx: Tx): Promise<ContractorJob[]> {
  const { rows } = await sql<Row>`
    SELECT c.*, j.contractor, j.job, j.place, j.starts_on, j.ends_on, j.workers, j.notified
    FROM case_contractor_job j JOIN case_file c ON c.id = j.case_id WHERE c.closed_at IS NULL
    ORDER BY c.state <> 'running', array_position(ARRAY['red', 'orange', 'yellow', 'blue'], c.level), j.starts_on, c.id LIMIT 300`.execute(
    tx,
  );
  return rows.map((row) => {
    const workers = row.workers ?? 0;
    const notified = row.notified ?? 0;
    const warnings: ('high-risk' | 'unnotified' | 'late')[] = [];
    if (row.state === 'running' && (row.level === 'red' || row.level === 'orange')) warnings.push('high-risk');
    if (notified < workers || workers === 0) warnings.push('unnotified');
    if (row.overdue_since !== null) warnings.push('late');
    return {
      case: caseView(row),
      contractor: row.contractor,
      job: row.job,
      place: row.place,
      startsOn: row.starts_on,
      endsOn: row.ends_on,
      workers,
      notified,
      warnings,
    };
  });
}

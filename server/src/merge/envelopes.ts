import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { ENVELOPE_STATES, ENVELOPE_VERDICTS, type Envelope } from '@anlan/kernel/merge';
import { isRefusal, refuse, type Refusal, both, type Words } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Database } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { verdictOf } from './keys.ts';

export interface EnvelopeRow {
  id: string;
  person_id: string;
  person: string;
  method: 'POST' | 'PATCH';
  path: string;
  body: string;
  label: string;
  made_at: Date;
  clock_ahead_ms: number | null;
  received_at: Date;
  verdict: (typeof ENVELOPE_VERDICTS)[number];
  state: (typeof ENVELOPE_STATES)[number];
  status: number | null;
  answer: unknown;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
}

export const envelopeViewSchema = z.object({
  id: z.string(),
  person: z.string(),
  method: z.string(),
  path: z.string(),
  body: z.string(),
  label: z.string(),
  madeAt: z.number(),
  clockAhead: z.number().nullable(),
  receivedAt: z.number(),
  verdict: z.enum(ENVELOPE_VERDICTS),
  state: z.enum(ENVELOPE_STATES),
  status: z.number().nullable(),
  answer: z.unknown(),
  decidedAt: z.number().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
});

export function envelopeView(row: EnvelopeRow): z.infer<typeof envelopeViewSchema> {
  return {
    id: row.id,
    person: row.person,
    method: row.method,
    path: row.path,
    body: row.body,
    label: row.label,
    madeAt: row.made_at.getTime(),
    clockAhead: row.clock_ahead_ms,
    receivedAt: row.received_at.getTime(),
    verdict: row.verdict,
    state: row.state,
    status: row.status,
    answer: row.answer ?? null,
    decidedAt: row.decided_at?.getTime() ?? null,
    decidedBy: row.decided_by,
    reason: row.reason,
  };
}

/** Carries a request out as the sender's own session would, guards and all. */
export type CarryOut = (request: {
  method: string;
  path: string;
  body: string;
}) => Promise<{ status: number; answer: unknown }>;

/** Answers that say "later", not "no": the phone keeps the record and sends it again. */
const isLater = (status: number): boolean => status === 401 || status === 429 || status >= 500;

/**
 * Takes what a phone sends. Signed by a live key it is carried out at once, and what was refused may come again, corrected,
 * under the same id. With any other signature it is kept and waits for a person.
 */
export async function takeEnvelope(
  context: Context,
  actor: Actor,
  envelope: Envelope,
  carryOut: CarryOut,
): Promise<EnvelopeRow | Refusal> {
  const known = await readEnvelope(context.db, envelope.id);
  if (known !== undefined && known.person_id !== actor.personId) return taken(envelope.id);
  if (known !== undefined && known.state !== 'refused') return known;
  const wrong = wrongBody(envelope);
  if (wrong !== undefined) return wrong;
  const verdict = await verdictOf(context.db, actor.personId, envelope);
  if (verdict !== 'signed')
    return keep(context.db, actor, envelope, { verdict, state: 'quarantined', status: null, answer: null });
  const { status, answer } = await carryOut(envelope);
  if (isLater(status)) return refuse('store-unavailable', { store: both('办理', 'The case service') });
  return keep(context.db, actor, envelope, { verdict, state: status < 300 ? 'done' : 'refused', status, answer });
}

function taken(id: string): Refusal {
  return refuse('already-exists', { field: both('请求编号', 'request'), value: id });
}

/** The request inside is this one: what is sent twice must be one act. */
function wrongBody({ id, path, body }: Envelope): Refusal | undefined {
  const bad = (problem: string, problemEn: string): Refusal =>
    refuse('field-invalid', { field: both('内容', 'body'), problem: both(problem, problemEn) }, 'body');
  if (/^\/(envelopes|session|account|people|setup|files)(\/|$)/.test(path) || path.includes('..'))
    return bad('这类操作不能离线补送', 'this cannot be sent later');
  try {
    const read = JSON.parse(body) as { requestId?: unknown; id?: unknown; changes?: unknown };
    // Changes have ids of their own.
    return read.requestId === id || read.id === id || Array.isArray(read.changes)
      ? undefined
      : bad('缺请求编号', 'the request id is missing');
  } catch {
    return bad('不是 JSON', 'not JSON');
  }
}

interface Outcome {
  readonly verdict: EnvelopeRow['verdict'];
  readonly state: EnvelopeRow['state'];
  readonly status: number | null;
  readonly answer: unknown;
}

function keep(db: Database, actor: Actor, envelope: Envelope, outcome: Outcome): Promise<EnvelopeRow> {
  const { scope } = actor;
  const organisation = scope.kind === 'organisation' ? scope.organisationId : null;
  const answer = outcome.answer === null ? null : JSON.stringify(outcome.answer);
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<EnvelopeRow>`
      INSERT INTO envelope (id, person_id, person, method, path, body, label, made_at, clock_ahead_ms, device_key, signature, verdict, state, status, answer,
        region_path, organisation_id, sector)
      SELECT ${envelope.id}, ${actor.personId}, ${actor.name}, ${envelope.method}, ${envelope.path}, ${envelope.body}, ${envelope.label},
        ${new Date(envelope.madeAt)}, ${envelope.offset}, ${envelope.key}, ${envelope.signature}, ${outcome.verdict}, ${outcome.state}, ${outcome.status},
        ${answer}::jsonb, coalesce(e.region_path, ${scope.kind === 'region' ? scope.path : 'cn.'}), ${organisation}::uuid, e.sector
      FROM (SELECT) one LEFT JOIN enterprise e ON e.id = ${organisation}::uuid
      ON CONFLICT (id) DO UPDATE SET body = excluded.body, made_at = excluded.made_at, clock_ahead_ms = excluded.clock_ahead_ms, received_at = now(),
        device_key = excluded.device_key, signature = excluded.signature, verdict = excluded.verdict, state = excluded.state,
        status = excluded.status, answer = excluded.answer
      WHERE envelope.state = 'refused' AND envelope.person_id = excluded.person_id RETURNING *`.execute(tx);
    const [row] = rows;
    if (row === undefined) return (await readEnvelope(tx, envelope.id)) as EnvelopeRow;
    const { verdict, state, status } = outcome;
    await record(
      tx,
      actor,
      'envelope.take',
      { kind: 'envelope', id: row.id },
      state === 'refused' ? 'refused' : 'done',
      {
        verdict,
        state,
        status,
        path: envelope.path,
      },
    );
    return row;
  });
}

async function readEnvelope(db: Database, id: string): Promise<EnvelopeRow | undefined> {
  const { rows } = await sql<EnvelopeRow>`SELECT * FROM envelope WHERE id = ${id}`.execute(db);
  return rows[0];
}

/** Envelopes of the actor's scope that wait for a person, oldest first. */
export async function waitingEnvelopes({ db }: Context, actor: Actor): Promise<EnvelopeRow[]> {
  const { rows } = await withScope(db, actor.scope, (tx) =>
    sql<EnvelopeRow>`SELECT * FROM envelope WHERE state = 'quarantined' ORDER BY received_at LIMIT 200`.execute(tx),
  );
  return rows;
}

/** A person lets what was set aside in, in their own name, or keeps it out with a reason. Never the sender. */
export async function decideEnvelope(
  { db }: Context,
  actor: Actor,
  id: string,
  decision: { readonly take: boolean; readonly reason: string },
  carryOut: CarryOut,
): Promise<EnvelopeRow | Refusal> {
  const seen = await withScope(db, actor.scope, (tx) =>
    sql<EnvelopeRow>`SELECT * FROM envelope WHERE id = ${id}`.execute(tx),
  );
  const [row] = seen.rows;
  if (row === undefined) return refuse('not-found');
  if (row.state !== 'quarantined')
    return refuse('case-state', { state: STATE_NAMES[row.state], action: both('处理', 'deciding') });
  if (row.person_id === actor.personId)
    return refuse('same-person', { action: both('核收', 'Taking it over'), before: both('报送', 'sending it') });
  let outcome: { status: number; answer: unknown } | null = null;
  if (decision.take) {
    await adoptFiles(db, row, actor);
    outcome = await carryOut(row);
    if (outcome.status >= 300) return refusalIn(outcome.answer);
  }
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<EnvelopeRow>`
      UPDATE envelope SET state = ${decision.take ? 'released' : 'rejected'}, status = ${outcome?.status ?? null},
        answer = ${outcome === null ? null : JSON.stringify(outcome.answer)}::jsonb, decided_at = now(), decided_by = ${actor.name},
        decided_by_id = ${actor.personId}, reason = ${decision.reason}
      WHERE id = ${id} AND state = 'quarantined' RETURNING *`.execute(tx);
    if (rows[0] === undefined) return refuse('not-found');
    await record(tx, actor, 'envelope.decide', { kind: 'envelope', id }, 'done', { ...decision, from: row.person });
    return rows[0];
  });
}

/** What has become of an envelope, as a refusal names it. */
const STATE_NAMES: Readonly<Record<EnvelopeRow['state'], Words>> = {
  done: both('已办', 'done'),
  refused: both('已被拒绝', 'refused'),
  quarantined: both('待核收', 'held back'),
  released: both('已核收', 'taken over'),
  rejected: both('已退回', 'rejected'),
};

function refusalIn(answer: unknown): Refusal {
  const code = (answer as { code?: unknown } | null)?.code;
  const facts = (answer as { facts?: Refusal['facts'] } | null)?.facts ?? {};
  const made = { refused: code, facts } as Refusal;
  return isRefusal(made) && typeof code === 'string' ? made : refuse('not-found');
}

/** Whoever takes it over may attach the photos its sender brought in for it. */
async function adoptFiles(db: Database, row: EnvelopeRow, actor: Actor): Promise<void> {
  const named = [...new Set(row.body.match(/[0-9a-f]{64}/g) ?? [])];
  await sql`
    INSERT INTO upload (sha256, person_id, type, size)
    SELECT sha256, ${actor.personId}, type, size FROM upload WHERE person_id = ${row.person_id} AND sha256 = ANY (${named})
    ON CONFLICT DO NOTHING`.execute(db);
}

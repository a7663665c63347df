import { sql } from 'kysely';
import { may, type Actor } from '@anlan/kernel/access';
import { stateName, type Action, type CaseKind, type Input } from '@anlan/kernel/case';
import { rebase } from '@anlan/kernel/merge';
import { isRefusal, refuse, type Refusal, both, named, asIs } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { originOf, tellOpened } from '../alarm/case.ts';
import { lockOutbox, publish } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { lacksVerb } from '../http/index.ts';
import { attachmentsOf } from './attachments.ts';
import { doerOf, sideOf } from './doer.ts';
import { checkReferences } from './read.ts';
import { KINDS, kindOf, readDetail, type CaseRow } from './row.ts';
import { actOn, openCase, type Attachment, type Belonging } from './write.ts';

export interface Sent {
  readonly input: Input;
  readonly files: readonly Omit<Attachment, 'type'>[];
  /** Made by the sender: the same act sent twice is one act. */
  readonly requestId?: string | undefined;
}

const OWN_SOURCE = { organisation: 'self', authority: 'inspection', participant: 'expert' } as const;

/** Begins a case as a person. A repeated request gives the case of the first one. */
export async function openAs(
  context: Context,
  actor: Actor,
  key: string,
  sent: Sent & {
    readonly id?: string | undefined;
    readonly source?: 'inspection' | 'expert' | 'public' | undefined;
    /** The alarm it is opened from (转隐患): source, subject and whom it belongs to are the alarm's. */
    readonly alarm?: string | undefined;
  },
): Promise<CaseRow | Refusal> {
  const kind = KINDS.get(key)?.kind;
  if (kind === undefined) return refuse('not-found');
  const before = await sameRequest(context.db, actor, sent, OPENING);
  if (before !== undefined) return before;
  if (!may(actor, kind.opening.verb)) return lacksVerb(kind.opening.verb);
  const side = sideOf(actor);
  const source = side === 'authority' ? (sent.source ?? OWN_SOURCE.authority) : OWN_SOURCE[side];
  const enterprise = sent.alarm === undefined ? undefined : await enterpriseOfAlarm(context, actor, sent.alarm);
  if (isRefusal(enterprise)) return enterprise;
  const own = ownInput(actor, sent.input);
  const input = enterprise == null ? own : { ...own, enterprise };
  const belongs = await withScope(context.db, actor.scope, async (tx) => {
    const wrong = await checkReferences(tx, kind.opening.asks, input);
    return wrong ?? (sent.alarm === undefined ? belongingTo(tx, input) : undefined);
  });
  if (isRefusal(belongs)) return belongs;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    // The lock lets one writer at a time through: a twin of this request that came first is seen now.
    const twin = await sameRequest(tx, actor, sent, OPENING);
    if (twin !== undefined) return twin;
    const files = await attachmentsOf(tx, actor, sent.files);
    if (isRefusal(files)) return files;
    const { id, requestId, alarm } = sent;
    const origin = alarm === undefined ? undefined : await originOf(tx, alarm, key);
    if (isRefusal(origin)) return origin;
    const known = await alreadyThere(tx, kind, id, input);
    if (known !== undefined) return known;
    const opening = {
      kind: key,
      input,
      files,
      ...(origin ?? { source, belongs: belongs as Belonging }),
      ...(id === undefined ? {} : { id }),
      ...(requestId === undefined ? {} : { requestId }),
    };
    const now = Date.now();
    const row = await openCase(tx, opening, doerOf(actor), now);
    if (isRefusal(row)) return row;
    if (alarm !== undefined) {
      await tellOpened(tx, alarm, actor.name, row.number, now);
      await publish(tx, alarm, 'case-opened');
    }
    await record(tx, actor, 'case.open', { kind: 'case', id: row.id }, 'done', {
      number: row.number,
      title: row.title,
    });
    return row;
  });
}

/** An act; made without a signal it says what its author saw, and what they gave up where two had written. */
export interface ActSent extends Sent {
  readonly version: number;
  readonly seen?: Input | undefined;
  readonly unchosen?: Input | undefined;
}

/**
 * One act of a person on a case. A repeated request changes nothing and gives the case as it stands. An act on an older
 * version is refused, unless it says what its author saw: then it is put onto the newest one field by field.
 */
export async function actAs(
  context: Context,
  actor: Actor,
  id: string,
  action: string,
  sent: ActSent,
): Promise<CaseRow | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id}`.execute(tx),
  );
  const [seen] = rows;
  if (seen === undefined) {
    await auditOutside(context.db, actor, 'case_file', id, 'case.act');
    return refuse('not-found');
  }
  const wanted = { id, action };
  const before = await sameRequest(context.db, actor, sent, wanted);
  if (before !== undefined) return before;
  const declared = kindOf(seen.kind).actions[action];
  if (declared === undefined) return refuse('not-found');
  if (!may(actor, declared.verb)) return lacksVerb(declared.verb);
  const wrong = await withScope(context.db, actor.scope, (tx) =>
    checkReferences(tx, declared.asks, sent.input, seen.organisation_id),
  );
  if (wrong !== undefined) return wrong;
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const twin = await sameRequest(tx, actor, sent, wanted);
    if (twin !== undefined) return twin;
    const current = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id} FOR UPDATE`.execute(tx);
    const row = current.rows[0]!;
    const input = row.version === sent.version ? sent.input : await rebased(tx, row, declared, sent);
    if (isRefusal(input)) return input;
    const files = await attachmentsOf(tx, actor, sent.files);
    if (isRefusal(files)) return files;
    const { unchosen, requestId } = sent;
    const next = await actOn(tx, id, { action, input, files, unchosen }, doerOf(actor), Date.now(), requestId);
    if (isRefusal(next)) return next;
    await record(tx, actor, `case.${action}`, { kind: 'case', id }, 'done', { number: next.number, state: next.state });
    return next;
  });
}

/** What was filled in without having seen the newest version, put onto it; of two different texts a person chooses. */
async function rebased(tx: Tx, row: CaseRow, action: Action, sent: ActSent): Promise<Input | Refusal> {
  const { input, seen } = sent;
  const kind = kindOf(row.kind);
  if (seen === undefined) return refuse('version-conflict', { version: row.version });
  // Where the step is over there is nothing left to choose between.
  if (!action.from.includes(row.state))
    return refuse('case-state', { state: stateName(kind, row.state), action: named(action) });
  const { values, clashes } = rebase(seen, input, await readDetail(tx, kind, row.id));
  const [clash] = clashes;
  if (clash === undefined) return values;
  const { field, mine, theirs } = clash;
  const plain = (value: unknown) => (typeof value === 'number' ? value : String(value ?? ''));
  const declared = kind.fields[field];
  const name = declared === undefined ? asIs(field) : named(declared);
  return refuse('field-clash', { field: name, mine: plain(mine), theirs: plain(theirs) }, field);
}

/** Whose alarm it is, for who may see the alarm; null where it belongs to nobody. */
async function enterpriseOfAlarm(context: Context, actor: Actor, id: string): Promise<string | null | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<{ organisation: string | null }>`SELECT organisation_id AS organisation FROM alarm WHERE id = ${id}`.execute(
      tx,
    ),
  );
  if (rows[0] !== undefined) return rows[0].organisation;
  await auditOutside(context.db, actor, 'alarm', id, 'case.open');
  return refuse('not-found');
}

/** An enterprise reports about itself, whatever was filled in. */
function ownInput({ scope }: Actor, input: Input): Input {
  return scope.kind === 'organisation' ? { ...input, enterprise: scope.organisationId } : input;
}

/** The enterprise a case is about decides where it belongs; read under the actor's scope. */
async function belongingTo(tx: Tx, input: Input): Promise<Belonging | Refusal> {
  const { rows } = await sql<Belonging>`
    SELECT id AS "organisationId", name AS "organisationName", region_path AS "regionPath", sector, lon, lat, demonstration
    FROM enterprise WHERE id::text = ${input['enterprise']}`.execute(tx);
  return rows[0] ?? refuse('field-required', { field: both('所属企业', 'Enterprise') }, 'enterprise');
}

const OPENING = { id: undefined, action: 'open' };

/** The case of a request that was answered before. A number that stands for another act or sender is refused. */
async function sameRequest(
  db: Database | Tx,
  actor: Actor,
  { requestId }: Sent,
  wanted: { readonly id: string | undefined; readonly action: string },
): Promise<CaseRow | Refusal | undefined> {
  if (requestId === undefined) return undefined;
  const { rows } = await sql<CaseRow & { done: string; doer: string | null }>`
    SELECT c.*, e.action AS done, e.by_id AS doer FROM case_entry e JOIN case_file c ON c.id = e.case_id
    WHERE e.request_id = ${requestId}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const same = row.doer === actor.personId && row.done === wanted.action && row.id === (wanted.id ?? row.id);
  return same ? row : taken('请求编号', 'request', requestId);
}

function taken(field: string, fieldEn: string, value: string): Refusal {
  return refuse('already-exists', { field: both(field, fieldEn), value });
}

/** What the tables hold once only: an id made by the sender, and the task of an enterprise for a period. */
async function alreadyThere(
  tx: Tx,
  kind: CaseKind,
  id: string | undefined,
  input: Input,
): Promise<Refusal | undefined> {
  if (id !== undefined) {
    const { rows } = await sql`SELECT FROM case_file WHERE id = ${id}`.execute(tx);
    if (rows.length > 0) return taken('事项', 'case', id);
  }
  const { enterprise, period } = input;
  if (kind.key !== 'self-check' || typeof period !== 'string') return undefined;
  const { rows } = await sql`
    SELECT FROM case_self_check WHERE enterprise::text = ${enterprise} AND period = ${period}`.execute(tx);
  return rows.length > 0 ? taken('自查期', 'period', period) : undefined;
}

import { stateName } from '@anlan/kernel/case';
import { sql } from 'kysely';
import { may, type Actor, type Verb } from '@anlan/kernel/access';
import { DOCUMENT_STATES, type DocumentState, type Signature, type TemplateFacts } from '@anlan/kernel/document';
import { isRefusal, refuse, type Refusal, both, named, asIs } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { allOrNothing } from '../access/all-or-nothing.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { doerOf } from '../case/doer.ts';
import { kindOf, type CaseRow } from '../case/row.ts';
import { lacksVerb } from '../http/index.ts';
import { authorityOf } from './authority.ts';
import { shaOf } from './content-hash.ts';
import { addEvent } from './events.ts';
import { factsOfCase, paperOf, personsIn, readAsks } from './facts.ts';
import { TEMPLATES, type DocumentRow } from './row.ts';
import { actWouldDo, draftDocument, issueApproved } from './write.ts';

export interface ActInput {
  readonly version: number;
  readonly reason?: string | undefined;
  readonly input?: TemplateFacts | undefined;
  readonly contentSha256?: string | undefined;
  readonly signature?: Signature | undefined;
  readonly device?: string | undefined;
  readonly how?: 'on-site' | 'refused' | undefined;
  readonly replacedBy?: string | undefined;
}

interface Rule {
  readonly label: string;
  readonly labelEn: string;
  readonly from: readonly DocumentState[];
  /** Null = whoever the paper is addressed to. */
  readonly verb: Verb | null;
  readonly notDrafter?: boolean;
  readonly reason?: boolean;
}

/** What may be done with a paper, by whom and when. */
export const DOCUMENT_ACTS = {
  approve: { label: '审批通过', labelEn: 'Approve', from: ['drafted'], verb: 'document.approve', notDrafter: true },
  return: { label: '退回修改', labelEn: 'Return', from: ['drafted'], verb: 'document.approve', reason: true },
  edit: { label: '修改', labelEn: 'Edit', from: ['drafted', 'returned'], verb: 'document.write' },
  issue: { label: '签发', labelEn: 'Issue', from: ['approved'], verb: 'document.write' },
  serve: { label: '当场送达', labelEn: 'Serve', from: ['issued'], verb: 'document.write' },
  read: { label: '已阅', labelEn: 'Mark as read', from: ['issued', 'served'], verb: null },
  sign: { label: '签收', labelEn: 'Sign for it', from: ['issued'], verb: null },
  revoke: {
    label: '撤销',
    labelEn: 'Revoke',
    from: ['issued', 'served'],
    verb: 'document.approve',
    reason: true,
  },
} as const satisfies Record<string, Rule>;
export type DocumentAct = keyof typeof DOCUMENT_ACTS;

/** Why the actor may not do it now; undefined = they may. */
export function barsDocument(row: DocumentRow, act: DocumentAct, actor: Actor): Refusal | undefined {
  const rule: Rule = DOCUMENT_ACTS[act];
  if (!rule.from.includes(row.state))
    return refuse('document-state', { state: named(DOCUMENT_STATES[row.state]), action: named(rule) });
  if (rule.verb === null) {
    const own = actor.scope.kind === 'organisation' && actor.scope.organisationId === row.organisation_id;
    return own ? undefined : refuse('case-side', { action: named(rule), side: asIs(row.addressee), own: actor.name });
  }
  if (!may(actor, rule.verb)) return lacksVerb(rule.verb);
  if (rule.notDrafter === true && row.drafted_by_id === actor.personId)
    return refuse('same-person', { action: named(rule), before: both('拟制', 'draft') });
  const at = actor.scope.kind === 'region' ? actor.scope.path : null;
  if (at !== null && at !== row.authority_path && row.template !== 'risk-card')
    return refuse('case-side', { action: named(rule), side: asIs(row.issuer), own: actor.name });
  return undefined;
}

/** Drafts a paper for a case as a person; a repeated request gives the first one's paper. */
export async function draftForCase(
  context: Context,
  actor: Actor,
  wanted: { template: string; caseId: string; input: TemplateFacts; requestId?: string | undefined },
): Promise<DocumentRow | Refusal> {
  const template = TEMPLATES.get(wanted.template);
  if (template?.case === undefined) return refuse('not-found');
  if (!may(actor, template.verb)) return lacksVerb(template.verb);
  if (actor.scope.kind !== 'region')
    return refuse('case-side', { action: named(template), side: both('监管部门', 'the authority'), own: actor.name });
  const place = actor.scope.path;
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql<CaseRow>`SELECT * FROM case_file WHERE id = ${wanted.caseId}`.execute(tx),
  );
  const [found] = seen.rows;
  if (found === undefined) {
    await auditOutside(context.db, actor, 'case_file', wanted.caseId, 'document.draft');
    return refuse('not-found');
  }
  if (found.kind !== template.case.kind) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const twin = await sameRequest(tx, wanted.requestId, actor.personId);
    if (twin !== undefined) return twin;
    const at = Date.now();
    const locked = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${found.id} FOR UPDATE`.execute(tx);
    const row = locked.rows[0] as CaseRow;
    if (template.case?.states.includes(row.state) !== true)
      return refuse('document-not-here', { state: stateName(kindOf(row.kind), row.state), document: named(template) });
    const asked = readAsks(template, wanted.input);
    if (isRefusal(asked)) return asked;
    const issuer = await authorityOf(tx, place);
    const facts = { ...(await factsOfCase(tx, row, at)), ...asked, authorityPath: place };
    const barred = await actWouldDo(tx, template, row, facts, doerOf(actor), at);
    if (barred !== undefined) return barred;
    const { region_path: regionPath, organisation_id: organisationId, sector, demonstration } = row;
    const draft = {
      template,
      facts,
      issuer: issuer.name,
      authorityPath: place,
      belongs: { regionPath, organisationId, sector, demonstration },
      caseId: row.id,
      requestId: wanted.requestId,
    };
    const drafted = await draftDocument(tx, draft, doerOf(actor), at);
    if (isRefusal(drafted)) return drafted;
    await record(tx, actor, 'document.draft', { kind: 'document', id: drafted.id }, 'done', {
      template: template.key,
      sha256: drafted.content_sha256,
    });
    return drafted;
  });
}

async function sameRequest(tx: Tx, requestId: string | undefined, personId: string): Promise<DocumentRow | undefined> {
  if (requestId === undefined) return undefined;
  const { rows } = await sql<DocumentRow>`
    SELECT * FROM document WHERE request_id = ${requestId} AND drafted_by_id = ${personId}`.execute(tx);
  return rows[0];
}

type Doing = (
  context: Context,
  tx: Tx,
  row: DocumentRow,
  actor: Actor,
  given: ActInput,
  at: number,
) => Promise<DocumentRow | Refusal>;

const change = async (tx: Tx, id: string, values: ReturnType<typeof sql>): Promise<DocumentRow> => {
  const { rows } = await sql<DocumentRow>`
    UPDATE document SET ${values}, version = version + 1 WHERE id = ${id} RETURNING *`.execute(tx);
  return rows[0] as DocumentRow;
};

const DOING: Record<DocumentAct, Doing> = {
  approve: async (_, tx, row, actor, { contentSha256 }, at) => {
    if (contentSha256 !== row.content_sha256) return refuse('preview-changed');
    return change(
      tx,
      row.id,
      sql`state = 'approved', approved_at = ${new Date(at)}, approved_by = ${actor.name}, approved_by_id = ${actor.personId}`,
    );
  },
  return: (_, tx, row) => change(tx, row.id, sql`state = 'returned'`),
  edit: async (_, tx, row, __, { input = {} }) => {
    const template = TEMPLATES.get(row.template);
    if (template === undefined) return refuse('not-found');
    const asked = readAsks(template, input);
    if (isRefusal(asked)) return asked;
    const facts = { ...row.facts, ...asked };
    const paper = paperOf(template, facts, row.issuer);
    return change(
      tx,
      row.id,
      sql`state = 'drafted', facts = ${JSON.stringify(facts)}::jsonb, paper = ${JSON.stringify(paper)}::jsonb, title = ${paper.title},
        names = ${personsIn(template, facts)}, content_sha256 = ${shaOf(paper)}`,
    );
  },
  issue: async (context, tx, row, actor, _, at) => {
    const { word } = await authorityOf(tx, row.authority_path);
    return issueApproved(context, tx, row, doerOf(actor), at, word);
  },
  serve: async (_, tx, row, __, { how = 'on-site', signature, reason }, at) => {
    if (how === 'on-site' && signature === undefined)
      return refuse('field-required', { field: both('签收人签名', "Recipient's signature") }, 'signature');
    if (how === 'refused' && (reason ?? '').trim() === '') return refuse('reason-required', {}, 'reason');
    return change(tx, row.id, sql`state = 'served', served_at = ${new Date(at)}`);
  },
  read: async (_, tx, row, __, ___, at) =>
    row.read_at === null ? change(tx, row.id, sql`read_at = ${new Date(at)}`) : row,
  sign: async (_, tx, row, __, { signature }, at) => {
    if (signature === undefined) return refuse('field-required', { field: both('签名', 'Signature') }, 'signature');
    return change(
      tx,
      row.id,
      sql`state = 'served', served_at = ${new Date(at)}, read_at = coalesce(read_at, ${new Date(at)})`,
    );
  },
  revoke: async (_, tx, row, __, { reason, replacedBy }, at) => {
    const other = await sql<{ id: string }>`
      SELECT id FROM document WHERE id = ${replacedBy ?? null} AND number IS NOT NULL AND enterprise_id IS NOT DISTINCT FROM ${row.enterprise_id}`.execute(
      tx,
    );
    if (replacedBy !== undefined && other.rows[0] === undefined) return refuse('not-found');
    return change(
      tx,
      row.id,
      sql`state = 'revoked', revoked_at = ${new Date(at)}, revoke_reason = ${reason}, replaced_by = ${other.rows[0]?.id ?? null}`,
    );
  },
};

/** One act of a person on a paper: state, event and audit in one transaction. */
export async function actOnDocument(
  context: Context,
  actor: Actor,
  id: string,
  act: DocumentAct,
  given: ActInput,
): Promise<DocumentRow | Refusal> {
  const seen = await withScope(context.db, actor.scope, (tx) => sql`SELECT FROM document WHERE id = ${id}`.execute(tx));
  if (seen.rows.length === 0) {
    await auditOutside(context.db, actor, 'document', id, `document.${act}`);
    return refuse('not-found');
  }
  // What was begun (a number, the case's act) must not stay behind a refusal.
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<DocumentRow>`SELECT * FROM document WHERE id = ${id} FOR UPDATE`.execute(tx);
    const row = rows[0] as DocumentRow;
    const barred = barsDocument(row, act, actor);
    if (barred !== undefined) return barred;
    if (row.version !== given.version) return refuse('version-conflict', { version: row.version });
    const rule: Rule = DOCUMENT_ACTS[act];
    if (rule.reason === true && (given.reason ?? '').trim() === '') return refuse('reason-required', {}, 'reason');
    const at = Date.now();
    const done = await DOING[act](context, tx, row, actor, given, at);
    if (isRefusal(done)) return done;
    if (act !== 'issue') {
      const note = act === 'serve' && given.how === 'refused' ? `拒绝签收，留置送达：${given.reason}` : given.reason;
      await addEvent(tx, done, act, { id: actor.personId, name: actor.name }, at, {
        note,
        signature: given.signature,
        device: given.device,
      });
    }
    const detail = { number: done.number, state: done.state, sha256: done.content_sha256, pdf: done.pdf_sha256 };
    await record(tx, actor, `document.${act}`, { kind: 'document', id }, 'done', detail);
    return done;
  });
}

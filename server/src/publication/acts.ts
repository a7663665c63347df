import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { scopeRange } from '@anlan/kernel/access';
import {
  maskDeep,
  PUBLICATION_STATES,
  type PublicationBody,
  type PublicationKind,
  type PublicationState,
} from '@anlan/kernel/publication';
import { refuse, type Refusal, both, named, type Words } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside, record } from '../audit/index.ts';
import { shaOf } from '../document/content-hash.ts';
import { draftPublication } from './draft.ts';

/** A row of table `publication`. */
export interface PublicationRow {
  id: string;
  kind: PublicationKind;
  state: PublicationState;
  title: string;
  body: PublicationBody;
  names: string[];
  shown: PublicationBody | null;
  source_kind: string | null;
  source_id: string | null;
  because: string;
  drafted_at: Date;
  drafted_by: string;
  drafted_by_id: string | null;
  published_at: Date | null;
  published_by: string | null;
  withdrawn_at: Date | null;
  withdrawn_by: string | null;
  reason: string | null;
  region_path: string;
  version: number;
}

/** Exactly what is read outside: frozen once it is public, computed by the same rules before. */
export function previewOf(row: Pick<PublicationRow, 'body' | 'names' | 'shown' | 'kind'>): PublicationBody {
  return row.shown ?? (row.kind === 'internal' ? row.body : maskDeep(row.body, row.names));
}

export interface Wanted {
  readonly kind: PublicationKind;
  readonly body: PublicationBody;
  readonly names: readonly string[];
  /** Places whose people are told; internal notices only. */
  readonly to: readonly string[];
  readonly requestId?: string | undefined;
}

/** Drafts a publication as a person of an authority; a repeated request gives the first one's. */
export async function draftAs(context: Context, actor: Actor, wanted: Wanted): Promise<string | Refusal> {
  const { scope } = actor;
  if (scope.kind !== 'region')
    return refuse('case-side', {
      action: both('拟制公布事项', 'Drafting a publication'),
      side: both('监管部门', 'the authority'),
      own: actor.name,
    });
  return context.db.transaction().execute(async (tx) => {
    if (wanted.requestId !== undefined) {
      const twin = await sql<{ id: string }>`
        SELECT id FROM publication WHERE request_id = ${wanted.requestId} AND drafted_by_id = ${actor.personId}`.execute(
        tx,
      );
      if (twin.rows[0] !== undefined) return twin.rows[0].id;
    }
    const outside = wanted.to.find((path) => !path.startsWith(scope.path));
    if (outside !== undefined) return refuse('not-found');
    if (wanted.kind === 'internal' && wanted.to.length === 0)
      return refuse('field-required', { field: both('收件单位', 'Addressee') }, 'to');
    const draft = { ...wanted, regionPath: scope.path };
    const id = await draftPublication(tx, draft, { id: actor.personId, name: actor.name }, Date.now());
    if (id === undefined)
      return refuse('already-exists', { field: both('公布事项', 'Publication'), value: wanted.body.title });
    for (const path of wanted.to) await addReaders(tx, id, path);
    await record(tx, actor, 'publication.draft', { kind: 'publication', id }, 'done', {
      kind: wanted.kind,
      title: wanted.body.title,
    });
    return id;
  });
}

/** Everybody with an account at the place itself, and the enterprises' officers below a town, is a reader. */
async function addReaders(tx: Tx, id: string, path: string): Promise<void> {
  const { from, to } = scopeRange(path);
  await sql`
    INSERT INTO publication_reader (publication_id, person_id, name, place)
    SELECT ${id}, p.id, p.name, coalesce(r.name, e.name, '')
    FROM person p LEFT JOIN region r ON r.path = p.scope_path LEFT JOIN enterprise e ON e.id = p.scope_organisation
    WHERE p.retired_at IS NULL
      AND (p.scope_path = ${path} OR (e.region_path >= ${from} AND e.region_path < ${to} AND length(${path}) > 12))
    LIMIT 2000 ON CONFLICT DO NOTHING`.execute(tx);
}

export type PublicationAct = 'approve' | 'reject' | 'withdraw' | 'read';
export interface PublicationInput {
  readonly version: number;
  readonly reason?: string | undefined;
  readonly previewSha256?: string | undefined;
}

const FROM: Record<Exclude<PublicationAct, 'read'>, readonly [PublicationState, Words]> = {
  approve: ['drafted', both('批准公布', 'approving it')],
  reject: ['drafted', both('不予公布', 'rejecting it')],
  withdraw: ['published', both('撤回', 'withdrawing it')],
};

/** Approves (which publishes), rejects or withdraws; the approver is another person and names the preview that was seen. */
export async function actOnPublication(
  context: Context,
  actor: Actor,
  id: string,
  act: Exclude<PublicationAct, 'read'>,
  given: PublicationInput,
): Promise<true | Refusal> {
  const seen = await withScope(context.db, actor.scope, (tx) =>
    sql`SELECT FROM publication WHERE id = ${id}`.execute(tx),
  );
  if (seen.rows.length === 0) {
    await auditOutside(context.db, actor, 'publication', id, `publication.${act}`);
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<PublicationRow>`SELECT * FROM publication WHERE id = ${id} FOR UPDATE`.execute(tx);
    const row = rows[0] as PublicationRow;
    const [from, label] = FROM[act];
    if (row.state !== from)
      return refuse('publication-state', { state: named(PUBLICATION_STATES[row.state]), action: label });
    if (row.version !== given.version) return refuse('version-conflict', { version: row.version });
    if (act === 'approve' && row.drafted_by_id === actor.personId)
      return refuse('same-person', { action: label, before: both('拟制', 'draft') });
    const preview = previewOf(row);
    if (act === 'approve' && given.previewSha256 !== shaOf(preview)) return refuse('preview-changed');
    const reason = (given.reason ?? '').trim();
    if (act !== 'approve' && reason === '') return refuse('reason-required', {}, 'reason');
    await settle(tx, row, act, actor, preview, reason);
    await record(tx, actor, `publication.${act}`, { kind: 'publication', id }, 'done', {
      title: row.title,
      sha256: shaOf(preview),
      reason,
    });
    return true;
  });
}

async function settle(
  tx: Tx,
  row: PublicationRow,
  act: Exclude<PublicationAct, 'read'>,
  actor: Actor,
  preview: PublicationBody,
  reason: string,
): Promise<void> {
  const values = {
    approve: sql`state = 'published', shown = ${JSON.stringify(preview)}::jsonb, published_at = now(), published_by = ${actor.name}`,
    reject: sql`state = 'rejected', reason = ${reason}`,
    withdraw: sql`state = 'withdrawn', withdrawn_at = now(), withdrawn_by = ${actor.name}, reason = ${reason}`,
  }[act];
  await sql`UPDATE publication SET ${values}, version = version + 1 WHERE id = ${row.id}`.execute(tx);
}

/** Marks an internal notice as read by the person it was addressed to. Read twice is read once. */
export async function markRead(context: Context, actor: Actor, id: string): Promise<true | Refusal> {
  const { rows } = await sql`
    UPDATE publication_reader r SET read_at = coalesce(r.read_at, now()) FROM publication p
    WHERE p.id = r.publication_id AND p.state = 'published' AND r.publication_id = ${id} AND r.person_id = ${actor.personId}
    RETURNING r.person_id`.execute(context.db);
  return rows.length > 0 ? true : refuse('not-found');
}

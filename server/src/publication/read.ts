import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { scopeRange } from '@anlan/kernel/access';
import {
  PUBLICATION_STATES,
  publicationKindSchema,
  type Notice,
  type PublicationDetail,
  type PublicationView,
} from '@anlan/kernel/publication';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { shaOf } from '../document/content-hash.ts';
import { previewOf, type PublicationRow } from './acts.ts';

export const wishSchema = z.object({
  state: z.enum(Object.keys(PUBLICATION_STATES) as [keyof typeof PUBLICATION_STATES]).optional(),
  kind: publicationKindSchema.optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});

type Listed = PublicationRow & { place: string; recipients: number; read: number };
const ms = (date: Date | null): number | null => (date === null ? null : date.getTime());

function view(row: Listed): PublicationView {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    place: row.place,
    regionPath: row.region_path,
    sourceKind: row.source_kind,
    sourceId: row.source_id,
    draftedAt: row.drafted_at.getTime(),
    draftedBy: row.drafted_by,
    publishedAt: ms(row.published_at),
    publishedBy: row.published_by,
    withdrawnAt: ms(row.withdrawn_at),
    withdrawnBy: row.withdrawn_by,
    reason: row.reason,
    recipients: row.recipients,
    read: row.read,
    version: row.version,
  };
}

/** Adds the place's name and the readers; the rows were found under the asker's scope. */
async function listed(db: Database, ids: readonly string[]): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    SELECT p.*, r.name AS place, coalesce(n.all, 0)::int AS recipients, coalesce(n.read, 0)::int AS read
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, nth) JOIN publication p ON p.id = wanted.id
    JOIN region r ON r.path = p.region_path
    LEFT JOIN LATERAL (SELECT count(*) AS all, count(read_at) AS read FROM publication_reader WHERE publication_id = p.id) n ON true
    ORDER BY wanted.nth`.execute(db);
  return rows;
}

/** Publications in scope, and internal notices addressed to the asker; the newest first. */
export async function listPublications(context: Context, actor: Actor, wish: z.infer<typeof wishSchema>) {
  const kind = wish.kind === undefined ? sql`true` : sql`kind = ${wish.kind}`;
  const state = wish.state === undefined ? sql`true` : sql`state = ${wish.state}`;
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const counted = await sql<{ state: string; n: number }>`
      SELECT state, count(*)::int AS n FROM publication WHERE ${kind} GROUP BY state`.execute(tx);
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM publication WHERE ${kind} AND ${state}
      ORDER BY coalesce(published_at, drafted_at) DESC, id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(
      tx,
    );
    return { ids: rows.map(({ id }) => id), states: Object.fromEntries(counted.rows.map((row) => [row.state, row.n])) };
  });
  const total =
    wish.state === undefined
      ? Object.values(found.states).reduce((sum, n) => sum + n, 0)
      : (found.states[wish.state] ?? 0);
  return { rows: (await listed(context.db, found.ids)).map(view), total, states: found.states };
}

/** Notices addressed to the person: unread ones first. */
export async function inbox(context: Context, actor: Actor) {
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM publication_reader r JOIN publication p ON p.id = r.publication_id
    WHERE r.person_id = ${actor.personId} AND p.state = 'published'
    ORDER BY r.read_at IS NOT NULL, p.published_at DESC LIMIT 100`.execute(context.db);
  const found = await listed(
    context.db,
    rows.map(({ id }) => id),
  );
  return { rows: found.map(view), total: found.length, states: {} };
}

/** One publication with its preview; for those whose scope shows it, and for its readers. */
export async function readPublication(
  context: Context,
  actor: Actor,
  id: string,
): Promise<PublicationDetail | undefined> {
  const inScope = await withScope(context.db, actor.scope, (tx: Tx) =>
    sql`SELECT FROM publication WHERE id = ${id}`.execute(tx),
  );
  const readers = await sql<{ name: string; place: string; read_at: Date | null; person_id: string }>`
    SELECT name, place, read_at, person_id FROM publication_reader WHERE publication_id = ${id} ORDER BY read_at IS NOT NULL, place, name`.execute(
    context.db,
  );
  const own = readers.rows.find((reader) => reader.person_id === actor.personId);
  const [row] = await listed(context.db, [id]);
  if (row === undefined || (inScope.rows.length === 0 && (own === undefined || row.state !== 'published')))
    return undefined;
  const preview = previewOf(row);
  return {
    publication: view(row),
    body: inScope.rows.length === 0 ? preview : row.body,
    preview,
    previewSha256: shaOf(preview),
    names: inScope.rows.length === 0 ? [] : row.names,
    recipients:
      inScope.rows.length === 0
        ? []
        : readers.rows.map((reader) => ({ name: reader.name, place: reader.place, readAt: ms(reader.read_at) })),
    mine: row.drafted_by_id === actor.personId,
    unread: own !== undefined && own.read_at === null,
  };
}

type NoticeRow = Omit<Notice, 'publishedAt' | 'withdrawnAt'> & {
  publishedAt: Date;
  withdrawnAt: Date | null;
  shown: unknown;
};

const notice = ({ publishedAt, withdrawnAt, shown: _, ...row }: NoticeRow): Notice => ({
  ...row,
  publishedAt: publishedAt.getTime(),
  withdrawnAt: ms(withdrawnAt),
});

const PUBLIC = sql`p.published_at IS NOT NULL AND p.kind <> 'internal' AND p.state IN ('published', 'withdrawn')`;
const COLUMNS = sql`p.id, p.kind, p.title, r.name AS place, p.published_at AS "publishedAt", p.withdrawn_at AS "withdrawnAt", p.reason, p.shown`;

/** What is public under a place; withdrawn notices stay with their reason, without their content. */
export async function publicNotices(
  db: Database,
  wish: { place?: string | undefined; kind?: string | undefined; page: number; size: number },
): Promise<{ rows: Notice[]; total: number }> {
  const range = wish.place === undefined ? undefined : scopeRange(wish.place);
  const where = sql`${PUBLIC} AND ${range === undefined ? sql`true` : sql`p.region_path >= ${range.from} AND p.region_path < ${range.to}`}
    AND ${wish.kind === undefined ? sql`true` : sql`p.kind = ${wish.kind}`}`;
  const { rows } = await sql<NoticeRow>`
    SELECT ${COLUMNS} FROM publication p JOIN region r ON r.path = p.region_path WHERE ${where}
    ORDER BY p.published_at DESC, p.id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(db);
  const counted = await sql<{ n: number }>`SELECT count(*)::int AS n FROM publication p WHERE ${where}`.execute(db);
  return { rows: rows.map(notice), total: counted.rows[0]?.n ?? 0 };
}

/** One public notice; the content of a withdrawn one is no longer shown. */
export async function publicNotice(db: Database, id: string) {
  const { rows } = await sql<NoticeRow>`
    SELECT ${COLUMNS} FROM publication p JOIN region r ON r.path = p.region_path WHERE ${PUBLIC} AND p.id = ${id}`.execute(
    db,
  );
  const [row] = rows;
  return row === undefined ? undefined : { ...notice(row), body: row.withdrawnAt === null ? row.shown : null };
}

import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { regionPathSchema, scopeRange } from '@anlan/kernel/access';
import { DOCUMENT_STATES, type DocumentDetail, type DocumentPage } from '@anlan/kernel/document';
import { toProblem } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { barsDocument, DOCUMENT_ACTS, type DocumentAct } from './acts.ts';
import { documentView, type DocumentRow } from './row.ts';
import { verifyUrl } from './write.ts';

export const wishSchema = z.object({
  state: z.enum(Object.keys(DOCUMENT_STATES) as [keyof typeof DOCUMENT_STATES]).optional(),
  template: z.string().max(60).optional(),
  case: z.uuid().optional(),
  region: regionPathSchema.optional(),
  q: z.string().trim().max(LENGTHS.search).optional(),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
});
type Wish = z.infer<typeof wishSchema>;

/** Papers in the transaction's scope, the newest first, with how many stand in which state. */
export async function listDocuments(tx: Tx, wish: Wish): Promise<DocumentPage> {
  const range = wish.region === undefined ? undefined : scopeRange(wish.region);
  const like = wish.q === undefined ? undefined : `%${wish.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const where = sql.join(
    [
      sql`true`,
      ...(wish.template === undefined ? [] : [sql`template = ${wish.template}`]),
      ...(wish.case === undefined ? [] : [sql`case_id = ${wish.case}`]),
      ...(range === undefined ? [] : [sql`region_path >= ${range.from} AND region_path < ${range.to}`]),
      ...(like === undefined ? [] : [sql`(number ILIKE ${like} OR title ILIKE ${like} OR addressee ILIKE ${like})`]),
    ],
    sql` AND `,
  );
  const counted = await sql<{ state: string; n: number }>`
    SELECT state, count(*)::int AS n FROM document WHERE ${where} GROUP BY state`.execute(tx);
  const states = Object.fromEntries(counted.rows.map(({ state, n }) => [state, n]));
  const { rows } = await sql<DocumentRow>`
    SELECT * FROM document WHERE ${where} AND ${wish.state === undefined ? sql`true` : sql`state = ${wish.state}`}
    ORDER BY coalesce(issued_at, drafted_at) DESC, id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(
    tx,
  );
  const total =
    wish.state === undefined ? Object.values(states).reduce((sum, n) => sum + n, 0) : (states[wish.state] ?? 0);
  return { rows: rows.map(documentView), total, states };
}

/** One paper in full under the transaction's scope, with what the actor may do; undefined = not in scope. */
export async function readDocument(
  context: Pick<Context, 'configuration'>,
  tx: Tx,
  actor: Actor,
  id: string,
): Promise<DocumentDetail | undefined> {
  const { rows } = await sql<DocumentRow>`SELECT * FROM document WHERE id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const events = await sql<{ at: Date; by: string; act: string; note: string | null; signed: boolean }>`
    SELECT at, by, act, note, signature IS NOT NULL AS signed FROM document_event WHERE document_id = ${id} ORDER BY seq`.execute(
    tx,
  );
  const other = await sql<{ id: string; number: string | null }>`
    SELECT id, number FROM document WHERE id = ${row.replaced_by}`.execute(tx);
  return {
    document: documentView(row),
    paper: row.paper as DocumentDetail['paper'],
    sealed: row.seal_id !== null,
    contentSha256: row.content_sha256,
    pdfSha256: row.pdf_sha256,
    docxSha256: row.docx_sha256,
    verifyUrl: row.code === null ? null : verifyUrl(context, row.code),
    events: events.rows.map((event) => ({ ...event, at: event.at.getTime() })),
    may: actsOf(row, actor),
    replacedBy: other.rows[0] ?? null,
  };
}

/** Acts that the paper's state allows, for this actor or with the reason why not. */
function actsOf(row: DocumentRow, actor: Actor): DocumentDetail['may'] {
  return (Object.keys(DOCUMENT_ACTS) as DocumentAct[])
    .filter((act) => (DOCUMENT_ACTS[act].from as readonly string[]).includes(row.state))
    .map((act) => {
      const barred = barsDocument(row, act, actor);
      if (barred === undefined) return { act, allowed: true, why: null };
      const { zh, en } = toProblem(barred, 'zh');
      return { act, allowed: false, why: { zh, en } };
    });
}

import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { scopeRange } from '@anlan/kernel/access';
import { coverageOf, type FirmNotification, type NotificationRates } from '@anlan/systems/prevention';
import type { Tx } from '../access/scoped.ts';
import { nameFor, type CardRow } from './cards.ts';

/** One enterprise: its cards, who signed, and who has not, by name; undefined = not in scope. */
export async function firmCoverage(tx: Tx, actor: Actor, id: string): Promise<FirmNotification | undefined> {
  const firms = await sql<{
    id: string;
    name: string;
  }>`SELECT id, name FROM enterprise WHERE id = ${id} AND retired_at IS NULL`.execute(tx);
  const [enterprise] = firms.rows;
  if (enterprise === undefined) return undefined;
  const workers = await sql<{ id: string; name: string; post: string }>`
    SELECT id, name, post FROM worker WHERE enterprise = ${id} AND retired_at IS NULL ORDER BY post, name, id`.execute(
    tx,
  );
  const cards = await sql<CardRow>`
    SELECT * FROM risk_card WHERE enterprise_id = ${id} AND superseded_at IS NULL ORDER BY kind, post`.execute(tx);
  const signed = await sql<{ card: string; worker: string }>`
    SELECT s.card_id AS card, s.worker_id AS worker FROM risk_card_signature s JOIN risk_card c ON c.id = s.card_id
    WHERE c.enterprise_id = ${id} AND c.superseded_at IS NULL`.execute(tx);
  const signatures = new Set(signed.rows.map(({ card, worker }) => `${card} ${worker}`));
  const coverage = coverageOf(workers.rows, cards.rows, signatures);
  const byId = new Map(workers.rows.map((worker) => [worker.id, worker]));
  const posts = new Map<string, number>();
  for (const { post } of workers.rows) posts.set(post, (posts.get(post) ?? 0) + 1);
  return {
    enterprise,
    employees: coverage.employees,
    signed: coverage.signed,
    rate: coverage.rate,
    cards: cards.rows.map((card) => {
      const concerned = workers.rows.filter((worker) => card.post === '' || worker.post === card.post);
      return {
        id: card.id,
        kind: card.kind,
        post: card.post,
        title: card.title,
        version: card.card_version,
        documentId: card.document_id,
        publishedAt: card.published_at.getTime(),
        publishedBy: card.published_by,
        ...card.content,
        concerned: concerned.length,
        signed: concerned.filter((worker) => signatures.has(`${card.id} ${worker.id}`)).length,
      };
    }),
    unsigned: coverage.missing.flatMap(({ worker, cards: open }) => {
      const found = byId.get(worker);
      return found === undefined
        ? []
        : [{ workerId: worker, name: nameFor(actor, found.name), post: found.post, cards: [...open], pin: false }];
    }),
    posts: [...posts].map(([post, count]) => ({ post, workers: count })),
  };
}

/** Rates of all enterprises in scope that have workers in the register. */
export async function ratesIn(tx: Tx, region: string | undefined): Promise<NotificationRates> {
  const range = region === undefined ? undefined : scopeRange(region);
  const within = range === undefined ? sql`true` : sql`w.region_path >= ${range.from} AND w.region_path < ${range.to}`;
  const { rows } = await sql<NotificationRates['rows'][number]>`
    WITH told AS (
      SELECT w.id, w.enterprise, count(c.id) AS needed, count(s.card_id) AS done
      FROM worker w
      LEFT JOIN risk_card c ON c.enterprise_id = w.enterprise AND c.superseded_at IS NULL AND (c.post = '' OR c.post = w.post)
      LEFT JOIN risk_card_signature s ON s.card_id = c.id AND s.worker_id = w.id
      WHERE w.retired_at IS NULL AND ${within} GROUP BY w.id, w.enterprise
    ), firm AS (
      SELECT enterprise, count(*)::int AS employees, count(*) FILTER (WHERE needed > 0 AND needed = done)::int AS signed FROM told GROUP BY enterprise
    )
    SELECT e.id, e.name, r.name AS place, f.employees, f.signed,
      (SELECT count(*)::int FROM risk_card c WHERE c.enterprise_id = e.id AND c.superseded_at IS NULL) AS cards
    FROM firm f JOIN enterprise e ON e.id = f.enterprise JOIN region r ON r.path = e.region_path
    WHERE e.retired_at IS NULL ORDER BY f.employees - f.signed DESC, e.name, e.id`.execute(tx);
  return {
    enterprises: rows.length,
    employees: rows.reduce((sum, row) => sum + row.employees, 0),
    signed: rows.reduce((sum, row) => sum + row.signed, 0),
    rows: rows.slice(0, 200),
  };
}

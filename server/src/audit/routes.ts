import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { z } from 'zod';
import { actorOf, need, responses, type RouteModule } from '../http/index.ts';
import { personWithin } from '../identity/people.ts';
import { verifyChain } from './chain.ts';
import { exportLines, headOf } from './export.ts';
import { record } from './record.ts';

const entrySchema = z.object({
  seq: z.number(),
  at: z.number(),
  actorId: z.string().nullable(),
  actor: z.string(),
  verb: z.string(),
  subjectKind: z.string().nullable(),
  subjectId: z.string().nullable(),
  outcome: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

const query = z.strictObject({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  size: z.coerce.number().int().min(1).max(200).default(50),
  actor: z.string().max(60).optional().describe('姓名或账号'),
  verb: z.string().max(60).optional(),
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  from: z.coerce.number().min(0).max(8.64e15).optional(),
  to: z.coerce.number().min(0).max(8.64e15).optional(),
});

type Row = Omit<z.infer<typeof entrySchema>, 'at'> & { at: Date; total: number };

/**
 * The audit, newest first, for the audit administrator: entries of people within their scope, and those of nobody
 * known (failed sign-ins).
 */
export const auditRoutes: RouteModule = (app, context) => {
  const { db } = context;
  void chainRoutes(app, context);
  app.get(
    '/api/audit',
    {
      onRequest: need('audit.read'),
      schema: {
        tags: ['审计 Audit'],
        summary: '审计记录 · Audit entries',
        querystring: query,
        response: responses(z.object({ rows: z.array(entrySchema), total: z.int() })),
      },
    },
    async (request) => {
      const wish = request.query;
      const conditions = [
        sql<boolean>`(a.actor_id IS NULL OR ${personWithin(actorOf(request).scope)})`,
        ...(wish.actor === undefined ? [] : [sql<boolean>`(a.actor = ${wish.actor} OR p.account = ${wish.actor})`]),
        ...(wish.verb === undefined ? [] : [sql<boolean>`a.verb = ${wish.verb}`]),
        ...(wish.outcome === undefined ? [] : [sql<boolean>`a.outcome = ${wish.outcome}`]),
        ...(wish.from === undefined ? [] : [sql<boolean>`a.at >= to_timestamp(${wish.from / 1000})`]),
        ...(wish.to === undefined ? [] : [sql<boolean>`a.at < to_timestamp(${wish.to / 1000})`]),
      ];
      const { rows } = await sql<Row>`
        SELECT a.seq, a.at, a.actor_id AS "actorId", a.actor, a.verb, a.subject_kind AS "subjectKind",
          a.subject_id AS "subjectId", a.outcome, a.detail, count(*) OVER () AS total
        FROM audit a
        LEFT JOIN person p ON p.id = a.actor_id
        LEFT JOIN enterprise e ON e.id = p.scope_organisation
        WHERE ${sql.join(conditions, sql` AND `)}
        ORDER BY a.seq DESC LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(db);
      return { rows: rows.map((row) => ({ ...row, at: row.at.getTime() })), total: rows[0]?.total ?? 0 };
    },
  );
};

const chainSchema = z.object({
  entries: z.int(),
  brokenAt: z.int().nullable(),
  head: z.string().describe('末条指纹，请抄录保存'),
  at: z.number(),
});

const chainRoutes: RouteModule = (app, { db }) => {
  app.get(
    '/api/audit/chain',
    {
      onRequest: need('audit.read'),
      schema: { tags: ['审计 Audit'], summary: '核验审计链 · Verify the chain', response: responses(chainSchema) },
    },
    async (request) => {
      const { head } = await headOf(db);
      const chain = await verifyChain(db);
      await record(db, actorOf(request), 'audit.verify', null, 'done', { entries: chain.entries, head });
      return { ...chain, head, at: Date.now() };
    },
  );
  const file = {
    200: { description: 'One entry per line', content: { 'application/x-ndjson': { schema: z.string() } } },
  };
  app.get(
    '/api/audit/export',
    {
      onRequest: need('audit.read'),
      schema: {
        tags: ['审计 Audit'],
        summary: '导出审计链，可离线核验 · Export for offline verification',
        response: { ...responses(z.string()), ...file },
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      await record(db, actor, 'audit.export', null, 'done', await headOf(db));
      const shown = sql<boolean>`(a.actor_id IS NULL OR ${personWithin(actor.scope)})`;
      const name = `audit-${new Date().toISOString().slice(0, 10)}.ndjson`;
      return (
        reply
          .type('application/x-ndjson')
          .header('content-disposition', `attachment; filename="${name}"`)
          // A stream of the declared text: a chain of millions of entries is never in memory at once.
          .send(Readable.from(exportLines(db, shown)) as unknown as string)
      );
    },
  );
};

import { sql } from 'kysely';
import { z } from 'zod';
import { actorOf, need, responses } from '../http/index.js';
import { personWithin } from '../identity/people.js';
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
/**
 * The audit, newest first, for the audit administrator: entries of people within their scope, and those of nobody
 * known (failed sign-ins).
 */
export const auditRoutes = (app, { db }) => {
    app.get('/api/audit', {
        onRequest: need('audit.read'),
        schema: {
            tags: ['审计 Audit'],
            summary: '审计记录 · Audit entries',
            querystring: query,
            response: responses(z.object({ rows: z.array(entrySchema), total: z.int() })),
        },
    }, async (request) => {
        const wish = request.query;
        const conditions = [
            sql `(a.actor_id IS NULL OR ${personWithin(actorOf(request).scope)})`,
            ...(wish.actor === undefined ? [] : [sql `(a.actor = ${wish.actor} OR p.account = ${wish.actor})`]),
            ...(wish.verb === undefined ? [] : [sql `a.verb = ${wish.verb}`]),
            ...(wish.outcome === undefined ? [] : [sql `a.outcome = ${wish.outcome}`]),
            ...(wish.from === undefined ? [] : [sql `a.at >= to_timestamp(${wish.from / 1000})`]),
            ...(wish.to === undefined ? [] : [sql `a.at < to_timestamp(${wish.to / 1000})`]),
        ];
        const { rows } = await sql `
        SELECT a.seq, a.at, a.actor_id AS "actorId", a.actor, a.verb, a.subject_kind AS "subjectKind",
          a.subject_id AS "subjectId", a.outcome, a.detail, count(*) OVER () AS total
        FROM audit a
        LEFT JOIN person p ON p.id = a.actor_id
        LEFT JOIN enterprise e ON e.id = p.scope_organisation
        WHERE ${sql.join(conditions, sql ` AND `)}
        ORDER BY a.seq DESC LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(db);
        return { rows: rows.map((row) => ({ ...row, at: row.at.getTime() })), total: rows[0]?.total ?? 0 };
    });
};
//# sourceMappingURL=routes.js.map
import { z } from 'zod';
import { may } from '@anlan/kernel/access';
import { tableName } from '@anlan/kernel/entity';
import { withScope } from '../access/scoped.js';
import { auditOutside, record } from '../audit/index.js';
import { actorOf, need, refuseNow, responses } from '../http/index.js';
import { historyOf } from './change.js';
import { csvOf } from './csv.js';
import { listRecords, readRecord } from './list.js';
import { masked } from './mask.js';
import { shapesOf } from './shapes.js';
const EXPORT_LIMIT = 50_000;
export const tagOf = (entity) => [`${entity.label} ${entity.labelEn}`];
export const idParams = z.object({ id: z.guid() });
/** Personal data in clear needs the right to write it; asked for without, the answer is a refusal, not a mask. */
async function revealed(request, reveal) {
    if (reveal !== '1')
        return false;
    await need('registry.write')(request);
    return may(actorOf(request), 'registry.write');
}
export const listRoute = (entity) => (app, { db }) => {
    const shapes = shapesOf(entity);
    app.get(`/api/${entity.plural}`, {
        onRequest: need('registry.read'),
        config: { labels: shapes.labels },
        schema: {
            tags: tagOf(entity),
            summary: `${entity.label}清单 · List`,
            querystring: shapes.query,
            response: responses(shapes.page),
        },
    }, async (request) => {
        const startedAt = performance.now();
        const actor = actorOf(request);
        const { page, size, reveal, ...wish } = request.query;
        const clear = await revealed(request, reveal);
        const found = await withScope(db, actor.scope, (tx) => listRecords(tx, entity, wish, size, (page - 1) * size));
        if (clear)
            await record(db, actor, 'personal.reveal', null, 'done', {
                entity: entity.key,
                wish,
                records: found.rows.length,
            });
        const rows = clear ? found.rows : found.rows.map((row) => masked(entity, row));
        return { ...found, rows, took: Math.round((performance.now() - startedAt) * 10) / 10 };
    });
};
export const exportRoute = (entity) => (app, { db }) => {
    const shapes = shapesOf(entity);
    const csv = {
        200: { description: 'CSV, UTF-8 with byte order mark', content: { 'text/csv': { schema: z.string() } } },
    };
    app.get(`/api/${entity.plural}/export.csv`, {
        onRequest: need('registry.read'),
        config: { labels: shapes.labels },
        schema: {
            tags: tagOf(entity),
            summary: `导出${entity.label} · Export as CSV`,
            querystring: shapes.filters,
            response: { ...responses(z.string()), ...csv },
        },
    }, async (request, reply) => {
        const actor = actorOf(request);
        const { reveal, ...wish } = request.query;
        const clear = await revealed(request, reveal);
        const { rows, total } = await withScope(db, actor.scope, (tx) => listRecords(tx, entity, wish, EXPORT_LIMIT, 0));
        if (total > EXPORT_LIMIT)
            refuseNow('too-large', { limit: `${EXPORT_LIMIT} 行` }, { limit: `${EXPORT_LIMIT} rows` });
        await record(db, actor, 'registry.export', null, 'done', {
            entity: entity.key,
            wish,
            records: total,
            personal: clear,
        });
        const name = encodeURIComponent(`${entity.label}-${new Date().toISOString().slice(0, 10)}.csv`);
        return reply
            .type('text/csv; charset=utf-8')
            .header('content-disposition', `attachment; filename="${entity.plural}.csv"; filename*=UTF-8''${name}`)
            .send(csvOf(entity, clear ? rows : rows.map((row) => masked(entity, row))));
    });
};
export const readRoute = (entity) => (app, context) => {
    const shapes = shapesOf(entity);
    app.get(`/api/${entity.plural}/:id`, {
        onRequest: need('registry.read'),
        schema: {
            tags: tagOf(entity),
            summary: `${entity.label}记录 · Read`,
            params: idParams,
            querystring: z.strictObject({ reveal: z.enum(['0', '1']).optional() }),
            response: responses(shapes.record),
        },
    }, async (request) => {
        const actor = actorOf(request);
        const { id } = request.params;
        const clear = await revealed(request, request.query.reveal);
        const found = await withScope(context.db, actor.scope, (tx) => readRecord(tx, entity, id));
        if (found === undefined)
            return notFound(context, request, entity, id, 'registry.read');
        if (clear)
            await record(context.db, actor, 'personal.reveal', { kind: entity.key, id }, 'done');
        return clear ? found : masked(entity, found);
    });
};
const historySchema = z.array(z.object({
    version: z.int(),
    at: z.number(),
    by: z.string(),
    changes: z.array(z.object({ field: z.string(), label: z.string(), from: z.unknown(), to: z.unknown() })),
}));
export const historyRoute = (entity) => (app, context) => {
    app.get(`/api/${entity.plural}/:id/history`, {
        onRequest: need('registry.read'),
        schema: {
            tags: tagOf(entity),
            summary: `${entity.label}变更 · History`,
            params: idParams,
            response: responses(historySchema),
        },
    }, async (request) => {
        const { id } = request.params;
        const history = await withScope(context.db, actorOf(request).scope, async (tx) => (await readRecord(tx, entity, id)) === undefined ? undefined : historyOf(tx, entity, id));
        return history === undefined
            ? notFound(context, request, entity, id, 'registry.read')
            : [...history].map((version) => ({ ...version, changes: [...version.changes] }));
    });
};
/** The same answer for a record that does not exist and one outside the scope; the latter is audited. */
export async function notFound(context, request, entity, id, verb) {
    await auditOutside(context.db, actorOf(request), tableName(entity), id, verb);
    refuseNow('not-found');
}
//# sourceMappingURL=reading.js.map
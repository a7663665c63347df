import { z } from 'zod';
import { isRefusal } from '@anlan/kernel/refusal';
import { withScope } from '../access/scoped.js';
import { auditOutside, record } from '../audit/index.js';
import { actorOf, answer, need, Refused, refuseNow, responses } from '../http/index.js';
import { changeRecord, retireRecord } from './change.js';
import { referencesIn } from './checks.js';
import { insertRecord, uniqueViolation } from './insert.js';
import { readRecord } from './list.js';
import { masked } from './mask.js';
import { idParams, notFound, tagOf } from './reading.js';
import { shapesOf } from './shapes.js';
import { asOwn, reachOf } from './standing.js';
/** Runs a write under the actor's scope; a unique value taken by somebody else is a refusal, not a bug. */
async function write(context, request, entity, input, work) {
    try {
        const result = await withScope(context.db, actorOf(request).scope, work);
        if (isRefusal(result))
            await auditReference(context, request, entity, input, result);
        return answer(result);
    }
    catch (error) {
        const taken = uniqueViolation(error, entity, input);
        if (taken === undefined)
            throw error;
        throw new Refused(taken);
    }
}
/** Somebody referred to a record outside their scope: refused like one that does not exist, and audited. */
async function auditReference({ db }, request, entity, input, refusal) {
    const reference = referencesIn(entity, input).find(({ key }) => key === refusal.field);
    if (reference !== undefined)
        await auditOutside(db, actorOf(request), reference.table, reference.id, 'registry.write');
}
export const createRoute = (entity) => (app, context) => {
    const shapes = shapesOf(entity);
    app.post(`/api/${entity.plural}`, {
        onRequest: need('registry.write'),
        config: { labels: shapes.labels },
        schema: {
            tags: tagOf(entity),
            summary: `登记${entity.label} · Register`,
            body: shapes.input,
            response: responses(shapes.record, 201),
        },
    }, async (request, reply) => {
        const actor = actorOf(request);
        const input = answer(asOwn(entity, actor, request.body));
        const within = await reachOf(context.db, actor.scope);
        const origin = { provenance: 'manual', demonstration: context.demonstration, by: actor.name, within };
        const created = await write(context, request, entity, input, async (tx) => {
            const id = await insertRecord(tx, entity, input, origin);
            if (isRefusal(id))
                return id;
            const found = (await readRecord(tx, entity, id));
            await record(tx, actor, 'registry.write', { kind: entity.key, id }, 'done', { version: 1 });
            return found;
        });
        return reply.code(201).send(masked(entity, created));
    });
};
export const changeRoute = (entity) => (app, context) => {
    const shapes = shapesOf(entity);
    app.patch(`/api/${entity.plural}/:id`, {
        onRequest: need('registry.write'),
        config: { labels: shapes.labels },
        schema: {
            tags: tagOf(entity),
            summary: `修改${entity.label} · Change`,
            params: idParams,
            body: shapes.patch,
            response: responses(shapes.record),
        },
    }, async (request) => {
        const actor = actorOf(request);
        const { id } = request.params;
        const { version, changes } = request.body;
        const within = await reachOf(context.db, actor.scope);
        const changed = await write(context, request, entity, changes, async (tx) => {
            const result = await changeRecord(tx, entity, id, { version, changes }, { by: actor.name, within });
            if (result !== undefined && !isRefusal(result) && result.fields.length > 0) {
                const detail = { version: result.record.version, fields: result.fields };
                await record(tx, actor, 'registry.write', { kind: entity.key, id }, 'done', detail);
            }
            return result;
        });
        return changed === undefined
            ? notFound(context, request, entity, id, 'registry.write')
            : masked(entity, changed.record);
    });
};
const retirement = z.strictObject({ reason: z.string().trim().max(500, '最长 500 字') });
export const retireRoute = (entity) => (app, context) => {
    const shapes = shapesOf(entity);
    app.post(`/api/${entity.plural}/:id/retire`, {
        onRequest: need('registry.write'),
        schema: {
            tags: tagOf(entity),
            summary: `注销${entity.label} · Retire with a reason`,
            params: idParams,
            body: retirement,
            response: responses(shapes.record),
        },
    }, async (request) => {
        const actor = actorOf(request);
        const { id } = request.params;
        if (request.body.reason === '')
            refuseNow('reason-required', {}, {}, 'reason');
        const retired = await withScope(context.db, actor.scope, async (tx) => {
            const result = await retireRecord(tx, entity, id, request.body.reason, actor.name);
            if (result !== undefined)
                await record(tx, actor, 'registry.retire', { kind: entity.key, id }, 'done', request.body);
            return result;
        });
        return retired === undefined
            ? notFound(context, request, entity, id, 'registry.retire')
            : masked(entity, retired);
    });
};
//# sourceMappingURL=writing.js.map
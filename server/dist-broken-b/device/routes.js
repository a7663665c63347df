import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { refuse } from '@anlan/kernel/refusal';
import { INTAKE_REFUSALS } from '@anlan/kernel/telemetry';
import { withScope } from '../access/scoped.js';
import { auditOutside, record } from '../audit/index.js';
import { actorOf, answer, need, responses } from '../http/index.js';
const tags = ['设备接入 Devices'];
const one = z.object({ id: z.uuid() });
const counterSchema = z.object({ reason: z.string(), label: z.string(), count: z.number(), lastAt: z.number(), lastDetail: z.string().nullable() });
const intakeSchema = z.object({
    connected: z.boolean(),
    since: z.number().nullable(),
    remote: z.string().nullable(),
    lastSeen: z.number().nullable(),
    clockOffsetMs: z.number().nullable(),
    counters: z.array(counterSchema),
});
const listenersSchema = z.array(z.object({ listener: z.string(), port: z.int(), sessions: z.int(), accepted: z.number(), refusals: z.array(counterSchema) }));
const instructionSchema = z.object({
    id: z.string(),
    at: z.number(),
    by: z.string(),
    kind: z.string(),
    text: z.string().nullable(),
    state: z.enum(['sent', 'acknowledged', 'refused', 'timed-out']),
    answeredAt: z.number().nullable(),
});
const instructionInput = z.strictObject({ kind: z.enum(['query', 'text']), text: z.string().trim().min(1).max(200).optional() });
/** How a device's or listener's answer to an instruction is kept. */
const STATES = { done: 'acknowledged', timeout: 'timed-out' };
export const deviceRoutes = (app, context) => {
    app.get('/api/devices/:id/intake', { onRequest: need('device.read'), schema: { tags, summary: '接入情况 · Session and refused input of a device', params: one, response: responses(intakeSchema) } }, async (request) => {
        const actor = actorOf(request);
        const device = await visible(context, actor, request.params.id);
        if (device === undefined)
            return answer(refuse('not-found'));
        const state = await context.mirror.ask('device', { id: device.id });
        const counters = await countersOf(context, sql `device_id = ${device.id}`);
        const unknown = { connected: false, since: null, remote: null, lastSeen: null, clockOffsetMs: null };
        return { ...unknown, ...state, counters: counters.map(({ listener: _, ...counter }) => counter) };
    });
    app.get('/api/intake', { onRequest: need('device.read'), schema: { tags, summary: '接入总览 · Listeners', response: responses(listenersSchema) } }, async () => {
        const state = await context.mirror.ask('state');
        const counters = await countersOf(context, sql `true`);
        return (state?.listeners ?? []).map(({ name, port, sessions, accepted }) => ({
            listener: name,
            port,
            sessions,
            accepted,
            refusals: merged(counters.filter(({ listener }) => listener === name || listener === name.split('-')[0])),
        }));
    });
    app.get('/api/devices/:id/instructions', { onRequest: need('device.read'), schema: { tags, summary: '指令记录 · Instructions', params: one, response: responses(z.array(instructionSchema)) } }, (request) => instructions(context, actorOf(request), request.params.id));
    app.post('/api/devices/:id/instruction', { onRequest: need('device.command'), schema: { tags, summary: '远程调度 · Send an instruction', params: one, body: instructionInput, response: responses(instructionSchema, 201) } }, async (request, reply) => reply.code(201).send(answer(await instruct(context, actorOf(request), request.params.id, request.body))));
};
async function visible(context, actor, id) {
    const { rows } = await withScope(context.db, actor.scope, (tx) => sql `SELECT id, identity, region_path AS "regionPath", organisation_id AS "organisationId", sector FROM device WHERE id = ${id}`.execute(tx));
    if (rows[0] === undefined)
        await auditOutside(context.db, actor, 'device', id, 'device.read');
    return rows[0];
}
async function countersOf(context, condition) {
    const { rows } = await sql `
    SELECT listener, reason, sum(count)::bigint AS count, max(last_at) AS last_at, (array_agg(last_detail ORDER BY last_at DESC))[1] AS last_detail
    FROM intake_refusal WHERE ${condition} GROUP BY listener, reason ORDER BY count DESC`.execute(context.db);
    return rows.map(({ listener, reason, count, last_at, last_detail }) => ({
        listener,
        reason,
        label: INTAKE_REFUSALS[reason] ?? reason,
        count: Number(count),
        lastAt: last_at.getTime(),
        lastDetail: last_detail,
    }));
}
function merged(counters) {
    const byReason = new Map();
    for (const { listener: _, ...counter } of counters) {
        const before = byReason.get(counter.reason);
        byReason.set(counter.reason, before === undefined ? counter : { ...counter, count: before.count + counter.count });
    }
    return [...byReason.values()];
}
async function instructions(context, actor, id) {
    const { rows } = await withScope(context.db, actor.scope, (tx) => sql `
      SELECT id, at, by, kind, text, state, answered_at FROM instruction WHERE device_id = ${id} ORDER BY at DESC LIMIT 50`.execute(tx));
    return rows.map(({ answered_at, ...row }) => ({ ...row, at: row.at.getTime(), answeredAt: answered_at?.getTime() ?? null }));
}
/** Sends an instruction and waits for the device's answer; what was sent and how it ended stays in the log. */
async function instruct(context, actor, id, input) {
    const device = await visible(context, actor, id);
    if (device === undefined)
        return refuse('not-found');
    if (input.kind === 'text' && input.text === undefined)
        return refuse('field-required', { field: '指令内容' }, 'text');
    const row = { id: randomUUID(), at: new Date(), by: actor.name, kind: input.kind, text: input.text ?? null };
    await withScope(context.db, actor.scope, (tx) => sql `
      INSERT INTO instruction (id, device_id, at, by, kind, text, state, region_path, organisation_id, sector)
      VALUES (${row.id}, ${id}, ${row.at}, ${row.by}, ${row.kind}, ${row.text}, 'sent', ${device.regionPath}, ${device.organisationId}, ${device.sector})`.execute(tx));
    const answered = await context.mirror.ask('instruct', { identity: device.identity, command: input });
    const result = answered?.result ?? 'offline';
    const state = STATES[result] ?? 'refused';
    const answeredAt = new Date();
    await withScope(context.db, actor.scope, (tx) => sql `UPDATE instruction SET state = ${state}, answered_at = ${answeredAt} WHERE id = ${row.id}`.execute(tx));
    await record(context.db, actor, 'device.command', { kind: 'device', id }, state === 'acknowledged' ? 'done' : 'failed', { kind: row.kind, text: row.text, result });
    if (result === 'offline')
        return refuse('device-offline');
    return { ...row, at: row.at.getTime(), state, answeredAt: answeredAt.getTime() };
}
//# sourceMappingURL=routes.js.map
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { may } from '@anlan/kernel/access';
import { messageViewSchema, type MessageView } from '@anlan/kernel/notify';
import { refuse, both } from '@anlan/kernel/refusal';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { actorOf, answer, noContent, refuseNow, responses, type RouteModule } from '../http/index.ts';

const tags = ['通知 Messages'];
const contactSchema = z.object({ channel: z.enum(['e-mail', 'sms', 'webhook', 'test']), address: z.string() });
/** How an address of each channel looks. */
const ADDRESSES: Readonly<Record<string, RegExp>> = {
  'e-mail': /^[^\s@]+@[^\s@]+\.[^\s@]+$/,
  sms: /^\+?\d{6,15}$/,
  webhook: /^[\w.:@/-]{1,100}$/,
  test: /^.{1,60}$/,
};

/** What it takes to read of each kind of matter. */
const TOPICS = [
  ['alarm', 'alarm.read'],
  ['case', 'case.read'],
] as const;

interface MessageRow extends Omit<MessageView, 'at' | 'sentAt' | 'readAt'> {
  at: Date;
  sentAt: Date | null;
  readAt: Date | null;
}

const COLUMNS = sql`id, channel, person_name AS "personName", topic, subject_id AS "subjectId", happening, level, text, why, at, state, attempts,
  sent_at AS "sentAt", read_at AS "readAt", error, thread, gathered`;

const viewOf = (row: MessageRow): MessageView => ({
  ...row,
  at: row.at.getTime(),
  sentAt: row.sentAt?.getTime() ?? null,
  readAt: row.readAt?.getTime() ?? null,
});

/** One's own messages, who was told of a matter, addresses, and receipts from outside. */
export const messageRoutes: RouteModule = async (app, context) => {
  app.get(
    '/api/messages',
    {
      schema: {
        tags,
        summary: '我的消息 · My messages, newest first',
        querystring: z.strictObject({
          unread: z.enum(['1']).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: responses(z.object({ unread: z.int(), messages: z.array(messageViewSchema) })),
      },
    },
    async (request) => {
      const { personId } = actorOf(request);
      const { unread, limit } = request.query;
      const { rows } = await sql<MessageRow>`
        SELECT ${COLUMNS} FROM message WHERE person_id = ${personId} AND channel = 'in-app' AND head_id IS NULL AND (${unread === undefined} OR read_at IS NULL)
        ORDER BY at DESC LIMIT ${limit}`.execute(context.db);
      const count = await sql<{ n: number }>`
        SELECT count(*)::int AS n FROM message WHERE person_id = ${personId} AND channel = 'in-app' AND head_id IS NULL AND read_at IS NULL`.execute(
        context.db,
      );
      return { unread: count.rows[0]!.n, messages: rows.map(viewOf) };
    },
  );
  app.post(
    '/api/messages/read',
    {
      schema: {
        tags,
        summary: '标为已读 · Mark messages, and what is gathered under them, as read',
        body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const { personId } = actorOf(request);
      await sql`
        UPDATE message SET state = 'read', read_at = now()
        WHERE person_id = ${personId} AND channel = 'in-app' AND (id = ANY (${request.body.ids}::uuid[]) OR head_id = ANY (${request.body.ids}::uuid[]))
          AND read_at IS NULL`.execute(context.db);
      return reply.code(204).send();
    },
  );
  app.get(
    '/api/messages/of/:subject',
    {
      schema: {
        tags,
        summary: '通知到了谁 · Who was told of an alarm or case, and whether it arrived',
        params: z.object({ subject: z.uuid() }),
        response: responses(z.array(messageViewSchema)),
      },
    },
    (request) =>
      withScope(context.db, actorOf(request).scope, async (tx: Tx) => {
        // Who may not read the matter may not read of it either.
        const topics = TOPICS.flatMap(([topic, verb]) => (may(actorOf(request), verb) ? [topic] : []));
        const { rows } = await sql<MessageRow>`
          SELECT ${COLUMNS} FROM message WHERE subject_id = ${request.params.subject} AND topic = ANY (${topics}::text[]) ORDER BY at, person_name, channel LIMIT 500`.execute(
          tx,
        );
        return rows.map(viewOf);
      }),
  );
  await contactRoutes(app, context);
  await receiptRoutes(app, context);
};

const contactRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/contacts',
    { schema: { tags, summary: '我的联系方式 · My addresses', response: responses(z.array(contactSchema)) } },
    async (request) => {
      const { rows } = await sql<z.infer<typeof contactSchema>>`
        SELECT channel, address FROM contact WHERE person_id = ${actorOf(request).personId} ORDER BY channel`.execute(
        context.db,
      );
      return rows;
    },
  );
  app.put(
    '/api/contacts/:channel',
    {
      schema: {
        tags,
        summary: '设定联系方式 · Set or (empty) remove an address',
        params: contactSchema.pick({ channel: true }),
        body: z.strictObject({ address: z.string().trim().max(120) }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { channel } = request.params;
      const { address } = request.body;
      if (address !== '' && ADDRESSES[channel]?.test(address) !== true)
        return answer(
          refuse(
            'field-invalid',
            { field: both('地址', 'Address'), problem: both('与通道不符', 'it does not fit the channel') },
            'address',
          ),
        );
      await context.db.transaction().execute(async (tx) => {
        await sql`DELETE FROM contact WHERE person_id = ${actor.personId} AND channel = ${channel}`.execute(tx);
        if (address !== '')
          await sql`INSERT INTO contact (person_id, channel, address) VALUES (${actor.personId}, ${channel}, ${address})`.execute(
            tx,
          );
        await record(tx, actor, 'contact.set', { kind: 'person', id: actor.personId }, 'done', {
          channel,
          removed: address === '',
        });
      });
      return reply.code(204).send();
    },
  );
  app.post(
    '/api/contacts/:channel/test',
    {
      schema: {
        tags,
        summary: '试发 · Send oneself a message by a channel',
        params: contactSchema.pick({ channel: true }),
        response: responses(z.object({ id: z.string() }), 202),
      },
    },
    async (request, reply) => {
      const { personId, name, scope } = actorOf(request);
      const place = scope.kind === 'region' ? scope.path : '';
      const id = randomUUID();
      // One's own account is the subject; the cause is below every event's.
      const { rows } = await sql`
        INSERT INTO message (id, cause, person_id, person_name, channel, address, topic, subject_id, happening, level, text, why, at, state, next_at, region_path, organisation_id)
        SELECT ${id}, -(extract(epoch FROM clock_timestamp()) * 1000)::bigint, person_id, ${name}, channel, address, 'test', person_id, 'test', NULL,
          ${`【试发】安澜平台通知通道测试，收到即正常。`}, '本人试发', now(), 'queued', now(), ${place}, ${scope.kind === 'organisation' ? scope.organisationId : null}
        FROM contact WHERE person_id = ${personId} AND channel = ${request.params.channel} RETURNING id`.execute(
        context.db,
      );
      if (rows.length === 0) return answer(refuse('channel-absent'));
      return reply.code(202).send({ id });
    },
  );
  app.get(
    '/api/contacts/tests',
    {
      schema: {
        tags,
        summary: '试发结果 · What became of my test messages',
        response: responses(z.array(messageViewSchema)),
      },
    },
    async (request) => {
      const { rows } = await sql<MessageRow>`
        SELECT DISTINCT ON (channel) ${COLUMNS} FROM message WHERE person_id = ${actorOf(request).personId} AND topic = 'test'
        ORDER BY channel, at DESC`.execute(context.db);
      return rows.map(viewOf);
    },
  );
};

const LARGEST_REPORT = 16 * 1024;
const RAW = new WeakMap<IncomingMessage, Buffer>();

/** A signature is over the bytes as they came; what a parser made of them has other spaces and another order. */
async function keepRaw(request: FastifyRequest, _reply: unknown, payload: AsyncIterable<Buffer>): Promise<Readable> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    length += chunk.length;
    if (length > LARGEST_REPORT) refuseNow('invalid-input', { problem: both('回执过长', 'the report is too long') });
    chunks.push(chunk);
  }
  const raw = Buffer.concat(chunks);
  RAW.set(request.raw, raw);
  return Object.assign(Readable.from([raw]), { receivedEncodedLength: raw.length });
}

/** Delivery reports of a gateway: signed as our own posts are, or nobody hears them. */
const receiptRoutes: RouteModule = (app, context) => {
  app.post(
    '/api/receipts',
    {
      preParsing: keepRaw,
      schema: {
        tags,
        summary: '送达回执 · Delivery report of a gateway, signed',
        headers: z.looseObject({ 'x-anlan-signature': z.string().max(200) }),
        body: z.strictObject({
          receipt: z.string().max(200),
          state: z.enum(['delivered', 'read', 'failed']),
          error: z.string().max(300).optional(),
        }),
        response: noContent,
      },
    },
    async (request, reply) => {
      const { receipt, state, error } = request.body;
      const wanted = createHmac('sha256', context.notifySecret)
        .update(RAW.get(request.raw) ?? '')
        .digest('hex');
      if (!same(request.headers['x-anlan-signature'], `sha256=${wanted}`)) return answer(refuse('not-found'));
      await sql`
        UPDATE message SET state = ${state}, error = ${error ?? null}, delivered_at = CASE WHEN ${state} <> 'failed' THEN coalesce(delivered_at, now()) ELSE delivered_at END,
          read_at = CASE WHEN ${state} = 'read' THEN now() ELSE read_at END
        WHERE receipt = ${receipt} AND state IN ('sent', 'delivered')`.execute(context.db);
      return reply.code(204).send();
    },
  );
};

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

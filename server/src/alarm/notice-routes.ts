import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { noticeSchema } from '@anlan/kernel/alarm';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { noticesOf } from './receipts.ts';
import { addEntry, lockOutbox, publish } from './write.ts';

const tags = ['报警 Alarms'];
const one = z.object({ id: z.uuid() });
const listQuery = z.object({ state: z.enum(['unseen', 'all']).default('all'), alarm: z.uuid().optional() });
const ruleSchema = z.object({
  key: z.string(),
  system: z.string(),
  label: z.string(),
  labelEn: z.string(),
  clause: z.string(),
  cause: z.string(),
  consequence: z.string(),
  response: z.string(),
  en: z
    .object({ clause: z.string(), cause: z.string(), consequence: z.string(), response: z.string() })
    .optional()
    .describe('clause, cause, consequence and response in English'),
  respondWithin: z.number().describe('seconds'),
  escalation: z.array(z.object({ to: z.string(), label: z.string(), after: z.number() })),
});

/** Notices to governments, apart from the enterprise's alarm; and the rationalisation record of every rule. */
export const noticeRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/notices',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '预警通知 · Notices to governments',
        querystring: listQuery,
        response: responses(z.array(noticeSchema)),
      },
    },
    (request) => withScope(context.db, actorOf(request).scope, (tx) => noticesOf(tx, conditionOf(request.query), 500)),
  );
  app.post(
    '/api/notices/:id/seen',
    {
      onRequest: need('alarm.supervise'),
      schema: { tags, summary: '签收通知 · Receive a notice', params: one, response: responses(noticeSchema) },
    },
    async (request) => answer(await act(context, actorOf(request), request.params.id, undefined)),
  );
  app.post(
    '/api/notices/:id/supervise',
    {
      onRequest: need('alarm.supervise'),
      schema: {
        tags,
        summary: '督办企业 · Tell the enterprise what to do',
        params: one,
        body: z.strictObject({ text: z.string().trim().min(1).max(500) }),
        response: responses(noticeSchema),
      },
    },
    async (request) => answer(await act(context, actorOf(request), request.params.id, request.body.text)),
  );
  app.get(
    '/api/rules',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '报警规则依据 · Rationalisation of the rules',
        response: responses(z.array(ruleSchema)),
      },
    },
    () =>
      SYSTEMS.flatMap(({ rules }) => rules).map(
        ({ key, system, label, labelEn, clause, cause, consequence, response, respondWithin, escalation, en }) => ({
          key,
          system,
          label,
          labelEn,
          clause,
          cause,
          consequence,
          response,
          ...(en === undefined ? {} : { en }),
          respondWithin,
          escalation: [...escalation],
        }),
      ),
  );
};

function conditionOf({ state, alarm }: z.infer<typeof listQuery>) {
  const unseen = state === 'unseen' ? sql`n.seen_at IS NULL` : sql`true`;
  return alarm === undefined ? unseen : sql`${unseen} AND n.alarm_id = ${alarm}`;
}

interface Told {
  readonly alarm_id: string;
  readonly region_path: string;
  readonly region_name: string;
  readonly seen_at: Date | null;
  readonly seen_by: string | null;
  readonly supervised_at: Date | null;
}

/** Receives a notice, or supervises by it: only in the name of the government it was given to. */
async function act(
  context: Context,
  actor: Actor,
  id: string,
  text: string | undefined,
): Promise<z.infer<typeof noticeSchema> | Refusal> {
  const visible = await withScope(context.db, actor.scope, (tx) => toldOf(tx, id));
  const own = actor.scope.kind === 'region' ? actor.scope.path : undefined;
  if (visible === undefined || visible.region_path !== own) {
    await auditOutside(context.db, actor, 'notice', id, 'alarm.supervise');
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const told = (await toldOf(tx, id, true)) as Told;
    if (text === undefined && told.seen_at !== null) return refuse('notice-seen', { by: told.seen_by ?? '' });
    const at = new Date();
    await sql`
      UPDATE notice SET seen_at = coalesce(seen_at, ${at}), seen_by = coalesce(seen_by, ${actor.name}),
        supervised_at = CASE WHEN ${text !== undefined} THEN ${at} ELSE supervised_at END,
        supervised_by = CASE WHEN ${text !== undefined} THEN ${actor.name} ELSE supervised_by END,
        supervision = coalesce(${text ?? null}, supervision)
      WHERE id = ${id}`.execute(tx);
    const kind = text === undefined ? 'notice-seen' : 'supervised';
    const line = text === undefined ? `${told.region_name}已签收通知` : `${told.region_name}督办：${text}`;
    await addEntry(tx, told.alarm_id, at, actor.name, kind, line);
    await publish(tx, told.alarm_id, kind);
    await record(tx, actor, `alarm.${kind}`, { kind: 'notice', id }, 'done', {
      alarm: told.alarm_id,
      text: text ?? null,
    });
    const [notice] = await noticesOf(tx, sql`n.id = ${id}`);
    return notice!;
  });
}

async function toldOf(tx: Tx, id: string, lock = false): Promise<Told | undefined> {
  const { rows } = await sql<Told>`
    SELECT alarm_id, region_path, region_name, seen_at, seen_by, supervised_at FROM notice WHERE id = ${id} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
    tx,
  );
  return rows[0];
}

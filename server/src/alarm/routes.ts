import { sql } from 'kysely';
import { z } from 'zod';
import {
  act,
  alarmDetailSchema,
  alarmViewSchema,
  describeCondition,
  isAnswered,
  limitSteps,
  tuned,
  type Act,
  type AlarmDetail,
  type Limits,
  type Rule,
} from '@anlan/kernel/alarm';
import type { Actor, Verb } from '@anlan/kernel/access';
import { LEVELS, LENGTHS } from '@anlan/kernel/entity';
import type { Stages } from '@anlan/kernel/trace';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { limitsOf } from './limits.ts';
import { practiceAt } from './practice.ts';
import { noticesOf, receive } from './receipts.ts';
import { alarmView, ruleOf, type AlarmRow } from './row.ts';
import { seenBy, shelfOf, shelvedFor, sideOf } from './side.ts';
import { addEntry, lockOutbox, publish } from './write.ts';
import { standing } from './stands.ts';

const one = z.object({ id: z.uuid() });
const listQuery = z.object({
  state: z.enum(['active', 'mine', 'all']).default('active'),
  level: z.string().max(LENGTHS.line).optional().describe('comma separated: red,orange,yellow,blue'),
  search: z.string().max(LENGTHS.search).optional(),
  subject: z.uuid().optional().describe('alarms of one point, vehicle, vessel or device'),
  organisation: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(500),
});
const counts = z.object({ unacknowledged: z.int(), handling: z.int(), recovered: z.int(), shelved: z.int() });
const listSchema = z.object({ alarms: z.array(alarmViewSchema), counts, cursor: z.number() });
const tags = ['报警 Alarms'];
const note = z.string().trim().max(500);

/** Each act: its verb of access and what is filled in. */
const ACTS = {
  acknowledge: {
    verb: 'alarm.acknowledge',
    summary: '确认报警 · Acknowledge',
    body: z.strictObject({ note: note.optional() }),
  },
  handle: { verb: 'alarm.handle', summary: '记处置 · Record handling', body: z.strictObject({ note }) },
  close: {
    verb: 'alarm.close',
    summary: '关闭报警 · Close with a handling record',
    body: z.strictObject({ cause: note, measure: note, falseAlarm: z.boolean().optional() }),
  },
  shelve: {
    verb: 'alarm.shelve',
    summary: '搁置 · Shelve until a time',
    body: z.strictObject({ until: z.number(), reason: note }),
  },
  unshelve: { verb: 'alarm.shelve', summary: '取消搁置 · Unshelve', body: z.strictObject({}) },
  reset: {
    verb: 'alarm.close',
    summary: '复位锁存的报警 · Reset a latched alarm',
    body: z.strictObject({ reason: note }),
  },
} as const satisfies Record<Act['verb'], { verb: Verb; summary: string; body: z.ZodObject }>;

export const alarmRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/alarms',
    {
      onRequest: need('alarm.read'),
      schema: { tags, summary: '报警列表 · Alarms', querystring: listQuery, response: responses(listSchema) },
    },
    (request) => list(context, actorOf(request), request.query),
  );
  app.get(
    '/api/alarms/:id',
    {
      onRequest: need('alarm.read'),
      schema: { tags, summary: '报警卡片 · One alarm', params: one, response: responses(alarmDetailSchema) },
    },
    async (request) => answer(await read(context, actorOf(request), request.params.id)),
  );
  for (const [verb, { verb: access, summary, body }] of Object.entries(ACTS)) {
    app.post(
      `/api/alarms/:id/${verb}`,
      { onRequest: need(access), schema: { tags, summary, params: one, body, response: responses(alarmDetailSchema) } },
      async (request) => {
        const actor = actorOf(request);
        const input = { verb, ...(request.body as object) } as Act;
        answer(await perform(context, actor, request.params.id, input));
        return answer(await read(context, actor, request.params.id));
      },
    );
  }
};

async function list(
  context: Context,
  actor: Actor,
  query: z.infer<typeof listQuery>,
): Promise<z.infer<typeof listSchema>> {
  const levels = query.level?.split(',').filter((level) => (LEVELS as readonly string[]).includes(level)) ?? [];
  const conditions = [
    query.state === 'all' ? sql`true` : sql`closed_at IS NULL`,
    query.state === 'mine' ? sql`acknowledged_by = ${actor.name}` : sql`true`,
    levels.length > 0 ? sql`level = ANY(${levels})` : sql`true`,
    query.subject === undefined ? sql`true` : sql`(subject_id = ${query.subject} OR device_id = ${query.subject})`,
    query.organisation === undefined ? sql`true` : sql`organisation_id = ${query.organisation}`,
    query.search === undefined || query.search === ''
      ? sql`true`
      : sql`(position(lower(${query.search}) in lower(concat_ws(' ', subject_name, place_name, region_name, number, rule_label))) > 0)`,
  ];
  const cursor = context.outbox.cursor();
  const side = sideOf(actor.scope);
  const shelved = shelvedFor(side);
  return withScope(context.db, actor.scope, async (tx) => {
    const found = await sql<AlarmRow>`
      SELECT * FROM alarm WHERE ${sql.join(conditions, sql` AND `)} ORDER BY raised_at DESC LIMIT ${query.limit}`.execute(
      tx,
    );
    const totals = await sql<z.infer<typeof counts>>`
      SELECT count(*) FILTER (WHERE response = 'unacknowledged' AND ${standing()} AND ${shelved} IS NULL)::int AS unacknowledged,
             count(*) FILTER (WHERE response IN ('acknowledged', 'handling') AND ${standing()} AND ${shelved} IS NULL)::int AS handling,
             count(*) FILTER (WHERE NOT ${standing()} AND ${shelved} IS NULL)::int AS recovered,
             count(*) FILTER (WHERE ${shelved} IS NOT NULL)::int AS shelved
      FROM alarm WHERE closed_at IS NULL`.execute(tx);
    const alarms = found.rows.map((row) => seenBy(side, alarmView(row)));
    return { alarms, counts: totals.rows[0] as z.infer<typeof counts>, cursor };
  });
}

async function read(context: Context, actor: Actor, id: string): Promise<AlarmDetail | Refusal> {
  const detail = await withScope(context.db, actor.scope, (tx) => readIn(tx, id));
  if (detail !== undefined) return { ...detail, alarm: seenBy(sideOf(actor.scope), detail.alarm) };
  await auditOutside(context.db, actor, 'alarm', id, 'alarm.read');
  return refuse('not-found');
}

async function readIn(tx: Tx, id: string): Promise<AlarmDetail | undefined> {
  const { rows } = await sql<AlarmRow>`SELECT * FROM alarm WHERE id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const trail = await sql<{
    at: Date;
    by: string;
    kind: string;
    text: string;
    file: { sha256: string; type: string } | null;
    cause: string | null;
    stages: Stages | null;
  }>`
    SELECT at, by, kind, text, cause, stages, CASE WHEN file_sha256 IS NULL THEN NULL ELSE json_build_object('sha256', file_sha256, 'type', file_type) END AS file FROM alarm_entry WHERE alarm_id = ${id} ORDER BY seq`.execute(
    tx,
  );
  const same = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM alarm WHERE subject_id = ${row.subject_id} AND rule = ${row.rule} AND raised_at > now() - interval '30 days'`.execute(
    tx,
  );
  const limits = await limitsOf(tx, row);
  const rule = ruleOf(row.rule);
  const notices = await noticesOf(tx, sql`n.alarm_id = ${id}`);
  return {
    alarm: alarmView(row),
    trail: trail.rows.map((entry) => ({ ...entry, at: entry.at.getTime() })),
    why: {
      condition: rule === undefined ? '' : conditionOf(rule, limits, row.unit, 'zh'),
      clause: rule?.clause ?? '',
      cause: rule?.cause ?? '',
      consequence: rule?.consequence ?? '',
      response: rule?.response ?? '',
      ...(rule === undefined ? {} : { respondWithin: rule.respondWithin }),
      ...(rule?.en === undefined ? {} : { en: { ...rule.en, condition: conditionOf(rule, limits, row.unit, 'en') } }),
    },
    notices,
    limits: (rule === undefined ? [] : limitSteps(rule.condition)).flatMap(({ level, limit, label, labelEn }) => {
      const value = limits[limit];
      return value === undefined
        ? []
        : [{ key: limit, level, label, ...(labelEn === undefined ? {} : { labelEn }), value }];
    }),
    sameSubject30d: same.rows[0]?.count ?? 0,
    ...(await grownOutOf(tx, row)),
    shelveHours: (await practiceAt(tx, row.region_path, Date.now())).shelveHours,
  };
}

/** What has grown out of an alarm: cases – its own and, of one that goes on, the first one's – and flash reports. */
async function grownOutOf(tx: Tx, row: AlarmRow): Promise<Pick<AlarmDetail, 'cases' | 'reports'>> {
  const cases = await sql<{
    id: string;
    number: string;
    kind: string;
    title: string;
    state: string;
    closed: Date | null;
  }>`
    SELECT id, number, kind, title, state, closed_at AS closed FROM case_file
    WHERE origin_id = ANY (${[row.id, row.continues_id]}::uuid[]) ORDER BY opened_at`.execute(tx);
  const reports = await sql<{ id: string; number: string; seq: number; received: Date }>`
    SELECT id, number, seq, received_at AS received FROM flash_report WHERE alarm_id = ${row.id} ORDER BY received_at`.execute(
    tx,
  );
  return {
    cases: cases.rows.map(({ closed, ...one }) => ({ ...one, closedAt: closed?.getTime() ?? null })),
    reports: reports.rows.map(({ received, ...one }) => ({ ...one, receivedAt: received.getTime() })),
  };
}

const LATCHED = { zh: ' · 锁存', en: ' · latched' } as const;

function conditionOf(rule: Rule, limits: Limits, unit: string, language: 'zh' | 'en'): string {
  const told = describeCondition(tuned(rule, limits), limits, unit, language);
  return rule.latched === true ? `${told}${LATCHED[language]}` : told;
}

/** What closing says of an alarm: that it was so and is dealt with, or that nothing had happened. */
function closeResult(input: Act): 'handled' | 'false' {
  return input.verb === 'close' && input.falseAlarm === true ? 'false' : 'handled';
}

/** Locks the alarm inside the actor's scope, applies the act, and writes alarm, trail and event in one transaction. */
async function perform(context: Context, actor: Actor, id: string, input: Act): Promise<undefined | Refusal> {
  const visible = await withScope(context.db, actor.scope, (tx) => sql`SELECT FROM alarm WHERE id = ${id}`.execute(tx));
  if (visible.rows.length === 0) {
    await auditOutside(context.db, actor, 'alarm', id, `alarm.${input.verb}`);
    return refuse('not-found');
  }
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<AlarmRow>`SELECT * FROM alarm WHERE id = ${id} FOR UPDATE`.execute(tx);
    const row = rows[0] as AlarmRow;
    const at = new Date();
    const { level, response } = row;
    const side = sideOf(actor.scope);
    const shelf = shelfOf(side, row);
    // A government's answer is first of all the receipt of its own notice; it never answers for the enterprise.
    const received = input.verb === 'acknowledge' && side === 'government' && (await receive(tx, actor, row, at));
    if (received && response !== 'unacknowledged') return undefined;
    const standing = {
      level,
      response,
      recoveredAt: row.recovered_at?.getTime() ?? null,
      latchedAt: row.latched_at?.getTime() ?? null,
      shelvedUntil: row[shelf]?.getTime() ?? null,
      plantAcknowledgedAt: row.plant_acknowledged_at?.getTime() ?? null,
    };
    const practice = await practiceAt(tx, row.region_path, at.getTime());
    const outcome = act(standing, input, at.getTime(), side, practice);
    if (isRefusal(outcome)) return outcome;
    const next = outcome.standing;
    const plantAnswer = standing.plantAcknowledgedAt === null && next.plantAcknowledgedAt != null;
    const firstAnswer = response === 'unacknowledged' && next.response !== 'unacknowledged';
    await sql`
      UPDATE alarm SET response = ${next.response}, ${sql.ref(shelf)} = ${next.shelvedUntil === null ? null : new Date(next.shelvedUntil)},
        acknowledged_at = CASE WHEN ${firstAnswer} THEN ${at} ELSE acknowledged_at END,
        acknowledged_by = CASE WHEN ${firstAnswer} THEN ${actor.name} ELSE acknowledged_by END,
        plant_acknowledged_at = CASE WHEN ${plantAnswer} THEN ${at} ELSE plant_acknowledged_at END,
        plant_acknowledged_by = CASE WHEN ${plantAnswer} THEN ${actor.name} ELSE plant_acknowledged_by END,
        escalate_at = CASE WHEN ${isAnswered(next, row.organisation_id !== null)} THEN NULL ELSE escalate_at END,
        latched_at = CASE WHEN ${next.latchedAt == null} THEN NULL ELSE latched_at END,
        closed_at = CASE WHEN ${next.response === 'closed'} THEN ${at} ELSE closed_at END,
        close_result = CASE WHEN ${next.response === 'closed'} THEN ${closeResult(input)} ELSE close_result END,
        version = version + 1
      WHERE id = ${id}`.execute(tx);
    await addEntry(tx, id, at, actor.name, outcome.entry.kind, outcome.entry.text);
    await publish(tx, id, outcome.entry.kind);
    await record(tx, actor, `alarm.${input.verb}`, { kind: 'alarm', id }, 'done', {
      number: row.number,
      text: outcome.entry.text,
    });
    return undefined;
  });
}

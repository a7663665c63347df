import { sql } from 'kysely';
import { may, type Actor, type Verb } from '@anlan/kernel/access';
import { decimalsOf, RESPONSES, rungInEnglish, shownValue, stands, type Side } from '@anlan/kernel/alarm';
import { LEVEL_LABELS } from '@anlan/kernel/entity';
import { withScope, type Tx } from '../access/scoped.ts';
import { alarmView, ruleOf, type AlarmRow } from '../alarm/row.ts';
import { shelfOf, shelvedFor, sideOf } from '../alarm/side.ts';
import { hazardDutyPart } from '../hazard-duty/home.ts';
import { responses, visitOf, type RouteModule } from '../http/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { casePart } from './cases.ts';
import { homeSchema, type Count, type Home, type Item, type Part } from './shapes.ts';
import { standing } from '../alarm/stands.ts';

const DAY = 86_400_000;

/** 待办: one list ordered by "when does this get worse", never by system. */
export const homeRoutes: RouteModule = (app, context) => {
  app.get(
    '/api/home',
    {
      schema: {
        tags: ['待办 Home'],
        summary: '现在需要我处理什么 · What needs me now',
        response: responses(homeSchema),
      },
    },
    (request) => {
      const { actor, previousVisitAt } = visitOf(request);
      return withScope(context.db, actor.scope, (tx) => homeOf(tx, actor, previousVisitAt, Date.now()));
    },
  );
};

const NOTHING: Part = {
  now: [],
  today: [],
  week: [],
  counts: [],
  levels: { red: 0, orange: 0, yellow: 0, blue: 0 },
  since: [],
};

/** Each part of the page with the verb it takes to see it: administrators have no business verb and get an empty page, not a closed door. */
const PARTS: readonly {
  verb: Verb;
  part: (tx: Tx, actor: Actor, lastVisit: number | null, now: number) => Promise<Partial<Part>>;
}[] = [
  { verb: 'alarm.read', part: alarmPart },
  { verb: 'case.read', part: casePart },
  { verb: 'registry.read', part: registryPart },
  { verb: 'registry.read', part: hazardDutyPart },
];

async function homeOf(tx: Tx, actor: Actor, lastVisit: number | null, now: number): Promise<Home> {
  let home = NOTHING;
  for (const { verb, part } of PARTS) {
    if (!may(actor, verb)) continue;
    const own = await part(tx, actor, lastVisit, now);
    home = {
      ...home,
      ...own,
      now: [...home.now, ...(own.now ?? [])],
      today: [...home.today, ...(own.today ?? [])],
      week: [...home.week, ...(own.week ?? [])],
      counts: [...home.counts, ...(own.counts ?? [])],
    };
  }
  const worstFirst = { now: [...home.now].sort(byUrgency), today: [...home.today].sort(byUrgency) };
  return { ...home, ...worstFirst, lastVisit };
}

async function registryPart(tx: Tx, actor: Actor, _lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const week = await licences(tx, actor, now);
  const levels = await riskLevels(tx);
  const devices = await sql<{
    total: number;
  }>`SELECT count(*)::int AS total FROM device WHERE retired_at IS NULL AND protocol <> 'watch'`.execute(tx);
  const counts = [
    count(
      'devices',
      ['登记设备', 'Devices'],
      devices.rows[0]?.total ?? 0,
      ['看接入情况', 'registered'],
      '/registry/devices',
    ),
  ];
  return { week, levels, counts };
}

async function alarmPart(tx: Tx, actor: Actor, lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const open = await sql<AlarmRow>`
    SELECT * FROM alarm WHERE closed_at IS NULL
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], level), raised_at DESC LIMIT 300`.execute(tx);
  const items = open.rows.map((row) => alarmItem(row, actor, now));
  const side = sideOf(actor.scope);
  const isOver = (row: AlarmRow): boolean => row.recovered_at !== null && row.latched_at === null;
  const running = (row: AlarmRow): boolean => !isOver(row) && row[shelfOf(side, row)] === null;
  const nowItems = items.filter((_, index) => running(open.rows[index] as AlarmRow)).sort(byUrgency);
  const today = items.filter((_, index) => isOver(open.rows[index] as AlarmRow)).sort(byUrgency);
  const since = await sql<{ at: Date; kind: string; said: string; subject: string; rule: string; id: string }>`
    SELECT e.at, e.kind, e.text AS said, a.subject_name AS subject, a.rule, a.id FROM alarm_entry e JOIN alarm a ON a.id = e.alarm_id
    WHERE e.at > ${new Date(lastVisit ?? now - DAY)} ORDER BY e.at DESC LIMIT 8`.execute(tx);
  return {
    now: nowItems.slice(0, 30),
    today: today.slice(0, 30),
    counts: await alarmCounts(tx, side, now),
    since: since.rows.map(({ at, id, ...line }) => ({
      ...line,
      at: at.getTime(),
      text: `${line.subject} ${line.said}`,
      href: `/desk?alarm=${id}`,
    })),
  };
}

type Said = readonly [zh: string, en: string];

function count(key: string, label: Said, value: number, note: Said, href: string, of: number | null = null): Count {
  return { key, label: label[0], value, of, note: note[0], href, en: { label: label[1], note: note[1] } };
}

async function alarmCounts(tx: Tx, side: Side, now: number): Promise<Count[]> {
  const totals = await openAlarms(tx, side);
  const day = await sql<{ n: number; closed: number }>`
    SELECT count(*)::int AS n, count(*) FILTER (WHERE closed_at IS NOT NULL)::int AS closed FROM alarm WHERE raised_at > ${new Date(now - DAY)}`.execute(
    tx,
  );
  const { n, closed } = day.rows[0]!;
  // What came since and is still open, against what stood open then and is closed now.
  const moved = await sql<{ more: number }>`
    SELECT ((SELECT count(*) FROM alarm WHERE closed_at IS NULL AND raised_at > ${new Date(now - DAY)})
      - (SELECT count(*) FROM alarm WHERE closed_at > ${new Date(now - DAY)} AND raised_at <= ${new Date(now - DAY)}))::int AS more`.execute(
    tx,
  );
  const waiting = totals.running + totals.recovered;
  const unanswered: Said =
    totals.unanswered === 0
      ? ['没有未确认的报警', 'none unanswered']
      : [`${totals.unanswered} 条未确认`, `${totals.unanswered} unanswered`];
  const today: Said = [`24 小时内 ${n} 条`, `${n} in 24 h`];
  const record: Said = ['关闭须有处置记录', 'record due'];
  return [
    {
      ...count('mine', ['待我处理', 'Waiting for me'], waiting, unanswered, '/desk'),
      before: Math.max(0, waiting - moved.rows[0]!.more),
    },
    count('active', ['辖区在警', 'Alarms running'], totals.running, today, '/desk'),
    count('recovered', ['已恢复待关闭', 'Recovered, to close'], totals.recovered, record, '/desk?group=recovered'),
    count(
      'closed',
      ['24 小时关闭', 'Closed in 24 h'],
      closed,
      ['已关闭 / 已发生', 'closed / raised'],
      '/desk?state=all',
      n,
    ),
  ];
}

/** Open alarms, however many: running and not shelved, of these unanswered, and recovered. */
async function openAlarms(tx: Tx, side: Side): Promise<{ running: number; unanswered: number; recovered: number }> {
  const { rows } = await sql<{ running: number; unanswered: number; recovered: number }>`
    SELECT count(*) FILTER (WHERE ${standing()} AND ${shelvedFor(side)} IS NULL)::int AS running,
           count(*) FILTER (WHERE ${standing()} AND ${shelvedFor(side)} IS NULL AND response = 'unacknowledged')::int AS unanswered,
           count(*) FILTER (WHERE NOT ${standing()})::int AS recovered
    FROM alarm WHERE closed_at IS NULL`.execute(tx);
  return rows[0]!;
}

function byUrgency(a: Item, b: Item): number {
  const rank = (item: Item): number => (item.level === null ? 0 : LEVEL_LABELS[item.level].rank);
  return rank(b) - rank(a) || (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY);
}

function alarmItem(row: AlarmRow, actor: Actor, now: number): Item {
  const alarm = alarmView(row);
  const verb = verbOf(alarm, actor);
  const due = dueOf(alarm);
  const own = actor.scope.kind === 'organisation';
  const value = shownValue(alarm);
  return {
    kind: 'alarm',
    id: alarm.id,
    level: alarm.level,
    title: `${alarm.ruleLabel}${RESPONSES[alarm.response]} · ${alarm.subjectName}`,
    value: value === null ? null : `${Number(value.toFixed(decimalsOf(value, alarm.limit)))} ${alarm.unit}`,
    sub: `${alarm.placeName} · ${alarm.regionName}`,
    why: own ? '本企业报警' : '辖区值守',
    dueAt: stands(alarm) ? alarm.escalateAt : null,
    due: due[0],
    verb: {
      label: verb[0],
      href: `/desk?alarm=${alarm.id}`,
      primary: alarm.response === 'unacknowledged' && now - alarm.seenAt < DAY,
    },
    en: {
      title: `${ruleOf(row.rule)?.labelEn ?? alarm.ruleLabel}, ${alarm.response} · ${alarm.subjectName}`,
      why: own ? 'own enterprise' : 'on duty here',
      due: due[1],
      verb: verb[1],
    },
  };
}

/** What becomes of an alarm that is left. */
function dueOf({ response, recoveredAt, latchedAt, escalateAt, escalation }: ReturnType<typeof alarmView>): Said {
  const next = escalation.find((rung) => !rung.reached);
  if (latchedAt != null) return ['锁存，待复位', 'latched, to be reset'];
  if (recoveredAt !== null) return ['待补处置记录', 'record due'];
  if (next === undefined && escalation.length > 0 && response === 'unacknowledged')
    return ['已逐级通知完，仍未确认', 'all told, unanswered'];
  if (next === undefined || escalateAt === null) return ['计时已停', 'stopped'];
  return [`升级到${next.label}`, `to ${rungInEnglish(next)}`];
}

function verbOf(
  alarm: { response: string; recoveredAt: number | null; latchedAt?: number | null | undefined },
  actor: Actor,
): Said {
  if (alarm.latchedAt != null && may(actor, 'alarm.close')) return ['去复位', 'Reset'];
  if (alarm.recoveredAt !== null) return may(actor, 'alarm.close') ? ['去关闭', 'Close'] : ['去补记', 'Record'];
  if (alarm.response === 'unacknowledged' && may(actor, 'alarm.acknowledge')) return ['去确认', 'Acknowledge'];
  return may(actor, 'alarm.handle') ? ['去处置', 'Handle'] : ['去看', 'Look'];
}

/** Licences that end soon, as the viewer's place has set it, or have ended. */
async function licences(tx: Tx, actor: Actor, now: number): Promise<Item[]> {
  const place = actor.scope.kind === 'region' ? actor.scope.path : '';
  const notice = (await valuesFor(tx, place, now)).number('enterprise.licence-notice-days');
  const { rows } = await sql<{ id: string; name: string; licence_until: string }>`
    SELECT id, name, licence_until FROM enterprise
    WHERE retired_at IS NULL AND licence_until < ${new Date(now + notice * DAY).toISOString().slice(0, 10)}
    ORDER BY licence_until LIMIT 12`.execute(tx);
  return rows.map(({ id, name, licence_until }) => {
    const dueAt = Date.parse(`${licence_until}T00:00:00+08:00`);
    return {
      kind: 'record',
      id,
      level: null,
      title: `安全生产许可证${dueAt < now ? '已过期' : '即将到期'} · ${name}`,
      value: null,
      sub: `有效期至 ${licence_until}`,
      why: '辖区企业',
      dueAt,
      due: licence_until,
      verb: { label: '看企业', href: `/enterprises/${id}`, primary: false },
      en: {
        title: `Safety licence ${dueAt < now ? 'has expired' : 'expires soon'} · ${name}`,
        sub: `valid until ${licence_until}`,
        why: 'enterprise here',
        due: licence_until,
        verb: 'Enterprise',
      },
    };
  });
}

async function riskLevels(tx: Tx): Promise<Home['levels']> {
  const levels = { red: 0, orange: 0, yellow: 0, blue: 0 };
  const { rows } = await sql<{ level: keyof typeof levels; n: number }>`
    SELECT risk_level AS level, count(*)::int AS n FROM enterprise WHERE retired_at IS NULL GROUP BY 1`.execute(tx);
  for (const { level, n } of rows) levels[level] = n;
  return levels;
}

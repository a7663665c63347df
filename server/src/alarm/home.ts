import { sql } from 'kysely';
import { may, type Actor, type Verb } from '@anlan/kernel/access';
import {
  decimalsOf,
  RESPONSES,
  rungInEnglish,
  shownValue,
  stands,
  underFirst,
  type CauseGroup,
  type Side,
} from '@anlan/kernel/alarm';
import { LEVEL_LABELS } from '@anlan/kernel/entity';
import type { Tx } from '../access/scoped.ts';
import { byUrgency, count, MOST, type Said } from '../home/item.ts';
import type { Count, Item, Part } from '../home/shapes.ts';
import { alarmView, ruleOf, type AlarmRow } from './row.ts';
import { shelfOf, shelvedFor, sideOf } from './side.ts';
import { standing } from './stands.ts';

const DAY = 86_400_000;
/** More open alarms than this are counted, not listed. */
const LISTED = 300;
/** With any of these an alarm can be answered. */
const ANSWERS = ['alarm.acknowledge', 'alarm.handle', 'alarm.close'] as const satisfies readonly Verb[];

/** Alarms that wait for the actor: those that run now, those that are over and want a record today. */
export async function alarmPart(tx: Tx, actor: Actor, lastVisit: number | null, now: number): Promise<Partial<Part>> {
  const open = await sql<AlarmRow>`
    SELECT * FROM alarm WHERE closed_at IS NULL
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], level), raised_at DESC LIMIT ${LISTED}`.execute(
    tx,
  );
  // Who cannot answer alarms looks at the gravest of their place, or of their own plant at all.
  const answers = ANSWERS.some((verb) => may(actor, verb));
  const concerns = (row: AlarmRow): boolean => answers || actor.scope.kind === 'organisation' || row.level === 'red';
  const shown = open.rows.filter(concerns);
  const side = sideOf(actor.scope);
  const isOver = (row: AlarmRow): boolean => row.recovered_at !== null && row.latched_at === null;
  const running = (row: AlarmRow): boolean => !isOver(row) && row[shelfOf(side, row)] === null;
  const nowItems = byCause(shown.filter(running)).map((group) => causeItem(group, actor, now));
  const today = shown.filter((row) => answers && isOver(row)).map((row) => alarmItem(row, actor, now));
  const since = await sql<{ at: Date; kind: string; said: string; subject: string; rule: string; id: string }>`
    SELECT e.at, e.kind, e.text AS said, a.subject_name AS subject, a.rule, a.id FROM alarm_entry e JOIN alarm a ON a.id = e.alarm_id
    WHERE e.at > ${new Date(lastVisit ?? now - DAY)} ORDER BY e.at DESC LIMIT 8`.execute(tx);
  return {
    now: nowItems.toSorted(byUrgency).slice(0, MOST),
    today: today.toSorted(byUrgency).slice(0, MOST),
    counts: (await alarmCounts(tx, side, now)).filter(({ key }) => answers || key !== 'mine'),
    since: since.rows.map(({ at, id, ...line }) => ({
      ...line,
      at: at.getTime(),
      text: `${line.subject} ${line.said}`,
      href: `/desk?alarm=${id}`,
    })),
  };
}

/** The silences of one device are one thing, whichever of its points noticed it. */
const causeOf = ({ id, rule, device_id: device, since, first_out_id: first }: AlarmRow) => ({
  id,
  since: since.getTime(),
  firstOutId: first ?? (device !== null && ruleOf(rule)?.condition.kind === 'silence' ? `silent ${device}` : null),
});

/**
 * What somebody sees to at once: alarms under their likely first cause. Those that are graver than it, or wait for an
 * answer that it already has, stand by themselves.
 */
function byCause(rows: readonly AlarmRow[]): CauseGroup<AlarmRow>[] {
  return underFirst(rows, causeOf).flatMap(({ first, followers }) => {
    const hides = ({ level, response }: AlarmRow): boolean =>
      LEVEL_LABELS[level].rank <= LEVEL_LABELS[first.level].rank &&
      (response !== 'unacknowledged' || first.response === 'unacknowledged');
    const apart = followers.filter((row) => !hides(row)).map((row) => ({ first: row, followers: [] }));
    return [{ first, followers: followers.filter(hides) }, ...apart];
  });
}

/** The first of a cause, with how many follow it and when the soonest of them gets worse. */
function causeItem({ first, followers }: CauseGroup<AlarmRow>, actor: Actor, now: number): Item {
  const item = alarmItem(first, actor, now);
  if (followers.length === 0) return item;
  const [soonest] = [item, ...followers.map((row) => alarmItem(row, actor, now))].toSorted(
    (a, b) => (a.dueAt ?? Number.POSITIVE_INFINITY) - (b.dueAt ?? Number.POSITIVE_INFINITY),
  );
  const { dueAt, due, en } = soonest!;
  const more = followers.length;
  return {
    ...item,
    dueAt,
    due,
    sub: `另有同源报警 ${more} 条 · ${item.sub}`,
    en: { ...item.en!, due: en!.due, sub: `${more} more of the same cause · ${item.sub}` },
  };
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
    dueAt: stands(alarm) ? (alarm.escalateAt ?? allTold(alarm)) : null,
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

/** When the last of all whom its ladder names was told of an alarm that nobody has answered; null = it has not come to that. */
function allTold({
  response,
  escalation,
}: Pick<ReturnType<typeof alarmView>, 'response' | 'escalation'>): number | null {
  const last = escalation.at(-1);
  return response === 'unacknowledged' && last?.reached === true ? last.at : null;
}

/** What becomes of an alarm that is left. */
function dueOf({ response, recoveredAt, latchedAt, escalateAt, escalation }: ReturnType<typeof alarmView>): Said {
  const next = escalation.find((rung) => !rung.reached);
  if (latchedAt != null) return ['锁存，待复位', 'latched, to be reset'];
  if (recoveredAt !== null) return ['待补处置记录', 'record due'];
  if (allTold({ response, escalation }) !== null) return ['已逐级通知完，仍未确认', 'all told, unanswered'];
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

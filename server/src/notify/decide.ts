import { sql } from 'kysely';
import { decimalsOf, shownValue } from '@anlan/kernel/alarm';
import { columnName, LEVEL_LABELS } from '@anlan/kernel/entity';
import { detailTable, supervisorLabel, type CaseKind, type Side, type Supervisor } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';
import type { OutboxEvent } from '../live/outbox.ts';
import { followersOf, governmentOf, ofOrganisation, ofPlace, type Recipient } from './recipients.ts';

/** What is to be said to whom because of an event. */
export interface Telling {
  readonly subjectId: string;
  readonly level: string | null;
  /** A late matter leaves the platform whatever its level, where the jurisdiction says so. */
  readonly late?: boolean;
  /** Sort of matter whose notices are gathered into one while it is unread; without, the notice stands alone. */
  readonly thread?: string;
  readonly text: string;
  readonly to: readonly Recipient[];
}

type AlarmEvent = Extract<OutboxEvent, { topic: 'alarm' }>;
type CaseEvent = Extract<OutboxEvent, { topic: 'case' }>;

/** Happenings of an alarm that call on people; the rest is for screens. */
const ALARM_CALLS = new Set(['raised', 'level-raised', 'came-live', 'escalated']);

/** Decides who is told of an event; nobody, for most. Part of the transaction that stores the messages. */
export async function decide(tx: Tx, event: OutboxEvent): Promise<Telling | undefined> {
  const telling = await (event.topic === 'alarm' ? decideAlarm(tx, event) : decideCase(tx, event));
  if (telling === undefined || event.body.organisationId === null || !FOLLOWED.has(event.happening)) return telling;
  // Who has a part in it is told for that reason; who only follows comes after.
  const { organisationId, regionPath } = event.body;
  const verb = event.topic === 'alarm' ? 'alarm.read' : 'case.read';
  const followers = await followersOf(tx, { organisationId, regionPath, sector: event.sector }, verb);
  return { ...telling, to: [...telling.to, ...followers] };
}

/** Happenings that those who follow an enterprise are told of: that something begins, grows worse or is late. */
const FOLLOWED: ReadonlySet<string> = new Set(['raised', 'came-live', 'level-raised', 'opened', 'overdue']);

async function decideAlarm(tx: Tx, { happening, body: alarm, sector }: AlarmEvent): Promise<Telling | undefined> {
  // What happened long ago and became known late wakes nobody.
  if (!ALARM_CALLS.has(happening) || alarm.marks?.retrospective === true) return undefined;
  const at = Date.now();
  const reached = alarm.escalation.filter((rung) => rung.reached);
  const rungs = happening === 'escalated' ? reached.slice(-1) : reached;
  const to: Recipient[] = [];
  for (const rung of rungs) {
    if (rung.to === 'enterprise') {
      if (alarm.organisationId !== null) to.push(...(await ofOrganisation(tx, alarm.organisationId)));
      continue;
    }
    const place = await governmentOf(tx, alarm.regionPath, rung.to);
    if (place !== undefined)
      to.push(...(await ofPlace(tx, place, sector, at, rung.to === 'leader' ? 'leader' : undefined)));
  }
  // Governments that the level itself calls have a notice of this alarm; those of the ladder are told as it climbs, also
  // where it has climbed before anybody came to this event.
  if (happening !== 'escalated') {
    const { rows } = await sql<{
      place: string;
    }>`SELECT region_path AS place FROM notice WHERE alarm_id = ${alarm.id} AND cause = 'level'`.execute(tx);
    for (const { place } of rows) to.push(...(await ofPlace(tx, place, sector, at)));
  }
  const shown = shownValue(alarm);
  const value = shown === null ? '' : ` ${Number(shown.toFixed(decimalsOf(shown, alarm.limit)))} ${alarm.unit}`;
  const how =
    { raised: '报警', 'came-live': '报警', 'level-raised': '报警升级', escalated: '报警未确认，升级告知' }[happening] ??
    '报警';
  const text = `【${LEVEL_LABELS[alarm.level].alarm}】${how}：${alarm.placeName} ${alarm.subjectName} ${alarm.ruleLabel}（${alarm.label}）${value}，${alarm.regionName}，编号 ${alarm.number}`;
  return { subjectId: alarm.id, level: alarm.level, text, to };
}

/** Levels of a case that stand alone: they are never gathered with others of their sort. */
const GRAVE: ReadonlySet<string> = new Set(['red', 'orange']);

async function decideCase(tx: Tx, { happening, body, sector }: CaseEvent): Promise<Telling | undefined> {
  const kind = kindOf(body.kind);
  const what = `${kind.label} ${body.number}「${body.title}」${body.organisationName ?? ''}`;
  const telling = { subjectId: body.id, level: body.level, late: happening === 'overdue' };
  const sort = (of: string) =>
    body.level !== null && GRAVE.has(body.level) ? {} : { thread: `case ${body.kind} ${of}` };
  if (happening === 'overdue') {
    const supervisor = (body.supervisor ?? 'owner') as Supervisor;
    const to = await supervisors(tx, supervisor, kind, body, sector);
    const text = `【逾期】${what}已逾期，升级到${supervisorLabel(supervisor, body.owner)}`;
    return { ...telling, ...sort(`overdue ${supervisor}`), text, to };
  }
  if (body.closedAt !== null) return undefined;
  const step = await stepOf(tx, body.id, happening);
  const side = step === undefined ? null : hearerOf(kind, happening, body.owner, step);
  if (side === null) return undefined;
  // Whoever did it knows.
  const to = (await peopleOf(tx, side, kind, body, sector)).filter(({ personId }) => personId !== step?.by);
  const state = kind.states[body.state]?.label ?? body.state;
  const label = step?.from === step?.to ? `${kind.actions[happening]?.label ?? ''}（${state}）` : state;
  const text = `【${happening === 'opened' ? '新任务' : '待办'}】${what}：${label}`;
  return { ...telling, ...sort(body.state), text, to };
}

interface Step {
  readonly from: string | null;
  readonly to: string;
  readonly by: string | null;
  readonly side: Side | null;
}

/** The line of the trail that an event stands for; undefined where the happening is none of an act. */
async function stepOf(tx: Tx, id: string, happening: string): Promise<Step | undefined> {
  const action = happening === 'opened' ? 'open' : happening;
  const { rows } = await sql<Step>`
    SELECT from_state AS "from", to_state AS "to", by_id AS by, side FROM case_entry WHERE case_id = ${id} AND action = ${action}
    ORDER BY seq DESC LIMIT 1`.execute(tx);
  return rows[0];
}

/** The side that hears of an act: whose step it now is. Where the state stays, only of what somebody else did. */
function hearerOf(kind: CaseKind, happening: string, owner: Side | null, step: Step): Side | null {
  if (happening === 'opened') return owner;
  const action = kind.actions[happening];
  if (action === undefined) return null;
  if (step.from !== step.to) return owner;
  return action.tells ?? (step.side === null || step.side === owner ? null : owner);
}

/** The people of a side: those of the enterprise, or the duty desk of the authority whose step it is. */
async function peopleOf(
  tx: Tx,
  side: Side,
  kind: CaseKind,
  body: CaseEvent['body'],
  sector: string | null,
): Promise<Recipient[]> {
  if (side === 'organisation') return body.organisationId === null ? [] : ofOrganisation(tx, body.organisationId);
  if (side === 'participant') return [];
  const place = (await deskOf(tx, kind, body)) ?? (await governmentOf(tx, body.regionPath, 'county'));
  return place === undefined ? [] : ofPlace(tx, place, sector, Date.now());
}

/** The place of the authority that a state's `desk` field names, where one is named. */
async function deskOf(tx: Tx, kind: CaseKind, body: CaseEvent['body']): Promise<string | undefined> {
  const field = kind.states[body.state]?.desk;
  if (field === undefined) return undefined;
  const { rows } = await sql<{ place: string | null }>`
    SELECT ${sql.ref(columnName(field))} AS place FROM ${sql.table(detailTable(kind))} WHERE case_id = ${body.id}`.execute(
    tx,
  );
  return rows[0]?.place ?? undefined;
}

async function supervisors(
  tx: Tx,
  supervisor: Supervisor,
  kind: CaseKind,
  body: CaseEvent['body'],
  sector: string | null,
): Promise<Recipient[]> {
  // The owner is whose step it is: the enterprise, or the department that lets it wait.
  if (supervisor === 'owner') return peopleOf(tx, body.owner ?? 'organisation', kind, body, sector);
  const place = await governmentOf(tx, body.regionPath, supervisor);
  if (place === undefined) return [];
  return ofPlace(tx, place, sector, Date.now(), supervisor === 'leader' ? 'leader' : undefined);
}

import { sql } from 'kysely';
import { LEVEL_LABELS } from '@anlan/kernel/entity';
import { SUPERVISORS } from '@anlan/kernel/case';
import type { Tx } from '../access/scoped.ts';
import { kindOf } from '../case/row.ts';
import type { OutboxEvent } from '../live/outbox.ts';
import { governmentOf, ofOrganisation, ofPlace, type Recipient } from './recipients.ts';

/** What is to be said to whom because of an event. */
export interface Telling {
  readonly subjectId: string;
  readonly level: string | null;
  readonly text: string;
  readonly to: readonly Recipient[];
}

type AlarmEvent = Extract<OutboxEvent, { topic: 'alarm' }>;
type CaseEvent = Extract<OutboxEvent, { topic: 'case' }>;

/** Happenings of an alarm that call on people; the rest is for screens. */
const ALARM_CALLS = new Set(['raised', 'level-raised', 'came-live', 'escalated']);

/** Decides who is told of an event; nobody, for most. Part of the transaction that stores the messages. */
export function decide(tx: Tx, event: OutboxEvent): Promise<Telling | undefined> {
  return event.topic === 'alarm' ? decideAlarm(tx, event) : decideCase(tx, event);
}

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
  // Governments that the level itself calls have a notice of this alarm.
  if (happening !== 'escalated') {
    const { rows } = await sql<{
      place: string;
    }>`SELECT region_path AS place FROM notice WHERE alarm_id = ${alarm.id}`.execute(tx);
    for (const { place } of rows) to.push(...(await ofPlace(tx, place, sector, at)));
  }
  const value = alarm.value === null ? '' : ` ${Math.round(alarm.value * 100) / 100} ${alarm.unit}`;
  const how =
    { raised: '报警', 'came-live': '报警', 'level-raised': '报警升级', escalated: '报警未确认，升级告知' }[happening] ??
    '报警';
  const text = `【${LEVEL_LABELS[alarm.level].alarm}】${how}：${alarm.placeName} ${alarm.subjectName} ${alarm.ruleLabel}（${alarm.label}）${value}，${alarm.regionName}，编号 ${alarm.number}`;
  return { subjectId: alarm.id, level: alarm.level, text, to };
}

async function decideCase(tx: Tx, { happening, body, sector }: CaseEvent): Promise<Telling | undefined> {
  const kind = kindOf(body.kind);
  const state = kind.states[body.state]?.label ?? body.state;
  const what = `${kind.label} ${body.number}「${body.title}」${body.organisationName ?? ''}`;
  if (happening === 'overdue') {
    const to = await supervisors(tx, body.supervisor ?? 'owner', body, sector);
    const told = SUPERVISORS[(body.supervisor ?? 'owner') as keyof typeof SUPERVISORS];
    return { subjectId: body.id, level: body.level, text: `【逾期】${what}已逾期，升级到${told}`, to };
  }
  // The next step is somebody's: they hear of it. What a case of thousands merely records is left to the lists.
  if (body.closedAt !== null || happening === 'opened') return undefined;
  const to =
    body.owner === 'organisation' && body.organisationId !== null ? await ofOrganisation(tx, body.organisationId) : [];
  return { subjectId: body.id, level: body.level, text: `【待办】${what}：${state}`, to };
}

async function supervisors(
  tx: Tx,
  supervisor: string,
  body: CaseEvent['body'],
  sector: string | null,
): Promise<Recipient[]> {
  if (supervisor === 'owner') return body.organisationId === null ? [] : ofOrganisation(tx, body.organisationId);
  const place = await governmentOf(tx, body.regionPath, supervisor);
  if (place === undefined) return [];
  return ofPlace(tx, place, sector, Date.now(), supervisor === 'leader' ? 'leader' : undefined);
}

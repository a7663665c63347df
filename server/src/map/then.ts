import type { AlarmView, Response } from '@anlan/kernel/alarm';
import type { Level } from '@anlan/kernel/entity';

/** A line of an alarm's trail: `at` epoch ms. */
export interface TrailLine {
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  readonly by: string;
}

/** Level by the label of a rule's step, so that the trail tells the level of any moment. */
export type LevelOf = (rule: string, label: string) => Level | undefined;

const AFTER: Readonly<Record<string, Response>> = {
  raised: 'unacknowledged',
  'level-raised': 'unacknowledged',
  acknowledged: 'acknowledged',
  handled: 'handling',
  closed: 'closed',
};
/** `高高限：92.1 %，限 90`, `升为高高限：…`, and `进入严禁区域` where there is no figure, as the trail words them. */
const CALL = /^(?:补传数据：)?(?:升为)?(.+?)(?:：(-?[\d.]+|—|超过).*)?$/;

/**
 * The alarm as it stood at `time` by its trail, or null where it was not open then. Everything later is forgotten:
 * answers, recovery, closing, and a higher level that was reached afterwards.
 */
export function alarmThen(
  alarm: AlarmView,
  trail: readonly TrailLine[],
  time: number,
  levelOf: LevelOf,
): AlarmView | null {
  if (alarm.raisedAt > time) return null;
  const known = trail.filter((line) => line.at <= time);
  const response = known.reduce<Response>((before, { kind }) => {
    if (kind === 'reset') return before === 'unacknowledged' ? 'acknowledged' : before;
    return AFTER[kind] ?? before;
  }, 'unacknowledged');
  if (response === 'closed') return null;
  const call = known.findLast(({ kind }) => kind === 'raised' || kind === 'level-raised');
  const [, label, figure] = CALL.exec(call?.text ?? '') ?? [];
  const value = figure === undefined ? Number.NaN : Number(figure);
  const answered = response === 'unacknowledged' ? undefined : known.findLast(({ kind }) => kind === 'acknowledged');
  const raisedLater = trail.some((line) => line.at > time && line.kind === 'level-raised');
  const over = alarm.recoveredAt !== null && alarm.recoveredAt <= time;
  return {
    ...alarm,
    response,
    level: (label === undefined ? undefined : levelOf(alarm.rule, label)) ?? alarm.level,
    label: label ?? alarm.label,
    value: Number.isNaN(value) ? alarm.value : value,
    now: null,
    peak: over ? alarm.peak : Number.isNaN(value) ? null : value,
    recoveredAt: over ? alarm.recoveredAt : null,
    latchedAt: over ? latchedThen(known) : null,
    acknowledgedAt: answered?.at ?? null,
    acknowledgedBy: answered?.by ?? null,
    closedAt: null,
    shelvedUntil: shelvedThen(alarm, trail, time),
    seenAt: raisedLater ? alarm.raisedAt : alarm.seenAt,
    escalation: alarm.escalation.map((rung) => ({ ...rung, reached: rung.reached && rung.at <= time })),
    escalateAt: null,
  };
}

/** Since when it stood latched by the trail up to a moment; null where it had been reset, or never was. */
function latchedThen(known: readonly TrailLine[]): number | null {
  const last = known.findLast(({ kind }) => kind === 'latched' || kind === 'reset');
  return last?.kind === 'latched' ? last.at : null;
}

/** Ends of a shelving that the trail tells; a worse level ends it too. */
const ENDS = new Set(['unshelved', 'acknowledged', 'handled', 'closed', 'level-raised']);

/** Till when the alarm was shelved at `time`; of a shelving that lasts still, what is set now. */
function shelvedThen(alarm: AlarmView, trail: readonly TrailLine[], time: number): number | null {
  const last = trail.findLast((line) => line.at <= time && (line.kind === 'shelved' || ENDS.has(line.kind)));
  if (last?.kind !== 'shelved') return null;
  return trail.find((line) => line.at > time && ENDS.has(line.kind))?.at ?? alarm.shelvedUntil;
}

import { stampOf } from '@anlan/domain/calendar';
import { isOfPlace, judgedUnit } from '@anlan/kernel/alarm';
import type { Change, Happened } from './change.ts';
import { limitSaid } from './row.ts';

const round = (value: number): number => Math.round(value * 100) / 100;
const valueOf = (value: number | null): string => (value === null ? '—' : String(round(value)));

const unitOf = ({ rule, subject }: Pick<Change, 'rule' | 'subject'>): string =>
  judgedUnit(rule.condition, subject.unit);

function measured(
  change: Change,
  { label, value, limit }: { label: string; value: number | null; limit: number },
): string {
  if (change.rule.condition.kind === 'silence') return `${label}：超过 ${limit} s 没有数据`;
  if (value === null) return label;
  return `${label}：${round(value)} ${unitOf(change)}，限 ${round(limitSaid(change.rule, label, limit))}`;
}

/** What is said of an end that no value shows. */
const backWithout = ({ rule: { condition } }: Change): string => {
  if (isOfPlace(condition)) return '已离开，或限制时段已过';
  return condition.kind === 'silence' ? '数据恢复' : '恢复正常';
};

type Texts = {
  [K in Happened['kind']]: (change: Change, happening: Extract<Happened, { kind: K }>) => string;
};

const TEXTS: Texts = {
  raised: (change, happening) => `${change.retrospective === true ? '补传数据：' : ''}${measured(change, happening)}`,
  'level-raised': (change, happening) => `升为${measured(change, happening)}`,
  'level-fallen': (change, { label, value, limit }) =>
    `降为${label}：${valueOf(value)} ${unitOf(change)}，限 ${round(limitSaid(change.rule, label, limit))}`,
  recovered: (change, { value, reason }) =>
    reason ?? (value === null ? backWithout(change) : `恢复正常：${round(value)} ${unitOf(change)}`),
  'came-live': () => '补传数据中的越限仍在持续，转为实时报警',
  found: (change, happening) =>
    `补传数据：${timeOf(happening.since)} 至 ${timeOf(happening.at)} ${measured(change, happening)}`,
};

/** `03-18 09:11` in Asia/Shanghai. */
function timeOf(ms: number): string {
  return stampOf(ms).slice(5);
}

/** The line a happening leaves in the trail. */
export function textOf(change: Change): string {
  const text = TEXTS[change.happening.kind] as (change: Change, happening: Happened) => string;
  return text(change, change.happening);
}

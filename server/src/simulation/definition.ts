import type { Rule, Threshold } from '@anlan/kernel/alarm';
import type { SignalRecord } from '../ingest/record.ts';
import type { Subject } from '../ingest/register.ts';

/**
 * What a threshold rule must have told of a point, worked out from the definitions over the whole journal: excursions as
 * `raisedAt recoveredAt`, the last one possibly still running. Samples that are bad or not newer count for nothing.
 */
export function byDefinition(
  rule: Rule & { condition: Threshold },
  subject: Subject,
  journal: readonly SignalRecord[],
): string[] {
  const { kind, steps, deadband, onDelay, offDelay } = rule.condition;
  const sign = kind === 'above' ? 1 : -1;
  const mildest = subject.limits[steps[0]!.limit]!;
  const band = deadband * (subject.limits['span'] ?? 0);
  const judged: { at: number; value: number }[] = [];
  for (const { readings } of journal)
    for (const [point, at, value, quality] of readings)
      if (point === subject.id && quality === 'good' && at > (judged.at(-1)?.at ?? -Infinity))
        judged.push({ at, value });
  const lasted = (holds: (value: number) => boolean, to: number, from: number, seconds: number): boolean => {
    for (let index = to; index >= from && holds(judged[index]!.value); index -= 1)
      if (judged[to]!.at - judged[index]!.at >= seconds * 1000) return true;
    return false;
  };
  const told: string[] = [];
  let began = -1;
  for (const [index, { at }] of judged.entries()) {
    if (began < 0) {
      if (lasted((value) => sign * value >= sign * mildest, index, 0, onDelay)) began = index;
    } else if (lasted((value) => sign * (value - mildest) < -band, index, began, offDelay)) {
      told.push(`${judged[began]!.at} ${at}`);
      began = -1;
    }
  }
  if (began >= 0) told.push(`${judged[began]!.at} null`);
  return told;
}

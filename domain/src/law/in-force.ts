import { isDay, refuse, type Answer } from '../working/index.ts';
import type { Article } from './articles.ts';
import { earlierOf, VERSIONS } from './earlier.ts';
import { penalty, type Circumstances, type Penalty, type Range } from './penalty.ts';

/** Is a version in force on a day `YYYY-MM-DD`? */
const isInForce = (law: string, day: string): boolean =>
  VERSIONS.some((one) => one.law === law && day >= one.from && (one.until === null || day <= one.until));

const heaviest = ({ unit, person }: Penalty): readonly [number, number] => {
  const ends = [unit, person].filter((range): range is Range => range !== undefined);
  return [Math.max(0, ...ends.map(({ max }) => max)), Math.max(0, ...ends.map(({ min }) => min))];
};

/** Does the first fine less than the second: its upper end is lower, or equal with a lower lower end? */
function isLighter(one: Penalty, other: Penalty): boolean {
  const [[max, min], [otherMax, otherMin]] = [heaviest(one), heaviest(other)];
  return max < otherMax || (max === otherMax && min < otherMin);
}

/**
 * The fine of an article for an act of a day `YYYY-MM-DD`: by the version in force on that day, by the newer one where it
 * is lighter (行政处罚法 2021 art. 37). `row` is the article as it stands today. Refuses days no version of which is held.
 */
export function penaltyOn(row: Article, circumstances: Circumstances, day: string): Answer<Penalty> {
  if (!isDay(day)) return refuse('违法行为发生日应为YYYY-MM-DD');
  if (isInForce(row.law, day)) return penalty(row, circumstances);
  const earlier = earlierOf(row);
  if (earlier === undefined || !isInForce(earlier.law, day))
    return refuse('没有收录该日施行的条文，或当时的法律对该行为没有罚款', `${row.law}第${row.article}条`);
  const [then, now] = [penalty(earlier, circumstances), penalty(row, circumstances)];
  if (!then.ok) return then;
  const clause = `行政处罚法（2021）第三十七条：行为发生于${day}`;
  if (now.ok && isLighter(now.result, then.result))
    return withRemark(now, `${clause}，新法处罚较轻，适用${row.law}第${row.article}条`);
  return withRemark(then, `${clause}，适用当时的${earlier.law}第${earlier.article}条`);
}

const withRemark = (answer: Answer<Penalty> & { ok: true }, remark: string): Answer<Penalty> => ({
  ...answer,
  working: { ...answer.working, warnings: [...answer.working.warnings, remark] },
});

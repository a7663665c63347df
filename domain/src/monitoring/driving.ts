import { answer, refuse, refuseBelow, type Answer } from '../working/index.ts';

/** 道路运输车辆动态监督管理办法; 国务院关于加强道路交通安全工作的意见: minutes. */
export const DRIVING = { continuous: 240, continuousAtNight: 120, rest: 20, perDay: 480 } as const;

/** Driving and rests in turn, in minutes: `rests[i]` lies between `segments[i]` and `segments[i + 1]`. */
export interface Driving {
  readonly segments: readonly number[];
  readonly rests: readonly number[];
  /** Night driving of a coach (22:00–06:00): two hours instead of four. */
  readonly coachAtNight?: boolean;
}

/** Driving minutes of the longest stretch not broken by a rest of twenty minutes. */
export function longestStretch({ segments, rests }: Driving): number {
  let longest = 0;
  let stretch = 0;
  for (const [index, segment] of segments.entries()) {
    stretch = (index > 0 && (rests[index - 1] ?? 0) >= DRIVING.rest ? 0 : stretch) + segment;
    longest = Math.max(longest, stretch);
  }
  return longest;
}

/**
 * Is the driver tired by the rules: more than four hours (coach at night two) without a rest of twenty minutes, or more
 * than eight hours within the day given? Refuses negative minutes and more rests than gaps between segments.
 */
export function fatigue(
  driving: Driving,
): Answer<{ readonly fatigue: boolean; readonly longest: number; readonly total: number }> {
  const all = [...driving.segments, ...driving.rests];
  const wrong = refuseBelow(0, Object.fromEntries(all.map((minutes, index) => [`第${index + 1}段时间`, minutes])));
  if (wrong) return wrong;
  if (driving.rests.length > Math.max(driving.segments.length - 1, 0)) return refuse('休息次数多于驾驶段之间的间隔');
  const longest = longestStretch(driving);
  const total = driving.segments.reduce((sum, minutes) => sum + minutes, 0);
  const most = driving.coachAtNight ? DRIVING.continuousAtNight : DRIVING.continuous;
  const tired = longest > most || total > DRIVING.perDay;
  return answer(
    { fatigue: tired, longest, total },
    '道路运输车辆动态监督管理办法',
    driving.segments.map((value, index) => ({ name: `驾驶段${index + 1}`, value, unit: 'min' })),
    [
      {
        clause: '连续驾驶',
        name: '最长连续驾驶',
        formula: `休息不足${DRIVING.rest} min不中断；限${most} min`,
        value: longest,
        unit: 'min',
      },
      { clause: '24小时累计', name: '累计驾驶', formula: `限${DRIVING.perDay} min`, value: total, unit: 'min' },
    ],
  );
}

/**
 * The same of a continuous record of which only the total and the rests within it are known: each rest of twenty
 * minutes divides it once, so it certainly breaks the rule when the total exceeds four hours for every part.
 */
export function fatigueOfTotal(minutes: number, rests: readonly number[]): Answer<{ readonly fatigue: boolean }> {
  const wrong =
    refuseBelow(0, { 连续驾驶时间: minutes }) ??
    refuseBelow(0, Object.fromEntries(rests.map((rest, index) => [`休息${index + 1}`, rest])));
  if (wrong) return wrong;
  const parts = rests.filter((rest) => rest >= DRIVING.rest).length + 1;
  const tired = minutes > DRIVING.continuous * parts;
  return answer(
    { fatigue: tired },
    '道路运输车辆动态监督管理办法',
    [
      { name: '驾驶时间', value: minutes, unit: 'min' },
      { name: '有效休息', value: parts - 1, unit: '次' },
    ],
    [{ clause: '连续驾驶', name: '疲劳驾驶', formula: `${minutes} > ${DRIVING.continuous} × ${parts}`, value: tired }],
    parts > 1 ? ['休息的位置未知，只判定必然超时'] : [],
  );
}

/** Speed limit of a coach between 22:00 and 06:00: 80 % of the day's, in the same unit. */
export function coachSpeedAtNight(dayLimit: number): number {
  return dayLimit * 0.8;
}

/** Fewest people watching the vehicles of an enterprise: one per hundred, at least two. */
export function monitorsNeeded(vehicles: number): number {
  return Math.max(2, Math.ceil(vehicles / 100));
}

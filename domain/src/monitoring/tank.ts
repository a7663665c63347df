import { answer, reaches, refuse, type Answer } from '../working/index.ts';

/** Limits of one measured quantity of a tank, in its own unit; those left out do not apply. */
export interface TankLimits {
  readonly highHigh?: number;
  readonly high?: number;
  readonly low?: number;
  readonly lowLow?: number;
}

/** Usual level limits in % of the safe height where the design gives none (AQ 3036-2010 practice). */
export const USUAL_LEVEL_LIMITS: TankLimits = { highHigh: 90, high: 85 };

export type TankState = '高高' | '高' | '正常' | '低' | '低低';

/**
 * State of a tank reading against its limits, exact limits counting as reached; the outer limits of level 1 and 2 major
 * hazards carry an interlock. Refuses limits that are not in order.
 */
export function tankState(
  value: number,
  limits: TankLimits,
): Answer<{ readonly state: TankState; readonly interlock: boolean }> {
  const ordered = [limits.lowLow, limits.low, limits.high, limits.highHigh].filter((limit) => limit !== undefined);
  if (!Number.isFinite(value)) return refuse('读数不是数字');
  if (ordered.some((limit, index) => index > 0 && limit < (ordered[index - 1] ?? limit)))
    return refuse('报警限值应按低低、低、高、高高递增');
  const { highHigh = Infinity, high = Infinity, low = -Infinity, lowLow = -Infinity } = limits;
  const rising = reaches(value, highHigh) ? '高高' : reaches(value, high) ? '高' : undefined;
  const falling = value <= lowLow ? '低低' : value <= low ? '低' : '正常';
  const state: TankState = rising ?? falling;
  const interlock = state === '高高' || state === '低低';
  return answer(
    { state, interlock },
    'GB 17681-2024、AQ 3036-2010',
    [{ name: '读数', value }],
    [
      {
        clause: '报警限值',
        name: '状态',
        formula: `低低 ${lowLow}，低 ${low}，高 ${high}，高高 ${highHigh}`,
        value: state,
      },
    ],
  );
}

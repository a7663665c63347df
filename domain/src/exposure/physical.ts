import { answer, answerInOneStep, exceeds, refuse, refuseBelow, show, type Answer } from '../working/index.ts';

const STANDARD = 'GBZ 2.2-2007';

/** Limit of the eight-hour and of the weekly noise level in dB(A). */
export const NOISE_LIMIT = 85;
/** From here on work counts as noise work, dB(A). */
export const NOISE_WORK = 80;

interface Level {
  /** dB(A). */
  readonly level: number;
  readonly exceeds: boolean;
}

/** L_EX,8h = L_Aeq,Te + 10·lg(Te/8) in dB(A), the day's exposure in hours; beyond 85 exceeds. */
export function noiseDay(level: number, hours: number): Answer<Level> {
  if (!Number.isFinite(level) || level < 0 || level > 200) return refuse('等效声级应在0与200 dB(A)之间', '§11');
  if (!(hours > 0 && hours <= 24)) return refuse('接触时间应大于0且不超过24小时', '§11');
  const value = level + 10 * Math.log10(hours / 8);
  return answerInOneStep(
    { level: value, exceeds: exceeds(value, NOISE_LIMIT) },
    STANDARD,
    [
      { name: 'L_Aeq,Te', value: level, unit: 'dB(A)' },
      { name: 'Te', value: hours, unit: 'h' },
    ],
    { clause: '§11', name: 'L_EX,8h', formula: `${show(level)} + 10·lg(${show(hours)}/8)`, value, unit: 'dB(A)' },
  );
}

/** L_EX,W = 10·lg(1/5 · Σ 10^(0.1·L_EX,8h)) of the days of a week that has not five of them, in dB(A). */
export function noiseWeek(days: readonly number[]): Answer<Level> {
  if (days.length === 0 || days.length > 7) return refuse('每周应有1至7个工作日', '§11');
  if (days.some((level) => !Number.isFinite(level))) return refuse('声级不是数字', '§11');
  const value = 10 * Math.log10(days.reduce((sum, level) => sum + 10 ** (0.1 * level), 0) / 5);
  return answerInOneStep(
    { level: value, exceeds: exceeds(value, NOISE_LIMIT) },
    STANDARD,
    days.map((level, index) => ({ name: `第${index + 1}日`, value: level, unit: 'dB(A)' })),
    { clause: '§11', name: 'L_EX,W', formula: `10·lg(1/5 × Σ10^(0.1·L))`, value, unit: 'dB(A)' },
  );
}

/** Hours a day at a level may last by the exchange rate of 3 dB; 8 h at 85 dB(A). */
export function noiseHours(level: number): number {
  return 8 * 10 ** ((NOISE_LIMIT - level) / 10);
}

/** Most impacts of noise a day → peak in dB(C). */
const IMPULSES = [
  [100, 140],
  [1000, 130],
  [10_000, 120],
] as const;

/** Highest peak of impulse noise in dB(C) at that many impacts a day; undefined beyond ten thousand. */
export function impulseLimit(impacts: number): number | undefined {
  return IMPULSES.find(([most]) => impacts <= most)?.[1];
}

export type LabourClass = 'Ⅰ' | 'Ⅱ' | 'Ⅲ' | 'Ⅳ';

/** WBGT limits in °C by share of the shift spent in the heat and class of labour (GBZ 2.2-2007 Table 8). */
const WBGT = {
  100: { Ⅰ: 30, Ⅱ: 28, Ⅲ: 26, Ⅳ: 25 },
  75: { Ⅰ: 31, Ⅱ: 29, Ⅲ: 28, Ⅳ: 26 },
  50: { Ⅰ: 32, Ⅱ: 30, Ⅲ: 29, Ⅳ: 28 },
  25: { Ⅰ: 33, Ⅱ: 32, Ⅲ: 31, Ⅳ: 30 },
} as const;

/** Temperatures in °C: natural wet bulb, globe, and the air's where the sun shines. */
export interface Heat {
  readonly wetBulb: number;
  readonly globe: number;
  readonly airInSun?: number;
}

/**
 * WBGT in °C and its limit at a class of labour and a share of the shift (rounded up to 25, 50, 75 or 100 %), one degree
 * more where the outdoor design temperature reaches 30 °C (GBZ 2.2-2007 §10).
 */
export function heat(
  { wetBulb, globe, airInSun }: Heat,
  labour: LabourClass,
  sharePercent: number,
  outdoorDesign = 0,
): Answer<{ readonly wbgt: number; readonly limit: number; readonly exceeds: boolean }> {
  const wrong = refuseBelow(-50, { 湿球温度: wetBulb, 黑球温度: globe, 干球温度: airInSun ?? 0 }, '§10');
  if (wrong) return wrong;
  if (!(sharePercent > 0 && sharePercent <= 100)) return refuse('接触时间率应大于0且不超过100 %', '§10');
  const wbgt = airInSun === undefined ? 0.7 * wetBulb + 0.3 * globe : 0.7 * wetBulb + 0.2 * globe + 0.1 * airInSun;
  const row = ([25, 50, 75, 100] as const).find((share) => sharePercent <= share) ?? 100;
  const limit = WBGT[row][labour] + (outdoorDesign >= 30 ? 1 : 0);
  return answer(
    { wbgt, limit, exceeds: exceeds(wbgt, limit) },
    STANDARD,
    [
      { name: '湿球', value: wetBulb, unit: '℃' },
      { name: '黑球', value: globe, unit: '℃' },
    ],
    [
      {
        clause: '§10',
        name: 'WBGT',
        formula: airInSun === undefined ? '0.7·tnw + 0.3·tg' : '0.7·tnw + 0.2·tg + 0.1·ta',
        value: wbgt,
        unit: '℃',
      },
      { clause: '表8', name: '限值', formula: `${labour}级，接触时间率${row} %`, value: limit, unit: '℃' },
    ],
  );
}

/** Four-hour equal-energy acceleration of hand-transmitted vibration, limit 5 m/s²: a·√(T/4), T in hours. */
export function handVibration(
  acceleration: number,
  hours: number,
): Answer<{ readonly a4: number; readonly exceeds: boolean }> {
  const wrong = refuseBelow(0, { 振动加速度: acceleration, 接触时间: hours }, '§9');
  if (wrong) return wrong;
  const a4 = acceleration * Math.sqrt(hours / 4);
  return answerInOneStep(
    { a4, exceeds: exceeds(a4, 5) },
    STANDARD,
    [
      { name: 'a_hw', value: acceleration, unit: 'm/s²' },
      { name: 'T', value: hours, unit: 'h' },
    ],
    { clause: '§9', name: 'A(4)', formula: `${show(acceleration)} × √(${show(hours)}/4)`, value: a4, unit: 'm/s²' },
  );
}

/** Quality of a reading; only `good` is evaluated by rules (IEC 62682 6.5: bad measurement is not a process alarm). */
export const QUALITIES = {
  good: '好',
  suspect: '可疑',
  bad: '坏',
  calibration: '标定',
  maintenance: '检修',
} as const;
export type Quality = keyof typeof QUALITIES;

import { answer, exceeds, reaches, refuse, refuseBelow, show, type Answer, type Step } from '../working/index.ts';

/** GB/T 50493-2019 §5.5.2: first and second alarm of the kinds of detectors. */
export const DETECTOR_LIMITS = {
  /** % of the lower explosive limit. */
  combustible: { first: 25, second: 50 },
  /** % of the occupational limit; of the IDLH where the detector cannot reach so low. */
  toxic: { first: 100, second: 200, firstIdlh: 5, secondIdlh: 10 },
  /** % by volume. */
  oxygen: { low: 19.5, high: 23.5 },
  /** LEL·m of open-path detectors. */
  line: { first: 1, second: 2 },
} as const;

export type GasAlarm = '一级' | '二级' | '欠氧' | '过氧' | null;

const STANDARD = 'GB/T 50493-2019';

function twoStep(
  name: string,
  value: number,
  unit: string,
  first: number,
  second: number,
): Answer<{ readonly alarm: GasAlarm }> {
  const wrong = refuseBelow(0, { [name]: value }, '§5.5.2');
  if (wrong) return wrong;
  const alarm = reaches(value, second) ? '二级' : reaches(value, first) ? '一级' : null;
  const steps: Step[] = [
    { clause: '§5.5.2', name: '一级报警设定值', formula: `≤ ${show(first)}`, value: first, unit },
    { clause: '§5.5.2', name: '二级报警设定值', formula: `≤ ${show(second)}`, value: second, unit },
    { clause: '§5.5.2', name: '报警', formula: `${show(value)} ${unit}`, value: alarm },
  ];
  return answer({ alarm }, STANDARD, [{ name, value, unit }], steps);
}

/** Alarm of a combustible-gas detector reading in % LEL: first at 25, second at 50. */
export function combustibleAlarm(percentLel: number): Answer<{ readonly alarm: GasAlarm }> {
  const { first, second } = DETECTOR_LIMITS.combustible;
  return twoStep('可燃气体', percentLel, '%LEL', first, second);
}

/** Alarm of a toxic-gas detector at 100 % and 200 % of the limit (MAC, else PC-TWA, else PC-STEL), both in mg/m³. */
export function toxicAlarm(concentration: number, limit: number): Answer<{ readonly alarm: GasAlarm }> {
  if (!(limit > 0)) return refuse('职业接触限值应大于0', '§5.5.2');
  return twoStep('有毒气体', concentration, 'mg/m³', limit, 2 * limit);
}

/** Alarm against the IDLH where the detector cannot reach the occupational limit: 5 % and 10 %, same unit for both. */
export function toxicAlarmByIdlh(concentration: number, idlh: number): Answer<{ readonly alarm: GasAlarm }> {
  if (!(idlh > 0)) return refuse('直接致害浓度应大于0', '§5.5.2');
  const { firstIdlh, secondIdlh } = DETECTOR_LIMITS.toxic;
  return twoStep('有毒气体', concentration, '同IDLH', (idlh * firstIdlh) / 100, (idlh * secondIdlh) / 100);
}

/** Alarm of an open-path detector in LEL·m: first at 1, second at 2. */
export function lineAlarm(lelMetres: number): Answer<{ readonly alarm: GasAlarm }> {
  const { first, second } = DETECTOR_LIMITS.line;
  return twoStep('线型可燃气体', lelMetres, 'LEL·m', first, second);
}

/** Oxygen in the surroundings in % by volume: too little at 19.5 and below, too much at 23.5 and above (set points reached). */
export function oxygenAlarm(percent: number): Answer<{ readonly alarm: GasAlarm }> {
  if (!(percent >= 0 && percent <= 100)) return refuse('氧含量应在0与100 %VOL之间', '§5.5.2');
  const { low, high } = DETECTOR_LIMITS.oxygen;
  const alarm = percent <= low ? '欠氧' : reaches(percent, high) ? '过氧' : null;
  return answer(
    { alarm },
    STANDARD,
    [{ name: '氧', value: percent, unit: '%VOL' }],
    [{ clause: '§5.5.2', name: '报警', formula: `欠氧 ${low}、过氧 ${high} %VOL`, value: alarm }],
  );
}

/** Air of a confined space before entry (GB 30871-2022). */
export interface ConfinedAir {
  /** % by volume. */
  readonly oxygen: number;
  /** Combustible gas in % by volume and its lower explosive limit in % by volume. */
  readonly combustible?: { readonly percent: number; readonly lel: number };
  /** Toxic gases against their occupational limits, each pair in one unit. */
  readonly toxic?: readonly { readonly name: string; readonly concentration: number; readonly limit: number }[];
  /** Minutes since the air was tested. */
  readonly testedMinutesAgo: number;
}

/** Most a test may age before entry, in minutes (GB 30871-2022 §6). */
const TEST_AGE = 30;

/**
 * May a confined space be entered (GB 30871-2022 §6)? Oxygen 19.5–21 %, combustible gas at most 0.5 % (0.2 % where
 * the LEL is below 4 %), toxic gases within their limits, tested within 30 minutes; with what forbids it.
 */
export function confinedEntry(
  air: ConfinedAir,
): Answer<{ readonly allowed: boolean; readonly because: readonly string[] }> {
  const wrong = refuseBelow(0, { 氧含量: air.oxygen, 检测间隔: air.testedMinutesAgo }, 'GB 30871 §6');
  if (wrong) return wrong;
  const because: string[] = [];
  if (air.oxygen < 19.5) because.push('氧含量低于19.5 %');
  if (exceeds(air.oxygen, 21)) because.push('氧含量高于21 %（富氧环境不得大于23.5 %）');
  if (air.combustible) {
    const most = air.combustible.lel >= 4 ? 0.5 : 0.2;
    if (exceeds(air.combustible.percent, most)) because.push(`可燃气体高于${most} %`);
  }
  for (const { name, concentration, limit } of air.toxic ?? []) {
    if (exceeds(concentration, limit)) because.push(`${name}超过职业接触限值`);
  }
  if (air.testedMinutesAgo > TEST_AGE) because.push('气体检测超过30分钟');
  const allowed = because.length === 0;
  const inputs = [
    { name: '氧含量', value: air.oxygen, unit: '%VOL' },
    { name: '距检测', value: air.testedMinutesAgo, unit: 'min' },
  ];
  return answer({ allowed, because }, 'GB 30871-2022', inputs, [
    { clause: '§6', name: '允许进入', formula: because.join('；') || '各项合格', value: allowed },
  ]);
}

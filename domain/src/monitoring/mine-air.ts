import { answerInOneStep, reaches, refuse, type Answer } from '../working/index.ts';

/** Most of each gas in mine air in % by volume (煤矿安全规程). */
export const MINE_GASES = { CO: 0.0024, NO2: 0.00025, SO2: 0.0005, H2S: 0.00066, NH3: 0.004, H2: 0.5 } as const;

/** Least oxygen and most carbon dioxide of the intake air in % by volume. */
export const INTAKE_AIR = { oxygen: 20, carbonDioxide: 0.5 } as const;

/** Wind in m/s by kind of roadway: [least, most]; null where none is set (煤矿安全规程, 井巷允许风速). */
export const ROADWAY_WIND: Readonly<Record<string, readonly [least: number | null, most: number | null]>> = {
  无提升设备的风井和风硐: [null, 15],
  专为升降物料的井筒: [null, 12],
  风桥: [null, 10],
  升降人员和物料的井筒: [null, 8],
  '主要进、回风巷': [null, 8],
  架线电机车巷道: [1, 8],
  '输送机巷，采区进、回风巷': [0.25, 6],
  采煤工作面: [0.25, 4],
  掘进中的煤巷和半煤岩巷: [0.25, 4],
  掘进中的岩巷: [0.15, 4],
  其他通风人行巷道: [0.15, null],
};

/** Is the wind of a roadway (m/s) within its limits? Undefined for a kind the table does not name. */
export function windAllowed(roadway: string, speed: number): boolean | undefined {
  const limits = ROADWAY_WIND[roadway];
  return limits && speed >= (limits[0] ?? 0) && speed <= (limits[1] ?? Infinity);
}

export type MineGas = keyof typeof MINE_GASES;

/** Is the text the formula of a gas with a limit in mine air? */
export function isMineGas(text: string): text is MineGas {
  return Object.hasOwn(MINE_GASES, text);
}

/** Does a gas of mine air reach its limit, reading in % by volume (a CO sensor alarms at 0.0024 %)? */
export function mineGasAlarm(gas: MineGas, percent: number): Answer<{ readonly alarm: boolean }> {
  if (!(percent >= 0 && percent <= 100)) return refuse('浓度应在0与100 %之间', '煤矿安全规程');
  const limit = MINE_GASES[gas];
  const alarm = reaches(percent, limit);
  return answerInOneStep({ alarm }, '煤矿安全规程', [{ name: gas, value: percent, unit: '%' }], {
    clause: '井下有害气体最高允许浓度',
    name: '报警',
    formula: `≥ ${limit} %`,
    value: alarm,
  });
}

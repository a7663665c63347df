/** What warnings are of, in the letters AIS has: the fourteen signals of 气象灾害预警信号发布与传播办法 (中国气象局令第16号, 2007) and what water and land add. */
const EVENTS: readonly (readonly [chinese: string, english: string])[] = [
  ['暴雨', 'RAINSTORM'],
  ['台风', 'TYPHOON'],
  ['大风', 'GALE'],
  ['雷', 'THUNDERSTORM'],
  ['冰雹', 'HAIL'],
  ['大雾', 'FOG'],
  ['霾', 'HAZE'],
  ['暴雪', 'SNOWSTORM'],
  ['寒潮', 'COLD WAVE'],
  ['沙尘', 'SANDSTORM'],
  ['高温', 'HEAT'],
  ['干旱', 'DROUGHT'],
  ['霜冻', 'FROST'],
  ['结冰', 'ICING'],
  ['洪水', 'FLOOD'],
  ['山洪', 'FLASH FLOOD'],
  ['风暴潮', 'STORM SURGE'],
  ['海浪', 'HIGH WAVES'],
  ['地质', 'LANDSLIDE'],
  ['滑坡', 'LANDSLIDE'],
  ['森林火', 'FOREST FIRE'],
];

/** What a ship is told over AIS of a warning: at most 156 characters of ITU-R M.1371-5 table 47, times in China's. */
export function telegramOf(warning: {
  /** red, orange, yellow or blue. */
  readonly level: string | null;
  readonly event: string;
  readonly msgType: string;
  readonly expiresAt: number | null;
}): string {
  const kind = EVENTS.find(([chinese]) => warning.event.includes(chinese))?.[1] ?? 'HAZARD';
  const colour = warning.level === null ? '' : `${warning.level.toUpperCase()} `;
  if (warning.msgType === 'Cancel') return `${kind} WARNING CANCELLED`;
  const until = warning.expiresAt === null ? '' : ` UNTIL ${timeText(warning.expiresAt)}`;
  return `${colour}${kind} WARNING${until}. TAKE SHELTER, REPORT ON VHF CH16`;
}

const CHINA_MS = 8 * 3_600_000;
/** 22-11 23:59 */
const timeText = (at: number): string => {
  const text = new Date(at + CHINA_MS).toISOString();
  return `${text.slice(8, 10)}-${text.slice(5, 7)} ${text.slice(11, 16)}`;
};

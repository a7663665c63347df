/** A parameter of a vehicle terminal that the platform may set (JT/T 808 0x8103). */
export interface TerminalParameter {
  readonly id: number;
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly kind: 'number' | 'text';
  /** Range of numbers, length of texts. */
  readonly min: number;
  readonly max: number;
  /** What the numbers stand for, where they are a choice. */
  readonly choices?: readonly string[];
  /** A wrong value takes the terminal off this platform or gives the vehicle another name: it is asked for twice. */
  readonly grave?: boolean;
}

export type TerminalValue = number | string;

type Row = readonly [
  id: number,
  label: string,
  labelEn: string,
  unit: string,
  min: number,
  max: number,
  more?: Partial<Pick<TerminalParameter, 'kind' | 'choices' | 'grave'>>,
];

const DAY = 86_400;
const ADDRESS = { kind: 'text', grave: true } as const;

// JT/T 808-2019 table 12; ranges are the platform's where the standard has none.
const ROWS: readonly Row[] = [
  [0x0029, '缺省时间汇报间隔', 'Report interval', 's', 1, 3600],
  [0x0027, '休眠时汇报间隔', 'Report interval asleep', 's', 5, DAY],
  [0x0028, '紧急报警时汇报间隔', 'Report interval in an emergency', 's', 1, 600],
  [0x0022, '驾驶员未登录汇报间隔', 'Report interval without driver', 's', 1, 3600],
  [0x0020, '位置汇报策略', 'Report strategy', '', 0, 2, { choices: ['定时汇报', '定距汇报', '定时和定距汇报'] }],
  [0x002c, '缺省距离汇报间隔', 'Report distance', 'm', 10, 10_000],
  [0x0030, '拐点补传角度', 'Corner angle', '°', 1, 179],
  [0x0055, '最高速度', 'Speed limit', 'km/h', 10, 120],
  [0x0056, '超速持续时间', 'Overspeed lasts', 's', 0, 600],
  [0x005b, '超速预警差值', 'Overspeed warning before', '×0.1 km/h', 0, 500],
  [0x0057, '连续驾驶时间门限', 'Continuous driving limit', 's', 3600, DAY],
  [0x005c, '疲劳驾驶预警差值', 'Fatigue warning before', 's', 0, 7200],
  [0x0058, '当天累计驾驶时间门限', 'Driving limit of a day', 's', 3600, DAY],
  [0x0059, '最小休息时间', 'Least rest', 's', 60, DAY],
  [0x005a, '最长停车时间', 'Longest parking', 's', 60, 7 * DAY],
  [0x005e, '侧翻报警角度', 'Rollover angle', '°', 5, 90],
  [0x0001, '心跳发送间隔', 'Heartbeat interval', 's', 5, 300],
  [0x0002, 'TCP消息应答超时时间', 'TCP answer time-out', 's', 1, 120],
  [0x0003, 'TCP消息重传次数', 'TCP retries', '次', 0, 10],
  [0x0013, '主服务器地址', 'Main server', '', 1, 120, ADDRESS],
  [0x0017, '备份服务器地址', 'Backup server', '', 1, 120, ADDRESS],
  [0x0018, '服务器TCP端口', 'Server TCP port', '', 1, 65_535, { grave: true }],
  [0x0083, '机动车号牌', 'Plate', '', 1, 20, { kind: 'text', grave: true }],
];

/** The parameters that may be read by name and set, by ID; a terminal has more, which are shown as they come. */
export const TERMINAL_PARAMETERS: ReadonlyMap<number, TerminalParameter> = new Map(
  ROWS.map(([id, label, labelEn, unit, min, max, more]) => [
    id,
    { id, label, labelEn, unit, min, max, kind: 'number', ...more },
  ]),
);

/** Why a value may not be set: not in the table, of another kind, out of range; undefined when it may. */
export function parameterFault(id: number, value: TerminalValue): 'unknown' | 'kind' | 'range' | undefined {
  const known = TERMINAL_PARAMETERS.get(id);
  if (known === undefined) return 'unknown';
  if (typeof value !== (known.kind === 'number' ? 'number' : 'string')) return 'kind';
  if (typeof value === 'number' && !Number.isInteger(value)) return 'kind';
  const size = typeof value === 'number' ? value : value.trim().length;
  return size < known.min || size > known.max ? 'range' : undefined;
}

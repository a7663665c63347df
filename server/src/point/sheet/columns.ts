import { limitSteps } from '@anlan/kernel/alarm';
import { halfWidth, headingWord, isBlank, textOf, type Grid } from '@anlan/kernel/registry';
import { SYSTEMS } from '@anlan/systems';

/** Columns of a sheet of points, in the order of the template, with other headings that are taken for them. */
export const COLUMNS = {
  device: {
    label: '设备接入标识',
    also: ['设备', '接入标识', '设备名称', 'device'],
    hint: '如 mqtt:gw-0007；本企业已登记的设备',
  },
  key: { label: '通道', also: ['点位标识', '因子编码', '位号', 'key', 'channel'], hint: '设备上报时用的标识' },
  name: { label: '点位名称', also: ['名称', '测点名称', 'name'], hint: '如 1 号储罐液位' },
  kind: { label: '监测量', also: ['监测项目', 'quantity'], hint: '从列表选；登记后不变' },
  unit: { label: '单位', also: ['计量单位', 'unit'], hint: '设备上报时的单位；登记后不变' },
  rangeLow: { label: '量程下限', also: ['下限', 'low'], hint: '与上限要么都填，要么都不填' },
  rangeHigh: { label: '量程上限', also: ['上限', 'high'], hint: '' },
  expectedPeriod: { label: '上报周期（秒）', also: ['周期', 'period'], hint: '0 = 有变化才报' },
  at: { label: '绑定类别', also: ['绑定类型'], hint: '储罐、工艺装置、重大危险源、尾矿库、建筑、企业；不填为企业' },
  bound: { label: '绑定对象', also: ['所属对象', '储罐', '监测对象'], hint: '已登记的名称；绑定企业时不填' },
  limits: { label: '限值', also: ['报警限值', 'limits'], hint: '如 高限=80；高高限=90，名称见说明' },
  elevation: { label: '安装高度（m）', also: ['高度'], hint: '选填' },
} as const satisfies Readonly<Record<string, { label: string; also: readonly string[]; hint: string }>>;
export type Column = keyof typeof COLUMNS;
export const COLUMN_KEYS = Object.keys(COLUMNS) as Column[];

/** Which column of the sheet is which, and the row (0-based) its lines begin at. */
export interface Found {
  readonly columns: ReadonlyMap<Column, number>;
  readonly from: number;
}

const WORDS = new Map(
  COLUMN_KEYS.flatMap((key) =>
    [COLUMNS[key].label, ...COLUMNS[key].also].map((word) => [headingWord(word), key] as const),
  ),
);
const DEEPEST_HEADER = 10;
/** Without these a line says nothing. */
const NEEDED: readonly Column[] = ['device', 'key', 'name', 'kind'];

/** Finds the heading among the first rows of a sheet; undefined where it is no sheet of points. */
export function findColumns({ rows }: Grid): Found | undefined {
  for (const [row, cells] of rows.slice(0, DEEPEST_HEADER).entries()) {
    const columns = new Map<Column, number>();
    for (const [column, cell] of cells.entries()) {
      const key = isBlank(cell) ? undefined : WORDS.get(headingWord(textOf(cell)));
      if (key !== undefined && !columns.has(key)) columns.set(key, column);
    }
    if (NEEDED.every((key) => columns.has(key))) return { columns, from: row + 1 };
  }
  return undefined;
}

/** Limits of a quantity by the names its rules give them, in the order of the rules. */
export function limitWords(kind: string): ReadonlyMap<string, string> {
  const steps = SYSTEMS.flatMap(({ rules }) => rules)
    .filter(({ watches }) => watches.includes(kind))
    .flatMap(({ condition }) => limitSteps(condition));
  return new Map(steps.toReversed().map(({ limit, label }) => [label, limit] as const));
}

/** `高限=80；高高限=90` as limits by key, or what is wrong with it. */
export function readLimits(kind: string, text: string): Record<string, number> | string {
  const words = new Map([...limitWords(kind)].map(([label, key]) => [halfWidth(label), key]));
  const limits: Record<string, number> = {};
  for (const part of halfWidth(text).split(/[;,、\n]/)) {
    if (part.trim() === '') continue;
    const [, name = '', value] = /^\s*(.+?)\s*[=:]\s*(-?\d+(?:\.\d+)?)\s*$/.exec(part) ?? [];
    if (value === undefined) return `“${part.trim()}”应形如 高限=80`;
    const key = words.get(name) ?? ([...words.values()].includes(name) ? name : undefined);
    if (key === undefined) return `没有“${name}”这个限值，可填：${[...words.keys()].join('、') || '无'}`;
    limits[key] = Number(value);
  }
  return limits;
}

/** The other way round, for the template. */
export function writeLimits(kind: string, limits: Readonly<Record<string, number>>): string {
  const words = [...limitWords(kind)].toReversed();
  return words.flatMap(([label, key]) => (limits[key] === undefined ? [] : [`${label}=${limits[key]}`])).join('；');
}

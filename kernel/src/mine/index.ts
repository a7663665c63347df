/** Mine 煤矿上传: what the files of a coal mine bring, and the points its definition file proposes. */
import { z } from 'zod';

/** What became of a file, in the words of its list. */
export const FILE_VERDICTS = {
  apply: ['已应用', 'Applied'],
  partial: ['部分应用', 'In part'],
  stale: ['迟到，只入历史', 'Late, history only'],
  duplicate: ['重复', 'Duplicate'],
  future: ['时间超前', 'Dated ahead'],
  bad: ['坏记录过多', 'Too many bad records'],
  malformed: ['格式错误', 'Malformed'],
} as const;
export type FileVerdict = keyof typeof FILE_VERDICTS;

/** File types whose layout is known, in the words of the sheet. */
export const FILE_TYPES: Readonly<Record<string, string>> = {
  CDDY: '测点定义',
  CDSS: '测点实时',
  YCBJ: '异常报警',
  RYXX: '人员信息',
  RYQY: '区域信息',
  RYJZ: '基站信息',
  RYSS: '人员实时',
  JZSS: '基站状态',
  CGKCDSS: '长观孔实时',
  KSWSS: '库水位实时',
};

/** What a limit of a definition file is called here; where rules of ours watch the quantity, by the names of their limits. */
const LIMITS: Readonly<Record<string, string>> = {
  highAlarm: 'alarm',
  highAlarmClear: 'alarmClear',
  lowAlarm: 'lowAlarm',
  lowAlarmClear: 'lowAlarmClear',
  highCutOff: 'cutOff',
  highRestore: 'restore',
  lowCutOff: 'lowCutOff',
  lowRestore: 'lowRestore',
};

/** The quantity of a sensor by its type code; codes whose meaning is not public keep their number. */
const QUANTITIES: Readonly<
  Record<string, readonly [kind: string, name: string, limits?: Readonly<Record<string, string>>]>
> = {
  '0001': ['methane', '环境瓦斯'],
  '0004': ['carbon-monoxide', '一氧化碳', { highAlarm: 'first', highCutOff: 'second' }],
  '0043': ['methane', '甲烷'],
  '1003': ['air-duct', '风筒'],
  '1008': ['smoke', '烟雾'],
  '1010': ['main-fan', '主要通风机'],
};

/** A point as a definition file names it. */
export interface DefinedPoint {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly unit: string;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  readonly limits: Readonly<Record<string, number>>;
}

/** The point of a record of a definition file (CDDY); a range the wrong way round is none. */
export function definedPoint(record: Readonly<Record<string, string>>): DefinedPoint {
  const type = record['sensorType'] ?? '';
  const [kind, quantity, own] = QUANTITIES[type] ?? [`coal-${type || 'point'}`.toLowerCase(), `传感器 ${type}`];
  const number = (name: string): number | null => (record[name] ? Number(record[name]) : null);
  const [low, high] = [number('rangeLow'), number('rangeHigh')];
  const ranged = low !== null && high !== null && low < high;
  const limits = Object.entries({ ...LIMITS, ...own }).flatMap(([from, to]) => {
    const value = number(from);
    return value === null ? [] : [[to, value] as const];
  });
  return {
    key: record['pointCode'] ?? '',
    name: `${record['location'] ?? ''} ${quantity}`.trim().slice(0, 60),
    kind,
    unit: record['unit'] ?? '',
    rangeLow: ranged ? low : null,
    rangeHigh: ranged ? high : null,
    limits: Object.fromEntries(limits),
  };
}

export interface PointChange {
  readonly key: string;
  readonly name: string;
  readonly what: 'new' | 'changed' | 'gone';
  /** Which members differ, in words. */
  readonly detail: string;
}

const MEMBERS = { name: '名称', kind: '监测量', unit: '单位', rangeLow: '量程下限', rangeHigh: '量程上限' } as const;

/** How a definition differs from the points here: new ones, changed ones, and those it no longer names. Confirmed, points that are here keep their limits, and none goes. */
export function changesOf(known: readonly DefinedPoint[], proposed: readonly DefinedPoint[]): PointChange[] {
  const before = new Map(known.map((point) => [point.key, point]));
  const named = new Set(proposed.map(({ key }) => key));
  const changes = proposed.flatMap((point): PointChange[] => {
    const old = before.get(point.key);
    if (old === undefined) return [{ key: point.key, name: point.name, what: 'new', detail: '' }];
    const members = (Object.keys(MEMBERS) as (keyof typeof MEMBERS)[])
      .filter((member) => old[member] !== point[member])
      .map((member) => `${MEMBERS[member]} ${old[member] ?? '—'} → ${point[member] ?? '—'}`);
    const limits = Object.keys({ ...old.limits, ...point.limits })
      .filter((key) => old.limits[key] !== point.limits[key])
      .map((key) => `${key} ${old.limits[key] ?? '—'} → ${point.limits[key] ?? '—'}`);
    const detail = [...members, ...limits].join('；');
    return detail === '' ? [] : [{ key: point.key, name: point.name, what: 'changed', detail }];
  });
  const gone = known
    .filter(({ key }) => !named.has(key))
    .map(({ key, name }) => ({ key, name, what: 'gone' as const, detail: '' }));
  return [...changes, ...gone];
}

export const mineSchema = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string(),
  region: z.string(),
  points: z.int(),
  lastFileAt: z.number().nullable(),
  people: z.int().nullable().describe('underground by the newest file; null when it never sent one'),
  peopleAt: z.number().nullable(),
  today: z.object({ files: z.int(), refused: z.int(), late: z.int() }),
  proposed: z.int().nullable().describe('points of a definition waiting to be confirmed'),
});
export type Mine = z.infer<typeof mineSchema>;

export const mineDetailSchema = mineSchema.extend({
  byType: z.array(z.object({ type: z.string(), verdict: z.string(), files: z.int(), lastAt: z.number() })),
  files: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      way: z.string(),
      fileTime: z.number().nullable(),
      receivedAt: z.number(),
      verdict: z.string(),
      records: z.int(),
      skipped: z.int(),
      detail: z.string(),
    }),
  ),
  capacity: z.int().nullable().describe('people approved underground, by the file of people (RYXX)'),
  underground: z.array(
    z.object({
      area: z.string(),
      people: z.int(),
      leaders: z.int(),
      quota: z.number().nullable().describe('by the file of areas (RYQY)'),
    }),
  ),
  values: z
    .array(
      z.object({
        key: z.string(),
        name: z.string(),
        location: z.string(),
        value: z.string().describe('a number, or the text of a switch'),
        unit: z.string(),
        status: z.string().describe('0 normal, 4 being calibrated; what others mean is not public'),
        at: z.string().describe('wall clock of the mine'),
        limit: z.number().nullable().describe('the alarm limit it is beyond; null when it is within, or has none'),
      }),
    )
    .describe('the newest file of values (CDSS), those beyond a limit first'),
  valuesAt: z.number().nullable(),
  abnormal: z
    .array(
      z.object({
        key: z.string(),
        name: z.string(),
        location: z.string(),
        type: z.string().describe('its code; the meanings are not public'),
        unit: z.string(),
        begin: z.string(),
        end: z.string().nullable().describe('null while it goes on'),
        max: z.string(),
      }),
    )
    .describe('the newest file of alarms (YCBJ), those that go on first'),
  abnormalAt: z.number().nullable(),
  stations: z.object({ all: z.int(), faulty: z.int() }).nullable().describe('positioning stations by the newest JZSS'),
  definition: z
    .object({
      id: z.string(),
      fileTime: z.number(),
      points: z.int(),
      changes: z.array(
        z.object({ key: z.string(), name: z.string(), what: z.enum(['new', 'changed', 'gone']), detail: z.string() }),
      ),
    })
    .nullable(),
});
export type MineDetail = z.infer<typeof mineDetailSchema>;

export const decisionSchema = z.strictObject({
  decision: z.enum(['confirm', 'reject']),
  reason: z.string().trim().max(500).optional(),
});
export const uploadedSchema = z.object({ name: z.string(), verdict: z.string().nullable(), detail: z.string() });

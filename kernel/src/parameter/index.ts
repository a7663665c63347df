import { z } from 'zod';

/**
 * A number or list that decides something: a limit, a deadline, a target, who is told when. Its shape is code, its value
 * is dated data of a jurisdiction, changed with a reason.
 */
export type Parameter = Common &
  (
    | {
        readonly kind: 'number';
        readonly unit: string;
        readonly value: number;
        readonly min: number;
        readonly max: number;
      }
    | { readonly kind: 'yes-no'; readonly value: boolean }
    | { readonly kind: 'days'; readonly value: readonly string[] }
    | { readonly kind: 'list'; readonly value: readonly string[] }
  );

interface Common {
  /** `danger.general.rectify`: subject first, then what of it. */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** Heading under which it is listed. */
  readonly group: string;
  /** Clause the first value comes from, or that it is the platform's own first value. */
  readonly source: string;
  readonly help?: string;
}

export type ParameterValue = number | boolean | readonly string[];

/** A value set for a jurisdiction from an instant on; null gives the wider jurisdiction's value back. */
export interface Setting {
  readonly key: string;
  /** Region path, `cn.36.11.`. */
  readonly regionPath: string;
  /** Epoch ms from which it holds. */
  readonly from: number;
  readonly value: ParameterValue | null;
}

/** The value in force, and which jurisdiction set it; `regionPath` null = the declaration's first value. */
export interface InForce {
  readonly value: ParameterValue;
  readonly regionPath: string | null;
  readonly from: number | null;
}

/**
 * The value for a place at an instant (epoch ms): of the settings in force there, the one of the nearest jurisdiction;
 * of one jurisdiction's, the newest. A withdrawn setting lets the wider jurisdiction speak.
 */
export function inForce(parameter: Parameter, settings: readonly Setting[], place: string, at: number): InForce {
  const newest = new Map<string, Setting>();
  for (const setting of settings) {
    if (setting.key !== parameter.key || setting.from > at || !place.startsWith(setting.regionPath)) continue;
    const known = newest.get(setting.regionPath);
    if (known === undefined || setting.from >= known.from) newest.set(setting.regionPath, setting);
  }
  const [nearest] = [...newest.values()]
    .filter(({ value }) => value !== null)
    .sort((a, b) => b.regionPath.length - a.regionPath.length);
  if (nearest === undefined) return { value: parameter.value, regionPath: null, from: null };
  return { value: nearest.value as ParameterValue, regionPath: nearest.regionPath, from: nearest.from };
}

/** The check of a new value of the parameter. */
export function valueSchema(parameter: Parameter): z.ZodType<ParameterValue> {
  return SCHEMAS[parameter.kind](parameter) as z.ZodType<ParameterValue>;
}

const day = z.iso.date('不是有效日期，应为 2026-03-18 的样子');
const SCHEMAS: Record<Parameter['kind'], (parameter: Parameter) => z.ZodType> = {
  number: (parameter) => {
    const { min, max } = parameter as Extract<Parameter, { kind: 'number' }>;
    return z.number('应为数字').min(min, `不小于 ${min}`).max(max, `不大于 ${max}`);
  },
  'yes-no': () => z.boolean(),
  days: () => z.array(day).max(200),
  list: () => z.array(z.string().trim().min(1).max(60)).max(200),
};

/** Days a jurisdiction works or rests on against the State Council's calendar. */
export const CALENDAR_PARAMETERS: readonly Parameter[] = [
  {
    key: 'calendar.off',
    label: '本地增加的休息日',
    labelEn: 'Additional days off',
    group: '工作日历',
    kind: 'days',
    value: [],
    source: '平台初值：按国务院办公厅放假通知',
  },
  {
    key: 'calendar.worked',
    label: '本地增加的工作日',
    labelEn: 'Additional working days',
    group: '工作日历',
    kind: 'days',
    value: [],
    source: '平台初值：按国务院办公厅放假通知',
  },
];

const RUNGS = [
  ['town', '镇值班', 'Town desk'],
  ['county', '县值班', 'County desk'],
  ['city', '市值班', 'City desk'],
  ['leader', '带班领导', 'Leader on duty'],
] as const;

/** Seconds without acknowledgement after which a rung of every alarm's ladder is told; 0 = as the rule says. */
export const LADDER_PARAMETERS: readonly Parameter[] = RUNGS.map(([to, label, labelEn]) => ({
  key: `alarm.ladder.${to}`,
  label: `报警未确认升级到${label}`,
  labelEn: `Unacknowledged alarms go to: ${labelEn}`,
  group: '报警升级',
  kind: 'number',
  unit: 's',
  value: 0,
  min: 0,
  max: 86_400,
  source: '平台初值：按各报警规则',
  help: '0 = 按规则自己的时限',
}));

/** A parameter with the value in force for the asker's place, as lists show it. */
export const parameterViewSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  group: z.string(),
  kind: z.enum(['number', 'yes-no', 'days', 'list']),
  unit: z.string().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  source: z.string(),
  help: z.string().nullable(),
  system: z.string().nullable().describe('S59; null = the platform'),
  first: z.union([z.number(), z.boolean(), z.array(z.string())]).describe('the declared first value'),
  value: z.union([z.number(), z.boolean(), z.array(z.string())]),
  setBy: z.object({ regionPath: z.string(), regionName: z.string(), from: z.number() }).nullable(),
  /** Settings that will hold later. */
  coming: z.int(),
});
export type ParameterView = z.infer<typeof parameterViewSchema>;

export const settingViewSchema = z.object({
  regionPath: z.string(),
  regionName: z.string(),
  from: z.number(),
  value: z.union([z.number(), z.boolean(), z.array(z.string())]).nullable(),
  reason: z.string(),
  by: z.string(),
  at: z.number(),
});
export type SettingView = z.infer<typeof settingViewSchema>;

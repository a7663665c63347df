import { z } from 'zod';
import type { Parameter, ParameterValue } from './setting.ts';

export {
  addsUp,
  alongPath,
  inForce,
  sameValue,
  type InForce,
  type Parameter,
  type ParameterValue,
  type Setting,
} from './setting.ts';
export { SIGN_IN_KEYS, SIGN_IN_PARAMETERS } from './sign-in.ts';
export { ANNOUNCED, announcedDays, calendarOf, CALENDAR_PARAMETERS } from './calendar.ts';

/** The check of a new value of the parameter. */
export function valueSchema(parameter: Parameter): z.ZodType<ParameterValue> {
  return SCHEMAS[parameter.kind](parameter) as z.ZodType<ParameterValue>;
}

const day = z.iso.date('不是有效日期，应为 2026-03-18 的样子');
const SCHEMAS: Record<Parameter['kind'], (parameter: Parameter) => z.ZodType> = {
  number: (parameter) => {
    const { min, max, only, integer } = parameter as Extract<Parameter, { kind: 'number' }>;
    const number = integer === true ? z.int('应为整数') : z.number('应为数字');
    const within = number.min(min, `不小于 ${min}`).max(max, `不大于 ${max}`);
    return only === undefined ? within : within.refine((value) => only.includes(value), `只能是 ${only.join('、')}`);
  },
  'yes-no': () => z.boolean(),
  days: () => z.array(day).max(200),
  list: (parameter) => {
    const { check, options } = parameter as Extract<Parameter, { kind: 'list' }>;
    const entries = z.array(z.string().trim().min(1).max(60)).max(200);
    const known = options === undefined ? undefined : new Set(options.map(({ value }) => value));
    return entries.superRefine((value, context) => {
      const odd = known === undefined ? undefined : value.find((entry) => !known.has(entry));
      const problem = odd === undefined ? check?.(value) : `「${odd}」不在可选范围内`;
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    });
  },
};

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
  helpEn: "0 = the rule's own time",
}));

/** A parameter with the value in force for the asker's place, as lists show it. */
export const parameterViewSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelEn: z.string(),
  group: z.string(),
  groupEn: z.string(),
  kind: z.enum(['number', 'yes-no', 'days', 'list']),
  unit: z.string().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  source: z.string(),
  sourceEn: z.string(),
  help: z.string().nullable(),
  helpEn: z.string().nullable(),
  system: z.string().nullable().describe('S59; null = the platform'),
  verb: z.string().describe('who may set it'),
  options: z
    .array(z.object({ value: z.string(), label: z.string(), labelEn: z.string() }))
    .nullable()
    .describe('entries a list is chosen from, in the asked place'),
  optionsFrom: z.string().nullable().describe('the list that places extend, of whose entries it is chosen'),
  first: z.union([z.number(), z.boolean(), z.array(z.string())]).describe('the declared first value'),
  value: z.union([z.number(), z.boolean(), z.array(z.string())]),
  setBy: z.object({ regionPath: z.string(), regionName: z.string(), from: z.number() }).nullable(),
  inherits: z.enum(['nearest', 'union']).describe('union = the lists of all jurisdictions on the path add up'),
  own: z.array(z.string()).nullable().describe('what the asked place itself has added to such a list'),
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

import { z } from 'zod';
import { MEASURED_AT, type MeasuredAt } from './quantity.ts';

const placeSchema = z.enum(Object.keys(MEASURED_AT) as [MeasuredAt, ...MeasuredAt[]]);
/** `id` is null for the enterprise and the place of the device: they follow from the device. */
const bindingSchema = z.strictObject({ at: placeSchema, id: z.guid().nullable() });
const bound = bindingSchema.extend({ name: z.string().nullable() });
const span = z.number('量程应为数字').nullable();

const facts = {
  key: z.string().trim().min(1, '通道不能为空').max(64),
  name: z.string().trim().min(1, '点位名称不能为空').max(60),
  rangeLow: span,
  rangeHigh: span,
  expectedPeriod: z
    .number()
    .min(0, '上报周期不能为负')
    .max(86_400, '上报周期最长一天')
    .describe('seconds; 0 = event driven'),
  scale: z.number().positive('倍率应大于 0').nullable().describe('value = raw number × scale, GB/T 26875.3 only'),
  elevation: z.number().min(-500).max(9000).nullable().describe('height above ground, m'),
  binding: bindingSchema,
};

interface Range {
  readonly rangeLow?: number | null | undefined;
  readonly rangeHigh?: number | null | undefined;
}
const bothOrNone = ({ rangeLow, rangeHigh }: Range): boolean => (rangeLow == null) === (rangeHigh == null);
const rising = ({ rangeLow, rangeHigh }: Range): boolean =>
  rangeLow == null || rangeHigh == null || rangeLow < rangeHigh;
const BOTH = { message: '量程上下限要么都填，要么都不填', path: ['rangeHigh'] };
const RISING = { message: '量程上限应大于下限', path: ['rangeHigh'] };

/** A point as it is registered. Limits hold from now on, each under the key of a rule. */
export const pointInputSchema = z
  .strictObject({
    ...facts,
    scale: facts.scale.default(null),
    elevation: facts.elevation.default(null),
    kind: z.string().trim().min(1, '请选择监测量').max(40),
    unit: z.string().trim().max(20),
    limits: z.record(z.string().max(80), z.number()).default({}),
    reason: z.string().trim().max(500).default('登记点位'),
  })
  .refine(bothOrNone, BOTH)
  .refine(rising, RISING);
export type PointInput = z.output<typeof pointInputSchema>;

/** What may change of a point. Quantity and unit stay: its readings are stored in them. */
export const pointChangeSchema = z
  .strictObject({ ...z.object(facts).partial().shape, version: z.int() })
  .refine((change) => 'rangeLow' in change === 'rangeHigh' in change, BOTH)
  .refine(bothOrNone, BOTH)
  .refine(rising, RISING);
export type PointChange = z.output<typeof pointChangeSchema>;

/** A point as it is set up; a retired one no longer has its channel. */
export const pointSettingSchema = z.object({
  id: z.string(),
  ...facts,
  kind: z.string(),
  unit: z.string(),
  limits: z.record(z.string(), z.number()),
  system: z.string(),
  binding: bound,
  version: z.int(),
  retiredAt: z.number().nullable(),
});
export type PointSetting = z.output<typeof pointSettingSchema>;

/** A channel that a device used in the last day and nobody has registered; times in epoch ms. */
export const undeclaredSchema = z.object({
  key: z.string(),
  count: z.int(),
  value: z.number().nullable(),
  firstAt: z.number(),
  lastAt: z.number(),
  label: z.string().nullable().describe('what the protocol’s table calls it'),
  kind: z.string().nullable().describe('the quantity it probably is'),
  unit: z.string().nullable(),
});
export type Undeclared = z.output<typeof undeclaredSchema>;

/** All that is set up, or waits to be, at a device; what its points may be bound to. */
export const devicePointsSchema = z.object({
  points: z.array(pointSettingSchema),
  undeclared: z.array(undeclaredSchema),
  places: z.array(bound),
});
export type DevicePoints = z.output<typeof devicePointsSchema>;

/** A line of a sheet of points: what it would write, or what is wrong in which column. */
const sheetRowSchema = z.object({
  line: z.int().describe('as the workbook counts'),
  device: z.string(),
  key: z.string(),
  name: z.string(),
  state: z.enum(['new', 'changed', 'unchanged', 'invalid']),
  errors: z.array(z.object({ column: z.int().nullable(), label: z.string(), problem: z.string() })),
  changes: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })),
});
export type SheetRow = z.output<typeof sheetRowSchema>;

/** What a sheet of points would do, or has done. `missing` are points of its devices that it does not name. */
export const sheetSchema = z.object({
  written: z.boolean(),
  summary: z.object({ new: z.int(), changed: z.int(), unchanged: z.int(), invalid: z.int(), missing: z.int() }),
  rows: z.array(sheetRowSchema).describe('invalid ones first, at most 500'),
});
export type Sheet = z.output<typeof sheetSchema>;

/** How a device's secret stands; it is never told by this. */
export const secretStandingSchema = z.object({
  shownAt: z.number().nullable(),
  shownBy: z.string().nullable(),
  rotatedAt: z.number().nullable(),
  rotatedBy: z.string().nullable(),
  previousUntil: z.number().nullable().describe('until when the secret before this one is taken; null = it is not'),
});
export type SecretStanding = z.output<typeof secretStandingSchema>;

/** A device's secret with what it is configured by. */
export const secretShownSchema = z.object({
  secret: z.string(),
  port: z.int().nullable(),
  lines: z.array(z.object({ key: z.enum(['user', 'password', 'topic', 'command', 'header']), value: z.string() })),
});
export type SecretShown = z.output<typeof secretShownSchema>;

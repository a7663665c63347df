import { z } from 'zod';
import {
  countedFields,
  fieldSchema,
  hasLimits,
  inputSchema,
  LEVELS,
  recordSchema,
  type Entity,
  type Field,
  LENGTHS,
} from '@anlan/kernel/entity';
import { readDaySpan } from '@anlan/kernel/registry';
import { component, type Labels } from '../http/index.ts';

export const PAGE_SIZE = 200;

/** Shapes of one entity's routes; made once, because each gets a name in the API description. */
export interface Shapes {
  readonly input: z.ZodObject;
  readonly patch: z.ZodObject;
  readonly record: z.ZodObject;
  readonly page: z.ZodObject;
  readonly filters: z.ZodObject;
  readonly query: z.ZodObject;
  readonly labels: Labels;
}

const made = new Map<string, Shapes>();

export function shapesOf(entity: Entity): Shapes {
  const known = made.get(entity.key);
  if (known !== undefined) return known;
  const shapes = makeShapes(entity);
  made.set(entity.key, shapes);
  return shapes;
}

function makeShapes(entity: Entity): Shapes {
  const input = inputSchema(entity);
  const record = component(
    entity.key,
    recordSchema(entity).extend({
      retiredAt: z.string().nullable(),
      labels: z.record(z.string(), z.string()).describe('names of the records that reference fields point to'),
    }),
  );
  const filters = filterSchema(entity);
  return {
    input,
    patch: z.strictObject({
      version: z.int().min(1),
      changes: input.partial(),
      reason: z.string().trim().max(300, '最长 300 字').optional().describe('why; a changed limit takes one'),
      ...(hasLimits(entity)
        ? { from: z.iso.date().optional().describe('a later day from whose beginning the changed limits hold') }
        : {}),
    }),
    record,
    page: z.object({
      rows: z.array(record),
      total: z.int().describe('matches; a lower bound where atLeast'),
      atLeast: z.boolean(),
      took: z.number(),
      completeness: z.number().nullable(),
    }),
    filters,
    query: filters.extend({
      page: z.coerce.number().int().min(1).max(100_000).default(1),
      size: z.coerce.number().int().min(1).max(PAGE_SIZE).default(50),
    }),
    labels: labelsOf(entity),
  };
}

/** Is the field offered as a filter? */
export function isFilter(field: Field): boolean {
  return (
    field.personal !== true &&
    (field.kind !== 'text' || field.filter === true) &&
    field.kind !== 'number' &&
    field.kind !== 'date'
  );
}

/** Members a list may be sorted by; personal data would leak through its order. */
export function sortable(entity: Entity): string[] {
  const fields = Object.entries(entity.fields).flatMap(([key, field]) => (field.personal === true ? [] : [key]));
  return ['name', 'regionPath', 'updatedAt', ...fields];
}

/** `a,b,c` of values that the field can have. */
function valuesOf(field: Field): z.ZodType {
  const kinds: Record<string, () => z.ZodType<string, string>> = {
    choice: () => fieldSchema(field) as z.ZodType<string, string>,
    level: () => z.enum(LEVELS),
    'yes-no': () => z.enum(['true', 'false']),
    reference: () => z.guid(),
  };
  const value = kinds[field.kind]?.() ?? z.string().min(1).max(200);
  return z
    .string()
    .max(2000)
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(value).max(50))
    .optional()
    .describe(field.label);
}

function filterSchema(entity: Entity): z.ZodObject {
  const fields = Object.entries(entity.fields).filter(([, field]) => isFilter(field));
  const keys = sortable(entity);
  return z.strictObject({
    search: z.string().trim().max(LENGTHS.search).optional().describe('名称、拼音、拼音首字母或唯一编号'),
    region: z
      .string()
      .regex(/^([\w-]+\.)+$/)
      .max(200)
      .optional()
      .describe('辖区路径'),
    sort: z.enum([...keys, ...keys.map((key) => `-${key}`)]).optional(),
    reveal: z.enum(['0', '1']).optional().describe('1 = 显示个人信息，须有登记权限，记入审计'),
    verified: z.enum(['true', 'false']).optional().describe('最新一版是否已核实'),
    missing: z.enum(countedFields(entity)).optional().describe('只要没有填这一项的'),
    days: z
      .string()
      .max(80)
      .refine((text) => readDaySpan(entity, text) !== undefined, '应为 日期字段,起,止，如 licenceUntil,,2026-11-22')
      .optional()
      .describe('日期字段在两天之间（含）的：字段,起,止；起或止可空'),
    ...Object.fromEntries(fields.map(([key, field]) => [key, valuesOf(field)])),
  });
}

function labelsOf(entity: Entity): Labels {
  const fields = Object.entries(entity.fields).map(
    ([key, field]) => [key, { zh: field.label, en: field.labelEn }] as const,
  );
  return { name: { zh: entity.nameLabel, en: entity.nameLabelEn }, ...Object.fromEntries(fields) };
}

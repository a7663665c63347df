import { z } from 'zod';
import type { Refusal } from '../refusal/index.ts';
import { columnType, fieldSchema, type Field } from './fields.ts';
import { CHINA, outsideChina } from './plausible.ts';

export {
  CODE,
  columnType,
  EARLIEST,
  fieldSchema,
  LASTING,
  latestDay,
  LEVEL_LABELS,
  LEVELS,
  type Field,
  type FieldKind,
  type Level,
  type Option,
} from './fields.ts';

export { mask, personal, PERSONAL } from './personal.ts';

export { LENGTHS } from './lengths.ts';

export { PHONE } from './phone.ts';

export { CHINA, doubtsOf, outsideChina, outsideRegion, type Doubt } from './plausible.ts';

/**
 * A registered kind of thing: one table, one API, one list, detail and form.
 * Every entity also has the columns of `BASE_COLUMNS`.
 */
export interface Entity {
  /** English singular, kebab-case: `enterprise`. */
  readonly key: string;
  /** Path and table name: `enterprises` → `/api/enterprises`, table `enterprise`. */
  readonly plural: string;
  readonly label: string;
  readonly labelEn: string;
  /** One sentence under the list's title. */
  readonly about: string;
  readonly family: string;
  /** The name of the record; always present. */
  readonly nameLabel: string;
  readonly nameLabelEn: string;
  readonly located: boolean;
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields no two live records may share. */
  readonly unique?: readonly string[];
  /** The field that carries the risk colour, for the map and the list's first column. */
  readonly levelField?: string;
  /** The field naming the owning enterprise, for the organisation scope. */
  readonly ownerField?: string;
  /** The field naming the sector, for sector departments. */
  readonly sectorField?: string;
  /** The sector department that watches these records besides their owner's trade; where `when` is given, those with that field filled in. */
  readonly watchedBy?: { readonly sector: string; readonly when?: string };
  /** The record is a person and its name theirs: masked like a personal field, in lists, references and searches. */
  readonly personalName?: true;
  /** Other headings that ledgers use for the name, for the import. */
  readonly nameAlso?: readonly string[];
  /** Chains of days or of numbers of which none is below the one before; empty ones are passed over. */
  readonly ordered?: readonly (readonly string[])[];
  /** What a record as a whole must fulfil, beside the check of each field; pure. */
  readonly guard?: (record: Readonly<Record<string, unknown>>) => Refusal | undefined;
}

/** Columns every entity has, with their PostgreSQL types. */
export const BASE_COLUMNS = {
  id: 'uuid',
  name: 'text',
  region_path: 'text',
  organisation_id: 'uuid',
  sector: 'text',
  lon: 'double precision',
  lat: 'double precision',
  initials: 'text',
  demonstration: 'boolean',
  provenance: 'text',
  version: 'integer',
  created_at: 'timestamp with time zone',
  updated_at: 'timestamp with time zone',
  updated_by: 'text',
  retired_at: 'timestamp with time zone',
} as const;

export function defineEntity(entity: Entity): Entity {
  return entity;
}

const camel = (key: string): string => key.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());

/** Column name of a field: camelCase → snake_case. */
export function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Table name of an entity: `fire-station` → `fire_station`. */
export function tableName(entity: Entity): string {
  return entity.key.replaceAll('-', '_');
}

/** All columns of the entity's table with their PostgreSQL types. */
export function columnsOf(entity: Entity): Record<string, string> {
  const own = Object.entries(entity.fields).map(([key, field]) => [columnName(key), columnType(field)] as const);
  return { ...BASE_COLUMNS, ...Object.fromEntries(own) };
}

function degrees(key: 'lon' | 'lat'): z.ZodNumber {
  const { min, max } = CHINA[key];
  return z.number().min(min, outsideChina(key)).max(max, outsideChina(key));
}

const baseInput = {
  name: z.string().trim().min(1, '不能为空').max(120, '最长 120 字'),
  regionPath: z.string().regex(/^([\w-]+\.)+$/, '应选择一个辖区'),
  lon: degrees('lon').nullable().optional(),
  lat: degrees('lat').nullable().optional(),
};

/** Checks what a person fills in. Unknown members are refused, so a typing error is not silently dropped. */
export function inputSchema(entity: Entity): z.ZodObject {
  const fields = Object.entries(entity.fields).map(([key, field]) => {
    const schema = fieldSchema(field);
    return [key, field.required === true ? schema : schema.nullable().optional()] as const;
  });
  return z
    .strictObject({ ...baseInput, ...Object.fromEntries(fields) })
    .meta({ id: `${camel(entity.key)}Input`, title: entity.label });
}

/** A record as the API gives it. */
export function recordSchema(entity: Entity): z.ZodObject {
  const fields = Object.entries(entity.fields).map(([key, field]) => {
    const shape = { 'yes-no': z.boolean(), number: z.number() }[field.kind as string] ?? z.string();
    return [key, shape.nullable().describe(field.label)] as const;
  });
  return z
    .object({
      id: z.uuid(),
      name: z.string(),
      regionPath: z.string(),
      regionName: z.string().nullable(),
      organisationId: z.string().nullable(),
      lon: z.number().nullable(),
      lat: z.number().nullable(),
      demonstration: z.boolean(),
      provenance: z.string().describe('demonstration | manual | import | exchange'),
      version: z.int(),
      updatedAt: z.string(),
      updatedBy: z.string().nullable(),
      ...Object.fromEntries(fields),
    })
    .meta({ id: camel(entity.key), title: entity.label });
}

/** A page of a list: rows, the number of matches (`atLeast`: there are more than were counted), and the time in ms. */
export function pageSchema(entity: Entity): z.ZodObject {
  return z.object({ rows: z.array(recordSchema(entity)), total: z.int(), atLeast: z.boolean(), took: z.number() });
}

/** Those of the changed members that are limits: changing them asks for a reason. */
export function limitsAmong(entity: Entity, members: Iterable<string>): string[] {
  return [...members].filter((key) => entity.fields[key]?.limit === true);
}

/** Has the register limits, so that one may be announced for a later day? */
export function hasLimits(entity: Entity): boolean {
  return Object.values(entity.fields).some(({ limit }) => limit === true);
}

type Values = Readonly<Record<string, unknown>>;

/** Share of the fields that count of the record that are filled in, 0…1. */
export function completeness(entity: Entity, record: Values): number {
  const counted = countedFields(entity).filter((key) => counts(entity, key, record)).length;
  return counted === 0 ? 1 : 1 - missingFields(entity, record).length / counted;
}

/**
 * What completeness is counted over: the declared fields but for those that say `counted: false`, and the place on the map
 * (`lon`) of a located record. Of a record only those count whose `countedWhen` it fulfils.
 */
export function countedFields(entity: Entity): readonly string[] {
  const fields = Object.keys(entity.fields).filter((key) => entity.fields[key]?.counted !== false);
  return [...fields, ...(entity.located ? ['lon'] : [])];
}

/** Does a field count in the completeness of the record, filled in or not? */
export function counts(entity: Entity, key: string, record: Values): boolean {
  const { counted, countedWhen: when } = entity.fields[key] ?? {};
  if (counted === false) return false;
  return when === undefined || (record[when.field] != null && when.values.includes(String(record[when.field])));
}

/** Keys of the fields that count of the record and are empty. */
export function missingFields(entity: Entity, record: Values): readonly string[] {
  return countedFields(entity).filter(
    (key) => counts(entity, key, record) && (record[key] == null || record[key] === ''),
  );
}

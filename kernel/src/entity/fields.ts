import { z } from 'zod';

interface Common {
  readonly label: string;
  readonly labelEn: string;
  readonly required?: boolean;
  /** Rules judge by it: who changes it says why, and the history keeps it. */
  readonly limit?: true;
  /** Left out of completeness: many a record rightly has none. */
  readonly counted?: false;
  /** Counted in completeness only where another field of the record has one of these values (of a yes-no `true`, `false`). */
  readonly countedWhen?: { readonly field: string; readonly values: readonly string[] };
  /** Shown as a column of the generated list. */
  readonly list?: boolean;
  /** Offered as a filter chip. */
  readonly filter?: boolean;
  /** Personal data: masked unless asked for, and the asking is audited. */
  readonly personal?: boolean;
  /** What a person filling it in should know; said in both languages or not at all. */
  readonly help?: string;
  readonly helpEn?: string;
  /** Other headings that ledgers use for it, for the import. */
  readonly also?: readonly string[];
  /** Clause or document the field comes from. */
  readonly source?: string;
  /** Clause its bounds come from. Left out they are the platform's own, of no standard: wide enough for what there is. */
  readonly bounds?: string;
  /** Why a number or day of a register has no bounds. */
  readonly unbounded?: string;
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly labelEn: string;
  /** Other ways people write it, for ledgers. */
  readonly also?: readonly string[];
  /** Not chosen any more; what carries it keeps it. */
  readonly ended?: true;
}

export type Field =
  | (Common & {
      readonly kind: 'text';
      readonly max?: number;
      readonly pattern?: RegExp;
      readonly patternHelp?: string;
      readonly check?: (value: string) => string | undefined;
    })
  | (Common & {
      readonly kind: 'number';
      readonly unit?: string;
      readonly min?: number;
      readonly max?: number;
      readonly integer?: boolean;
      /**
       * What the number decides beyond its record: `penalty` is a fine in yuan, held against the doer's commission;
       * `past-year` is a year of the calendar that is not to come.
       */
      readonly meaning?: 'penalty' | 'past-year';
    })
  | (Common & {
      readonly kind: 'choice';
      readonly options: readonly Option[];
      /** The list that jurisdictions extend (`@anlan/kernel/code-list`); `options` are its first entries. */
      readonly optionsFrom?: string;
    })
  | (Common & { readonly kind: 'level' })
  | (Common & { readonly kind: 'yes-no' })
  | (Common & {
      readonly kind: 'date';
      /** The earliest day it may be; left out, `EARLIEST`. */
      readonly earliest?: string;
      /** How many years after today it may be at most; 0 = it is not to come. */
      readonly ahead?: number;
      /** May be without an end: 长期, kept as `LASTING`. */
      readonly lasting?: true;
    })
  | (Common & { readonly kind: 'reference'; readonly entity: string });

export type FieldKind = Field['kind'];

/** The four official levels, highest first (安委办〔2016〕11号: 红橙黄蓝). */
export const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_LABELS: Record<Level, { risk: string; alarm: string; en: string; rank: number }> = {
  red: { risk: '重大', alarm: '红色报警', en: 'red', rank: 4 },
  orange: { risk: '较大', alarm: '橙色报警', en: 'orange', rank: 3 },
  yellow: { risk: '一般', alarm: '黄色报警', en: 'yellow', rank: 2 },
  blue: { risk: '低', alarm: '蓝色报警', en: 'blue', rank: 1 },
};

/** The form of a code in a list that jurisdictions extend. */
export const CODE = /^[a-z0-9][a-z0-9-]{0,39}$/;

type Of<K extends FieldKind> = Extract<Field, { kind: K }>;

/** Registers of enterprises, permits and works begin with the People's Republic; the platform's own bound. */
export const EARLIEST = '1949-10-01';
/** No day of a register or a closed loop lies beyond; the platform's own bound. */
const LATEST = '2199-12-31';
/** 长期: the day that registers of licences write for no end (the business licence's own form). */
export const LASTING = '9999-12-31';

/** What each kind of field is: its column, its check, whether it can be searched and sorted. */
const KINDS: { [K in FieldKind]: { column: string; schema: (field: Of<K>, today: string | undefined) => z.ZodType } } =
  {
    text: { column: 'text', schema: (field) => textSchema(field) },
    number: {
      column: 'double precision',
      schema: (field, today) => {
        let schema = field.integer === true ? z.int() : z.number();
        if (field.min !== undefined) schema = schema.min(field.min, `不小于 ${field.min}`);
        if (field.max !== undefined) schema = schema.max(field.max, `不大于 ${field.max}`);
        const year = field.meaning === 'past-year' ? today?.slice(0, 4) : undefined;
        return year === undefined ? schema : schema.max(Number(year), IN_FUTURE);
      },
    },
    choice: {
      column: 'text',
      // What a list offers depends on place and day: here the form of a code, at the record whether it is offered.
      schema: (field) =>
        field.optionsFrom === undefined
          ? z.enum(
              field.options.map((option) => option.value),
              '不在可选范围内',
            )
          : z.string().regex(CODE, '不在可选范围内'),
    },
    level: { column: 'text', schema: () => z.enum(LEVELS, '只能是红、橙、黄、蓝') },
    'yes-no': { column: 'boolean', schema: () => z.boolean() },
    date: {
      column: 'date',
      schema: (field, today) =>
        z.iso.date('不是有效日期，应为 2026-03-18 的样子').superRefine((day, context) => {
          const problem = dayProblem(field, day, today);
          if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
        }),
    },
    reference: { column: 'uuid', schema: () => z.uuid('应选择一条已登记的记录') },
  };

const IN_FUTURE = '不能是将来';

/** What is wrong with a day of a date field; without today (`2026-03-18`) only what is wrong on any day. */
function dayProblem(field: Of<'date'>, day: string, today: string | undefined): string | undefined {
  if (field.lasting === true && day === LASTING) return undefined;
  const earliest = field.earliest ?? EARLIEST;
  if (day < earliest) return `不早于 ${earliest}`;
  const latest = latestDay(field, today);
  if (day <= latest) return undefined;
  return field.ahead === 0 ? IN_FUTURE : `不晚于 ${latest}`;
}

/** The latest day a date field may be. */
export function latestDay({ ahead }: Of<'date'>, today: string | undefined): string {
  return ahead === undefined || today === undefined ? LATEST : `${Number(today.slice(0, 4)) + ahead}${today.slice(4)}`;
}

function textSchema(field: Of<'text'>): z.ZodType {
  let schema = z
    .string()
    .trim()
    .min(1, '不能为空')
    .max(field.max ?? 200, `最长 ${field.max ?? 200} 字`);
  if (field.pattern !== undefined) schema = schema.regex(field.pattern, field.patternHelp ?? '格式不对');
  const { check } = field;
  if (check === undefined) return schema;
  return schema.superRefine((value, context) => {
    const problem = check(value);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });
}

/** PostgreSQL column type of a field. */
export function columnType(field: Field): string {
  return KINDS[field.kind].column;
}

/**
 * The check of one value of a field (present and not null). `today` is the day in China, `2026-03-18`: without it a day
 * is not compared with today.
 */
export function fieldSchema(field: Field, today?: string): z.ZodType {
  const { schema } = KINDS[field.kind] as { schema: (field: Field, today: string | undefined) => z.ZodType };
  return schema(field, today);
}

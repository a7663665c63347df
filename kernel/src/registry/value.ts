import { fieldSchema, LASTING, LEVEL_LABELS, LEVELS, type Field, type Level, type Option } from '../entity/index.ts';
import { cleanCreditCode, cleanDate, cleanNumber, cleanYesNo, halfWidth, type Cleaned } from './clean.ts';

type Of<K extends Field['kind']> = Extract<Field, { kind: K }>;

/** Chinese digits in grades: 3级 is 三级. */
const DIGITS: Readonly<Record<string, string>> = {
  '1': '一',
  '2': '二',
  '3': '三',
  '4': '四',
  I: '一',
  II: '二',
  III: '三',
  IV: '四',
};

function wordOf(text: string): string {
  return (
    halfWidth(text)
      .toUpperCase()
      .replaceAll(/[\s()[\]【】“”"、，,.·]/g, '')
      .replace(/^(IV|I{1,3}|[1-4])(?=[级类等])/, (digit) => DIGITS[digit] ?? digit)
      // 危化 and 非煤 are what everybody writes.
      .replace(/^危化品?/, '危险化学品')
      .replace(/^非煤(?!矿)/, '非煤矿山')
  );
}

function cleanChoice(value: unknown, field: Of<'choice'>): Cleaned<string> {
  const text = wordOf(String(value));
  const said = (option: Option) => [option.value, option.label, option.labelEn, ...(option.also ?? [])].map(wordOf);
  const offered = field.options.filter((option) => option.ended !== true);
  const exact = offered.find((option) => said(option).includes(text));
  if (exact !== undefined) return { value: exact.value };
  const over = field.options.find((option) => option.ended === true && said(option).includes(text));
  if (over !== undefined) return { problem: `“${over.label}”已停用，不再选用` };
  // 危险化学品生产企业 names the option it begins with, 三级企业 too; what fits two options fits none.
  const near = offered.filter(
    (option) => text.startsWith(wordOf(option.label)) || wordOf(option.label).startsWith(text),
  );
  if (near.length === 1 && text.length > 1) return { value: near[0]!.value };
  return {
    problem: `不在可选范围内：${offered
      .map((option) => option.label)
      .slice(0, 8)
      .join('、')}${offered.length > 8 ? '…' : ''}`,
  };
}

const COLOURS: Readonly<Record<string, Level>> = {
  红: 'red',
  橙: 'orange',
  黄: 'yellow',
  蓝: 'blue',
  一级: 'red',
  二级: 'orange',
  三级: 'yellow',
  四级: 'blue',
};

function cleanLevel(value: unknown): Cleaned<string> {
  const text = wordOf(String(value)).replace(/(风险|色|等级)+$/, '');
  const level = LEVELS.find((one) => one === text.toLowerCase() || LEVEL_LABELS[one].risk === text) ?? COLOURS[text];
  return level === undefined ? { problem: '只能是重大、较大、一般、低（红、橙、黄、蓝）' } : { value: level };
}

/** What each kind of field makes of a cell; references are looked up elsewhere. */
const KINDS: { readonly [K in Field['kind']]: (value: unknown, field: Of<K>, key: string) => Cleaned<unknown> } = {
  text: (value, _, key) => (key === 'creditCode' ? cleanCreditCode(value) : { value: halfWidth(textOf(value)) }),
  number: (value, field) => cleanNumber(value, field.unit),
  choice: cleanChoice,
  level: cleanLevel,
  'yes-no': cleanYesNo,
  date: (value, field) =>
    field.lasting === true && LASTS.test(halfWidth(textOf(value))) ? { value: LASTING } : cleanDate(value),
  reference: (value) => ({ value: halfWidth(textOf(value)) }),
};

/** How ledgers write that something has no end. */
const LASTS = /^(长期(有效)?|永久(有效)?|无固定期限|9999[-./年]12[-./月]31日?)$/;

/** A cell as text: a whole number without an exponent, so that a code kept as a number keeps its digits. */
export function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'number' && Number.isInteger(value) ? value.toFixed(0) : String(value ?? '');
}

/** Words that stand for nothing in a ledger. */
const NOTHING = /^(无|没有|暂无|不详|未知|未填|空|-+|—+|\/+|\\+|n\/?a|null|none)$/i;

/** Is there nothing in the cell? A choice or yes-no field may mean something by 无. */
export function isBlank(value: unknown, field?: Field): boolean {
  if (value == null) return true;
  const text = halfWidth(textOf(value));
  if (text === '') return true;
  const meant = field?.kind === 'yes-no' || (field?.kind === 'choice' && 'value' in cleanChoice(text, field));
  return !meant && NOTHING.test(text);
}

/** The field's value as a cell of a ledger says it, whether or not it lies within the field's bounds; null for an empty cell. */
export function readValue(key: string, field: Field, value: unknown): Cleaned<unknown> {
  if (isBlank(value, field)) return field.required === true ? { problem: '必须填写' } : { value: null };
  const clean = KINDS[field.kind] as (value: unknown, field: Field, key: string) => Cleaned<unknown>;
  return clean(value, field, key);
}

/** The field's value from a cell of a ledger, checked as a form would check it; null for an empty cell. */
export function cleanValue(key: string, field: Field, value: unknown): Cleaned<unknown> {
  const cleaned = readValue(key, field, value);
  if ('problem' in cleaned || cleaned.value === null || field.kind === 'reference') return cleaned;
  const checked = fieldSchema(field).safeParse(cleaned.value);
  return checked.success ? { value: checked.data } : { problem: checked.error.issues[0]?.message ?? '填写有误' };
}

/** One thing to type or choose. */
export interface Field {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly unit: string;
  readonly kind: 'number' | 'text' | 'choice' | 'numbers' | 'texts' | 'flag' | 'rows';
  readonly options: readonly string[];
  /** Of rows: what each holds. */
  readonly columns: readonly { readonly key: string; readonly label: string; readonly number: boolean }[];
  /** Left empty it does not apply, or takes its default. */
  readonly optional: boolean;
  /** What the page opens with. */
  readonly example: unknown;
}

type Part = Partial<Omit<Field, 'key' | 'label' | 'labelEn'>>;

const field = (key: string, label: string, labelEn: string, part: Part): Field => ({
  key,
  label,
  labelEn,
  unit: '',
  kind: 'number',
  options: [],
  columns: [],
  optional: false,
  example: null,
  ...part,
});

export const number = (
  key: string,
  label: string,
  labelEn: string,
  unit: string,
  example: number,
  optional = false,
): Field => field(key, label, labelEn, { unit, example, optional });
export const text = (key: string, label: string, labelEn: string, example: string, optional = false): Field =>
  field(key, label, labelEn, { kind: 'text', example, optional });
export const choice = (
  key: string,
  label: string,
  labelEn: string,
  options: readonly string[],
  optional = false,
): Field =>
  field(key, label, labelEn, { kind: 'choice', options, example: optional ? null : (options[0] ?? null), optional });
export const flag = (key: string, label: string, labelEn: string, example = false): Field =>
  field(key, label, labelEn, { kind: 'flag', example, optional: true });
export const numbers = (key: string, label: string, labelEn: string, unit: string, example: readonly number[]): Field =>
  field(key, label, labelEn, { kind: 'numbers', unit, example });
export const texts = (key: string, label: string, labelEn: string, example: readonly string[]): Field =>
  field(key, label, labelEn, { kind: 'texts', example });
export const rows = (
  key: string,
  label: string,
  labelEn: string,
  columns: Field['columns'],
  example: readonly Readonly<Record<string, unknown>>[],
): Field => field(key, label, labelEn, { kind: 'rows', columns, example });

/** An amount of money. */
export const yuan = (key: string, label: string, labelEn: string, example: number, optional = false): Field =>
  number(key, label, labelEn, '元', example, optional);

import type { Field } from '../entity/index.ts';
import { LEVEL_LABELS, type Level } from '../entity/index.ts';
import type { Input } from './standing.ts';

const SHOWN: Partial<Record<Field['kind'], (value: unknown, field: Field) => string>> = {
  choice: (value, field) =>
    (field as Extract<Field, { kind: 'choice' }>).options.find((option) => option.value === value)?.label ??
    String(value),
  level: (value) => LEVEL_LABELS[value as Level].risk,
  'yes-no': (value) => (value === true ? '是' : '否'),
  number: (value, field) => `${String(value)}${(field as Extract<Field, { kind: 'number' }>).unit ?? ''}`,
  // An id says nothing to a reader; the record shows the name.
  reference: () => '',
};

/** What was filled in as one line of the trail: `整改措施：更换法兰垫片；资金：1.2万元`. Personal data stays out of it. */
export function describeInput(asks: Readonly<Record<string, Field>>, input: Input, fallback: string): string {
  const parts = Object.entries(asks).flatMap(([key, field]) => {
    const value = input[key];
    if (value === undefined || field.personal === true) return [];
    const shown = SHOWN[field.kind]?.(value, field) ?? String(value);
    return shown === '' ? [] : [`${field.label}：${shown}`];
  });
  return parts.length === 0 ? fallback : parts.join('；');
}

import type { Catalogue, Condition } from '@anlan/kernel/catalogue';
import { LEVELS, type Field, type Level } from '@anlan/kernel/entity';
import { unitText } from '../language/units.ts';
import { levelWord } from '../parts/index.ts';
import type { WORDS } from './rule-words.ts';

type Say = (key: keyof typeof WORDS) => string;
type Label = (one: { readonly label: string; readonly labelEn: string }) => string;

/** How a value of a fact reads: the word of its choice or colour, with its unit. */
export function valueWord(field: Field | undefined, value: unknown, label: Label, language: 'zh' | 'en'): string {
  if (field?.kind === 'choice') {
    const option = field.options.find((one) => one.value === value);
    return option === undefined ? String(value) : label(option);
  }
  if (field?.kind === 'level' && LEVELS.includes(value as Level)) return levelWord(value as Level, 'risk', language);
  const unit = field?.kind === 'number' ? unitText(field.unit ?? '', language, Number(value)) : '';
  return `${String(value)}${unit === '' ? '' : ` ${unit}`}`;
}

/** A rule as a sentence: 类别是设备，且隐患描述含有任一 联锁、报警. */
export function conditionWords(
  condition: Condition,
  facts: Catalogue['facts'],
  { t, label, language }: { readonly t: Say; readonly label: Label; readonly language: 'zh' | 'en' },
): string {
  const words = { t, label, language };
  const say = (part: Condition) => conditionWords(part, facts, words);
  const [comma, list] = language === 'zh' ? ['，', '、'] : [', ', ', '];
  if ('all' in condition)
    return condition.all.length === 0 ? t('always') : condition.all.map(say).join(`${comma}${t('all')} `);
  if ('any' in condition) return `${t('any')}${condition.any.map(say).join(language === 'zh' ? '；' : '; ')}`;
  if ('not' in condition) return `${t('not')}${say(condition.not)}`;
  const field = facts[condition.fact];
  const name = field === undefined ? condition.fact : label(field);
  const word = (value: unknown) => valueWord(field, value, label, language);
  if ('is' in condition) return `${name}${t('factIs')} ${condition.is.map(word).join(list)}`;
  if ('has' in condition) return `${name}${t('factHas')} ${condition.has.join(list)}`;
  for (const key of ['least', 'most', 'above', 'below'] as const)
    if (key in condition) return `${name} ${t(key)} ${word((condition as unknown as Record<string, number>)[key])}`;
  return '';
}

export const OPERATORS = ['is', 'not', 'has', 'least', 'most', 'above', 'below'] as const;
export type Operator = (typeof OPERATORS)[number];

/** One row of the rule's form. */
export interface Row {
  readonly fact: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

/** The rule as rows that all have to hold; undefined where it is nested deeper than the form can show. */
export function rowsOf(condition: Condition): Row[] | undefined {
  const parts = 'all' in condition ? condition.all : [condition];
  const rows: Row[] = [];
  for (const part of parts) {
    const negated = 'not' in part;
    const leaf = negated ? part.not : part;
    if (!('fact' in leaf)) return undefined;
    if ('is' in leaf) rows.push({ fact: leaf.fact, operator: negated ? 'not' : 'is', values: leaf.is.map(String) });
    else if (negated) return undefined;
    else if ('has' in leaf) rows.push({ fact: leaf.fact, operator: 'has', values: leaf.has });
    else {
      const key = (['least', 'most', 'above', 'below'] as const).find((one) => one in leaf);
      if (key === undefined) return undefined;
      rows.push({ fact: leaf.fact, operator: key, values: [String((leaf as unknown as Record<string, number>)[key])] });
    }
  }
  return rows;
}

/** Rows back into a rule; rows without a value say nothing. */
export function conditionOf(rows: readonly Row[], facts: Catalogue['facts']): Condition {
  const all = rows
    .filter(({ values }) => values.some((value) => value !== ''))
    .map(({ fact, operator, values }): Condition => {
      const numeric = facts[fact]?.kind === 'number';
      const typed = values.map((value) => (numeric ? Number(value) : value));
      if (operator === 'is') return { fact, is: typed };
      if (operator === 'not') return { not: { fact, is: typed } };
      if (operator === 'has') return { fact, has: values };
      return { fact, [operator]: Number(values[0]) } as Condition;
    });
  return { all };
}

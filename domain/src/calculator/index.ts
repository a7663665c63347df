import { sources as accident } from '../accident/index.ts';
import { sources as consequence } from '../consequence/index.ts';
import { sources as emergency } from '../emergency/index.ts';
import { sources as exposure } from '../exposure/index.ts';
import { sources as codes } from '../identity-codes/index.ts';
import { sources as law } from '../law/index.ts';
import { sources as hazard } from '../major-hazard/index.ts';
import { sources as monitoring } from '../monitoring/index.ts';
import { sources as scoring } from '../risk-scoring/index.ts';
import type { Source } from '../working/index.ts';
import type { Field } from './field.ts';
import { workingOf, type Inputs, type Topic } from './inputs.ts';
import { PHYSICAL_ROWS } from './physics.ts';
import type { Word } from './standard-row.ts';
import { STANDARD_ROWS } from './standard-rows.ts';
import { ACCIDENT_TOPICS } from './topics-accident.ts';
import { CODE_TOPICS } from './topics-codes.ts';
import { EXPOSURE_TOPICS } from './topics-exposure.ts';
import { LAW_TOPICS } from './topics-law.ts';
import { MONITORING_TOPICS } from './topics-monitoring.ts';
import { RISK_TOPICS } from './topics-risk.ts';

export type { Field } from './field.ts';
export type { Inputs, Outputs, Refusal } from './inputs.ts';
export { moment } from './moments.ts';
export { articleOf } from './topics-law.ts';

/** The calculation of each topic by its name; case files and the pages of the standards ask by it. */
export const TOPICS: Readonly<Record<string, Topic>> = {
  ...ACCIDENT_TOPICS,
  ...RISK_TOPICS,
  ...CODE_TOPICS,
  ...EXPOSURE_TOPICS,
  ...MONITORING_TOPICS,
  ...LAW_TOPICS,
};

/** Where a formula or value comes from and how sure it is. */
export interface Clause {
  readonly source: string;
  readonly what: string;
  readonly mark: 'confirmed' | 'memory' | 'verify' | 'derived';
}

/** A page: what to type, and the clauses beside it. */
export interface Calculator {
  readonly key: string;
  readonly family: 'standard' | 'physics';
  readonly title: string;
  readonly titleEn: string;
  readonly clause: string;
  readonly fields: readonly Field[];
  readonly clauses: readonly Clause[];
}

/** What came out: values, the steps with their clauses, or why nothing did. */
export interface Calculated {
  readonly refused: string | null;
  readonly outputs: readonly { readonly key: string; readonly value: unknown; readonly unit: string }[];
  readonly steps: readonly {
    readonly symbol: string;
    readonly value: unknown;
    readonly unit: string;
    readonly formula: string;
    readonly clause: string;
    readonly mark: Clause['mark'] | null;
  }[];
  readonly warnings: readonly string[];
}

const SOURCES: Readonly<Record<Word, readonly Source[]>> = {
  'major-hazard': hazard,
  accident,
  'risk-scoring': scoring,
  'identity-codes': codes,
  exposure,
  law,
  monitoring,
  emergency,
  consequence,
};

const MARKS = { confirmed: 'confirmed', 'from memory': 'memory', derived: 'derived' } as const;

const standards: readonly Calculator[] = STANDARD_ROWS.map(({ key, title, titleEn, clause, fields, word }) => ({
  key,
  family: 'standard',
  title,
  titleEn,
  clause,
  fields,
  clauses: SOURCES[word].map(({ standard, clause: where, what, mark }) => ({
    source: `${standard} ${where}`.trim(),
    what,
    mark,
  })),
}));

const physics: readonly Calculator[] = PHYSICAL_ROWS.map(({ key, about, fields }) => ({
  key,
  family: 'physics',
  title: about.title,
  titleEn: about.name,
  clause: about.equations[0]?.source ?? '',
  fields,
  clauses: about.equations.map(({ formula, source, mark, number }) => ({
    source,
    what: `(${number}) ${formula}`,
    mark: MARKS[mark],
  })),
}));

/** Every calculator: the standards first, then the physical models. */
export const CALCULATORS: readonly Calculator[] = [...standards, ...physics];

/** What was typed, without what was left empty. */
const given = (inputs: Inputs): Inputs =>
  Object.fromEntries(
    Object.entries(inputs).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  );

const refused = (reason: string): Calculated => ({ refused: reason, outputs: [], steps: [], warnings: [] });

/** What each kind of field takes, and what is said of anything else. */
const KINDS: Readonly<Record<Field['kind'], readonly [fits: (value: unknown, field: Field) => boolean, said: string]>> =
  {
    number: [(value) => Number.isFinite(value), '应为数字'],
    text: [(value) => typeof value === 'string', '应为文字'],
    choice: [(value, { options }) => options.includes(value as string), '应为所列选项之一'],
    numbers: [(value) => Array.isArray(value) && value.every(Number.isFinite), '应为一列数字'],
    texts: [(value) => Array.isArray(value) && value.every((one) => typeof one === 'string'), '应为一列文字'],
    flag: [(value) => typeof value === 'boolean', '应为是或否'],
    rows: [
      (value, { columns }) =>
        Array.isArray(value) &&
        value.every((row) => columns.every(({ key, number }) => typeof row?.[key] === (number ? 'number' : 'string'))),
      '应逐行填全',
    ],
  };

/** Runs a calculator; undefined for one that does not exist. An input left empty, or of another kind than its field, is a refusal. */
export function calculate(key: string, typed: Inputs): Calculated | undefined {
  const calculator = CALCULATORS.find((one) => one.key === key);
  if (calculator === undefined) return undefined;
  const inputs = given(typed);
  const missing = calculator.fields.find((field) => !field.optional && !(field.key in inputs));
  if (missing !== undefined) return refused(`${missing.label}没有填`);
  const wrong = calculator.fields.find(
    (field) => field.key in inputs && !KINDS[field.kind][0](inputs[field.key], field),
  );
  if (wrong !== undefined) return refused(`${wrong.label}${KINDS[wrong.kind][1]}`);
  return calculator.family === 'standard' ? byTopic(key, inputs) : byModel(key, inputs);
}

function byTopic(key: string, inputs: Inputs): Calculated | undefined {
  const row = STANDARD_ROWS.find((one) => one.key === key);
  const topic = row === undefined ? undefined : TOPICS[row.topic];
  if (topic === undefined) return undefined;
  const made = topic(inputs);
  if ('refused' in made) return refused(String(made['refused']));
  const working = workingOf(made);
  return {
    refused: null,
    outputs: Object.entries(made).map(([name, value]) => ({ key: name, value, unit: '' })),
    steps: (working?.steps ?? []).map(({ name, value, unit, formula, clause }) => ({
      symbol: name,
      value,
      unit: unit ?? '',
      formula,
      clause: clause === '' ? (working?.standard ?? '') : clause,
      mark: null,
    })),
    warnings: working?.warnings ?? [],
  };
}

function byModel(key: string, inputs: Inputs): Calculated | undefined {
  const row = PHYSICAL_ROWS.find((one) => one.key === key);
  if (row === undefined) return undefined;
  const made = row.calculate(inputs);
  if (!made.ok) return refused(made.refusal.reason);
  const { steps, equations, warnings } = made.working;
  return {
    refused: null,
    outputs: Object.entries(made.value).flatMap(([name, value]) =>
      typeof value === 'object'
        ? []
        : [{ key: name, value, unit: steps.find((step) => step.value === value)?.unit ?? '' }],
    ),
    steps: steps.map(({ symbol, value, unit, equation }) => {
      const formula = equations.find(({ number }) => number === equation);
      return {
        symbol,
        value,
        unit,
        formula: `(${equation}) ${formula?.formula ?? ''}`,
        clause: formula?.source ?? '',
        mark: formula === undefined ? null : MARKS[formula.mark],
      };
    }),
    warnings,
  };
}

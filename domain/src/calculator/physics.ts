import * as models from '../consequence/index.ts';
import type { Field } from './field.ts';
import { CHOICES, EXAMPLES, INPUTS, wordsOf } from './labels.ts';

type About = models.About;
type Physical = ((given: never) => models.Outcome<object>) & { readonly about: About };

const isModel = (value: unknown): value is Physical => typeof value === 'function' && 'about' in value;

const choicesOf = (about: About, key: string): readonly string[] | undefined =>
  CHOICES[`${about.name}/${key}`] ?? CHOICES[key];

function fieldOf(about: About, key: string): Field | undefined {
  const rule = about.inputs[key];
  const options = choicesOf(about, key);
  const named = INPUTS[key];
  const preset = about.defaults[key];
  if (options !== undefined) {
    const example = typeof preset === 'string' ? preset : key === 'stability' ? 'D' : (options[0] ?? null);
    return {
      key,
      label: { stability: '大气稳定度', terrain: '地表', substance: '物质', shape: '罐形' }[key] ?? '方法',
      labelEn: wordsOf(key),
      unit: '',
      kind: 'choice',
      options,
      columns: [],
      optional: key in about.defaults,
      example,
    };
  }
  if (named === undefined || rule === undefined || rule.unit === '') return undefined;
  const [label, usual] = named;
  const optional = key in about.defaults;
  const example = EXAMPLES[`${about.name}/${key}`] ?? (typeof preset === 'number' ? preset : usual);
  return {
    key,
    label,
    labelEn: wordsOf(key),
    unit: rule.unit === '-' ? '' : rule.unit,
    kind: 'number',
    options: [],
    columns: [],
    optional,
    example,
  };
}

export interface PhysicalRow {
  readonly key: string;
  readonly about: About;
  readonly fields: readonly Field[];
  readonly calculate: (inputs: Readonly<Record<string, unknown>>) => models.Outcome<object>;
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** A page for every model whose inputs are numbers or choices; those that take series or fields belong to the workbench. */
export const PHYSICAL_ROWS: readonly PhysicalRow[] = (Object.values(models) as readonly unknown[])
  .filter(isModel)
  .flatMap((model) => {
    const { about } = model;
    const keys = Object.keys(about.inputs);
    const fields = keys.flatMap((key) => fieldOf(about, key) ?? []);
    const missing = keys.filter((key) => !(key in about.defaults) && !fields.some((field) => field.key === key));
    if (missing.length > 0) return [];
    return [{ key: slug(about.name), about, fields, calculate: (inputs) => model(inputs as never) }];
  });

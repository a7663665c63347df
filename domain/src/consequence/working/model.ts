import { breach, isUnusual, type InputRule } from './input.ts';
import type { Datum, Equation, Mark, Outcome, Quantity, Refused, Step } from './outcome.ts';

/** Writes down the intermediate values and warnings of one calculation. */
export interface Recorder {
  /** Notes a value under the equation of that key and hands it back. */
  step<T extends Datum>(equation: string, symbol: string, value: T, unit: string): T;
  warn(text: string): void;
  refuse(input: string, reason: string): Refused;
}

export interface Declaration<Input extends object, Output extends object, Defaulted extends keyof Input> {
  readonly name: string;
  readonly title: string;
  /** Key of a formula → its text, its source and how sure it is; numbered in this order. */
  readonly equations: Readonly<Record<string, readonly [formula: string, source: string, mark: Mark]>>;
  readonly inputs: { readonly [K in keyof Input]-?: InputRule };
  readonly defaults: Pick<Input, Defaulted>;
  readonly compute: (input: Input, work: Recorder) => Output | Refused;
}

/** What a calculation says of itself: enough to make a form of it. */
export interface About {
  readonly name: string;
  readonly title: string;
  readonly equations: readonly Equation[];
  readonly inputs: Readonly<Record<string, InputRule>>;
  readonly defaults: Readonly<Record<string, unknown>>;
}

export type Given<Input, Defaulted extends keyof Input> = Omit<Input, Defaulted> & Partial<Pick<Input, Defaulted>>;

const isRefused = (result: object): result is Refused => 'ok' in result && result.ok === false;

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.filter((item): item is number => typeof item === 'number') : [];
};

const asDatum = (value: unknown): Datum => {
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  return JSON.stringify(value);
};

/** Checks each input against its rule: the inputs with units, the warnings, or the first breach. */
function examine(
  name: string,
  rules: Readonly<Record<string, InputRule>>,
  input: Readonly<Record<string, unknown>>,
): { inputs: Quantity[]; warnings: string[] } | Refused {
  const inputs: Quantity[] = [];
  const warnings: string[] = [];
  for (const [key, rule] of Object.entries(rules)) {
    const value = input[key];
    if (value === undefined) continue;
    for (const number of numbersIn(value)) {
      const reason = breach(rule, number);
      if (reason !== undefined) {
        const code = Number.isFinite(number) ? 'outside-range' : 'not-a-number';
        return { ok: false, refusal: { code, model: name, input: key, reason: `${key} ${reason}` } };
      }
      if (isUnusual(rule, number)) {
        warnings.push(`${key} ${number} ${rule.unit} is outside the usual ${rule.usual?.join('–')}`);
      }
    }
    inputs.push({ symbol: key, value: asDatum(value), unit: rule.unit });
  }
  return { inputs, warnings };
}

/**
 * Makes a calculation from its declaration: a pure function from inputs to a value with its working, or a refusal.
 * A missing input without default, an unknown equation key or a non-finite step is a bug and throws.
 */
export function model<Input extends object, Output extends object, Defaulted extends keyof Input = never>(
  declaration: Declaration<Input, Output, Defaulted>,
): ((given: Given<Input, Defaulted>) => Outcome<Output>) & { readonly about: About } {
  const { name, title, defaults, compute } = declaration;
  const keys = Object.keys(declaration.equations);
  const equations: readonly Equation[] = Object.values(declaration.equations).map(([formula, source, mark], index) => ({
    number: index + 1,
    formula,
    source,
    mark,
  }));
  const calculate = (given: Given<Input, Defaulted>): Outcome<Output> => {
    const input = withDefaults(defaults, given) as Input;
    const examined = examine(name, declaration.inputs, input as Readonly<Record<string, unknown>>);
    if ('ok' in examined) return examined;
    const { inputs, warnings } = examined;
    const steps: Step[] = [];
    const value = compute(input, {
      step(key, symbol, value, unit) {
        const number = keys.indexOf(key) + 1;
        if (number === 0) throw new Error(`${name} has no equation ${key}`);
        steps.push({ equation: number, symbol, value, unit });
        return value;
      },
      warn(text) {
        if (!warnings.includes(text)) warnings.push(text);
      },
      refuse: (input, reason) => ({ ok: false, refusal: { code: 'outside-model', model: name, input, reason } }),
    });
    if (isRefused(value)) return value;
    return { ok: true, value, working: { model: name, title, equations, inputs, steps, warnings } };
  };
  const about: About = {
    name,
    title,
    equations,
    inputs: declaration.inputs,
    defaults: defaults,
  };
  return Object.assign(calculate, { about });
}

/** An input left out or given as undefined takes its default. */
function withDefaults(defaults: object, given: object): object {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(entries) };
}

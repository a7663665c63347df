import { TOPICS, type Inputs, type Outputs } from '@anlan/domain/calculator';
import type { Checked } from './checked.ts';
import { differenceOf, type Tolerance } from './compare.ts';

/** A case of a standards file: a topic of the interface with its inputs and what must come out. */
interface Case {
  readonly id: string;
  readonly topic: string;
  readonly inputs: Inputs;
  readonly expected: Outputs;
  readonly tolerance?: Tolerance;
}

const SEXES: Readonly<Record<string, string>> = { male: '男', female: '女', m: '男', f: '女' };

/** The interface leaves open how a sex and a birthday are written: outputs compare in one spelling. */
const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  sex: (text) => SEXES[text.toLowerCase()] ?? text,
  birth: (text) => text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'),
};

const spelled = (outputs: Outputs): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [
      key,
      typeof value === 'string' ? (SPELLINGS[key]?.(value) ?? value) : value,
    ]),
  );

function difference({ topic, inputs, expected, tolerance }: Case): string | undefined {
  const calculate = TOPICS[topic];
  if (!calculate) return `no calculation for the topic ${topic}`;
  const actual = calculate(inputs);
  return 'refused' in actual
    ? `refused: ${String(actual['refused'])}`
    : differenceOf(spelled(expected), actual, tolerance);
}

/** Calculates every case and compares all expected keys: numbers within tolerance (1e-6 relative by default), others exactly. */
export function checkStandards(cases: readonly unknown[]): Checked[] {
  return (cases as readonly Case[]).map((one) => {
    const found = difference(one);
    return found === undefined ? { id: one.id, ok: true } : { id: one.id, ok: false, difference: found };
  });
}

/** Topics that an interface names: each passes when there is a calculation of that name. */
export function checkInterface(topics: readonly unknown[]): Checked[] {
  return (topics as readonly { readonly named: string }[]).map(({ named }) =>
    TOPICS[named] === undefined
      ? { id: named, ok: false, difference: `no calculation for the topic ${named}` }
      : { id: named, ok: true },
  );
}

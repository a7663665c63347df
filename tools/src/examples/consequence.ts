import type { Checked } from './checked.ts';
import { miss, type Calculation, type Case } from './consequence/case.ts';
import { DISPERSION_MODELS } from './consequence/dispersion-models.ts';
import { checkField, isScored, type Baselines } from './consequence/field.ts';
import { FIRE_MODELS } from './consequence/fire-models.ts';
import { RISK_MODELS } from './consequence/risk-models.ts';
import { SOURCE_MODELS } from './consequence/source-models.ts';

/** Calculation by the model name of the interface file. */
const CALCULATIONS: Readonly<Record<string, Calculation>> = {
  ...SOURCE_MODELS,
  ...DISPERSION_MODELS,
  ...FIRE_MODELS,
  ...RISK_MODELS,
};

function checkWorked(one: Case): Checked {
  const calculate = CALCULATIONS[one.model];
  if (calculate === undefined) return { id: one.id, ok: false, difference: `no calculation named ${one.model}` };
  try {
    const answers = calculate(one.inputs);
    const misses = Object.entries(one.expected ?? {}).flatMap(
      ([key, expected]) => miss(key, answers[key], expected) ?? [],
    );
    return misses.length === 0 ? { id: one.id, ok: true } : { id: one.id, ok: false, difference: misses.join('; ') };
  } catch (error) {
    return { id: one.id, ok: false, difference: error instanceof Error ? error.message : String(error) };
  }
}

/** Calculates consequence cases: worked ones against their tolerance, field trials pooled by model with their scores as figures. */
export function checkConsequence(cases: readonly unknown[], baselines: Baselines = {}): Checked[] {
  const typed = cases as readonly Case[];
  const field = checkField(
    typed.filter(({ kind }) => kind === 'field'),
    baselines,
  );
  return typed.map((one) => field.get(one.id) ?? checkWorked(one));
}

interface NamedModel {
  readonly namedModel: string;
  readonly shape: { readonly outputs: object | null };
}

/** Models that an interface names: each passes when there is a calculation of that name, or trials are scored by it. */
export function checkModels(models: readonly unknown[]): Checked[] {
  return (models as readonly NamedModel[]).map(({ namedModel, shape }) => {
    const known = namedModel in CALCULATIONS || (shape.outputs === null && isScored(namedModel));
    return known
      ? { id: namedModel, ok: true }
      : { id: namedModel, ok: false, difference: `no calculation named ${namedModel}` };
  });
}

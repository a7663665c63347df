import type { Checked } from '../checked.ts';
import * as c from '@anlan/domain/consequence';
import type { Case } from './case.ts';
import { FIRE_TRIALS } from './field-fires.ts';
import { GAS_TRIALS } from './field-gas.ts';
import type { TrialFamily } from './trial-family.ts';

const FAMILIES: readonly TrialFamily[] = [...GAS_TRIALS, ...FIRE_TRIALS];

const figure = (name: string, s: c.Scores): string =>
  `${name}: n ${s.count} FAC2 ${s.fac2.toFixed(2)} FB ${s.fb.toFixed(2)} MG ${s.mg.toFixed(2)} VG ${s.vg.toFixed(2)} NMSE ${s.nmse.toFixed(2)} MRB ${s.mrb.toFixed(2)}`;

/** Scores that a file of cases records for a way of predicting. */
export type Baselines = Readonly<Record<string, Readonly<Record<string, number>>>>;

const beside = (name: string | undefined, baselines: Baselines): string => {
  const found = name === undefined ? undefined : baselines[name];
  if (found === undefined) return '';
  const keys = ['n', 'FAC2', 'FB', 'MG', 'VG', 'NMSE'] as const;
  return ` (recorded baseline: ${keys.map((key) => `${key} ${found[key] ?? '–'}`).join(' ')})`;
};

function pooled(
  family: TrialFamily,
  trials: readonly Case[],
  baselines: Baselines,
): { ok: boolean; figures: string[] } {
  const results = family.predictions.map(({ name, of, baseline }) => {
    const pairs = trials.flatMap(of);
    return {
      name,
      baseline,
      scores: c.scores(
        pairs.map((p) => p.observed),
        pairs.map((p) => p.predicted),
      ),
    };
  });
  const [judged] = results;
  return {
    ok: judged !== undefined && family.accepts(judged.scores),
    figures: [
      ...results.map(
        ({ name, scores, baseline }) => `${figure(`${family.model}, ${name}`, scores)}${beside(baseline, baselines)}`,
      ),
      ...(family.aim === undefined || judged === undefined
        ? []
        : [`${family.model}: aim ${family.aim.text} ${family.aim.met(judged.scores) ? 'met' : 'MISSED'}`]),
      ...(family.further === undefined ? [] : [family.further(trials)]),
    ],
  };
}

/** Field trials pooled by family: every case of a family passes or fails with its pool; the first carries the figures. */
export function checkField(trials: readonly Case[], baselines: Baselines = {}): ReadonlyMap<string, Checked> {
  const checked = new Map<string, Checked>();
  for (const family of FAMILIES) {
    const own = trials.filter(({ model }) => model === family.model);
    if (own.length === 0) continue;
    const { ok, figures } = pooled(family, own, baselines);
    own.forEach(({ id }, index) =>
      checked.set(id, {
        id,
        ok,
        ...(ok ? {} : { difference: figures[0] ?? 'outside the pooled tolerance' }),
        ...(index === 0 && { figures }),
      }),
    );
  }
  return checked;
}

/** Are trials of this model scored? */
export const isScored = (model: string): boolean => FAMILIES.some((family) => family.model === model);

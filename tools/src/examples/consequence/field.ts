import type { Checked } from '../checked.ts';
import * as c from '@anlan/domain/consequence';
import type { Case } from './case.ts';
import { FIRE_TRIALS } from './field-fires.ts';
import { GAS_TRIALS } from './field-gas.ts';
import type { TrialFamily } from './trial-family.ts';

const FAMILIES: readonly TrialFamily[] = [...GAS_TRIALS, ...FIRE_TRIALS];

const figure = (name: string, s: c.Scores): string =>
  `${name}: n ${s.count} FAC2 ${s.fac2.toFixed(2)} FB ${s.fb.toFixed(2)} MG ${s.mg.toFixed(2)} VG ${s.vg.toFixed(2)} NMSE ${s.nmse.toFixed(2)} MRB ${s.mrb.toFixed(2)}`;

function pooled(family: TrialFamily, trials: readonly Case[]): { ok: boolean; figures: string[] } {
  const results = family.predictions.map(({ name, of }) => {
    const pairs = trials.flatMap(of);
    return {
      name,
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
      ...results.map(({ name, scores }) => figure(`${family.model}, ${name}`, scores)),
      ...(family.further === undefined ? [] : [family.further(trials)]),
    ],
  };
}

/** Field trials pooled by family: every case of a family passes or fails with its pool; the first carries the figures. */
export function checkField(trials: readonly Case[]): ReadonlyMap<string, Checked> {
  const checked = new Map<string, Checked>();
  for (const family of FAMILIES) {
    const own = trials.filter(({ model }) => model === family.model);
    if (own.length === 0) continue;
    const { ok, figures } = pooled(family, own);
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

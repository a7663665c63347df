import { mean } from '../numeric.ts';
import { positive } from '../working/input.ts';
import { model } from '../working/model.ts';

/** Pooled scores of predictions against observations (Chang & Hanna 2004). */
export interface Scores {
  readonly count: number;
  /** Fractional bias; above 0 means under-prediction. */
  readonly fb: number;
  readonly mg: number;
  readonly vg: number;
  readonly nmse: number;
  readonly fac2: number;
  readonly mrb: number;
  readonly mrse: number;
}

/** Scores of pairs of positive observations and predictions, same length. */
export function scores(observed: readonly number[], predicted: readonly number[]): Scores {
  const pairs = observed.map((o, i) => [o, predicted[i] ?? Number.NaN] as const);
  const [meanO, meanP] = [mean(observed), mean(predicted)];
  const logs = pairs.map(([o, p]) => Math.log(o) - Math.log(p));
  const relative = pairs.map(([o, p]) => (2 * (p - o)) / (p + o));
  return {
    count: pairs.length,
    fb: (2 * (meanO - meanP)) / (meanO + meanP),
    mg: Math.exp(mean(logs)),
    vg: Math.exp(mean(logs.map((l) => l * l))),
    nmse: mean(pairs.map(([o, p]) => (o - p) ** 2)) / (meanO * meanP),
    fac2: mean(pairs.map(([o, p]) => (p >= o / 2 && p <= 2 * o ? 1 : 0))),
    mrb: mean(relative),
    mrse: mean(relative.map((r) => r * r)),
  };
}

/** The scores with their working; refuses lists of different length. */
export const validationMetrics = model<{ observed: readonly number[]; predicted: readonly number[] }, Scores>({
  name: 'validation metrics',
  title: '模型验证统计量',
  equations: {
    fb: ['FB = 2(C̄o − C̄p)/(C̄o + C̄p)', 'Chang & Hanna 2004', 'confirmed'],
    mg: ['MG = exp(mean ln Co − mean ln Cp)', 'Chang & Hanna 2004', 'confirmed'],
    vg: ['VG = exp(mean (ln Co − ln Cp)²)', 'Chang & Hanna 2004', 'confirmed'],
    nmse: ['NMSE = mean (Co − Cp)²/(C̄o C̄p)', 'Chang & Hanna 2004', 'confirmed'],
    fac2: ['FAC2 = share with 0.5 ≤ Cp/Co ≤ 2', 'Chang & Hanna 2004', 'confirmed'],
  },
  inputs: { observed: positive('any'), predicted: positive('any') },
  defaults: {},
  compute({ observed, predicted }, work) {
    if (observed.length !== predicted.length || observed.length === 0)
      return work.refuse('predicted', 'as many predictions as observations are needed');
    const result = scores(observed, predicted);
    work.step('fb', 'FB', result.fb, '-');
    work.step('mg', 'MG', result.mg, '-');
    work.step('vg', 'VG', result.vg, '-');
    work.step('nmse', 'NMSE', result.nmse, '-');
    work.step('fac2', 'FAC2', result.fac2, '-');
    return result;
  },
});

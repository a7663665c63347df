import * as c from '@anlan/domain/consequence';
import { number, value, type Case } from './case.ts';

interface Arc {
  readonly x_m: number;
  readonly max_conc_kg_m3: number;
  readonly sigma_y_m?: number;
}

/** m about the true place in which it is looked for. */
const SEARCHED = 400;
/** mg/m³ below which the samplers of Prairie Grass say nothing. */
const DETECTION = 0.1;

/**
 * Readings of an arc as the file summarises it, wind blowing east: its largest value and, by its observed σy, four beside it
 * (the single samplers are not in the file).
 */
function readingsOf(trial: Case): c.Reading[] {
  const i = trial.inputs;
  const stability = i['stability_derived_from_L'] as c.Stability;
  const speed = c.powerLawWind({
    speed: number(i, 'u_2m_m_s'),
    measuredAt: 2,
    height: 10,
    stability,
    terrain: 'rural',
  });
  const { arcs } = trial.observed as { readonly arcs: readonly Arc[] };
  return arcs.flatMap(({ x_m, max_conc_kg_m3, sigma_y_m = 0 }) =>
    (sigma_y_m > 0 ? [-2, -1, 0, 1, 2] : [0]).map((off) => {
      const read = max_conc_kg_m3 * 1e6 * Math.exp(-0.5 * off * off);
      return {
        id: `${x_m}/${off}`,
        east: x_m,
        north: off * sigma_y_m,
        height: number(i, 'receptor_height_m'),
        value: read < DETECTION ? 0 : read,
        detection: DETECTION,
        wind: { speed, from: 270, stability },
      };
    }),
  );
}

const estimated = (trial: Case): c.Estimate =>
  value(
    c.estimateRelease({
      readings: readingsOf(trial),
      within: { west: -SEARCHED, south: -SEARCHED, east: SEARCHED, north: SEARCHED },
      releaseHeight: number(trial.inputs, 'release_height_m'),
    }),
  );

/** Rates and places that the estimation gives back for releases whose rate and place are known: one line. */
export function estimationFigure(trials: readonly Case[]): string {
  const found = trials.map((trial) => ({ rate: number(trial.inputs, 'Q_kg_s'), estimate: estimated(trial) }));
  const share = (test: (one: (typeof found)[number]) => boolean): string =>
    (found.filter(test).length / found.length).toFixed(2);
  const errors = found.map(({ estimate: { best } }) => Math.hypot(best.east, best.north)).sort((a, b) => a - b);
  const within2 = share(({ rate, estimate }) => estimate.rate.median <= 2 * rate && estimate.rate.median >= rate / 2);
  const covered = share(({ rate, estimate }) => estimate.rate.low <= rate && rate <= estimate.rate.high);
  const held = share(({ estimate: { best, radius } }) => Math.hypot(best.east, best.north) <= radius);
  return `Gaussian plume, rate and place estimated from the arcs: n ${found.length} rate within a factor of two ${within2}, in its 5–95 % ${covered}; place off by ${errors[Math.floor(errors.length / 2)]?.toFixed(0)} m (median), inside its 90 % radius ${held}`;
}

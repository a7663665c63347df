import { answer, refuse, show, type Answer } from '../working/index.ts';

/** Lognormal description of repeated measurements in one unit. */
export interface SampleStatistics {
  readonly count: number;
  readonly geometricMean: number;
  readonly geometricDeviation: number;
  /** Ninety-fifth percentile of the fitted lognormal. */
  readonly percentile95: number;
  /** Share of shifts expected above the limit, 0–1. */
  readonly exceedance: number;
}

/** 95 % point of the standard normal distribution. */
const Z95 = 1.6449;

/** Upper tail of the standard normal distribution (Abramowitz & Stegun 26.2.17, error < 7.5e-8). */
function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return series * Math.exp((-z * z) / 2) * (1 / Math.sqrt(2 * Math.PI));
}

/**
 * Statistics of at least three positive measurements against a limit (lognormal, as EN 689 and AIHA take exposures).
 * Refuses fewer, values of 0 and less (give half the detection limit) and warns of fewer than six.
 */
export function sampleStatistics(values: readonly number[], limit: number): Answer<SampleStatistics> {
  if (values.length < 3) return refuse('至少需要3个样品');
  if (values.some((value) => !(value > 0)) || !(limit > 0))
    return refuse('浓度和限值应大于0；低于检出限的取检出限的一半');
  const logs = values.map(Math.log);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const deviation = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1));
  const gap = Math.log(limit) - mean;
  const result = {
    count: values.length,
    geometricMean: Math.exp(mean),
    geometricDeviation: Math.exp(deviation),
    percentile95: Math.exp(mean + Z95 * deviation),
    exceedance: deviation === 0 ? (gap < 0 ? 1 : 0) : upperTail(gap / deviation),
  };
  return answer(
    result,
    'EN 689:2018',
    [...values.map((value, index) => ({ name: `样品${index + 1}`, value })), { name: '限值', value: limit }],
    [
      { clause: '几何均数', name: 'GM', formula: 'exp(Σ ln x ÷ n)', value: result.geometricMean },
      { clause: '几何标准差', name: 'GSD', formula: 'exp(s(ln x))', value: result.geometricDeviation },
      { clause: '95百分位', name: 'X95', formula: `GM × GSD^${Z95}`, value: result.percentile95 },
      {
        clause: '超标概率',
        name: 'P(x > L)',
        formula: `1 − Φ((ln ${show(limit)} − ln GM) ÷ ln GSD)`,
        value: result.exceedance,
      },
    ],
    values.length < 6 ? ['样品少于6个，结论不稳'] : [],
  );
}

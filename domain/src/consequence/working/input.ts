/** What a model accepts for one input: its unit, the range outside which it refuses and the range outside which it warns. */
export interface InputRule {
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  /** Exclusive lower bound. */
  readonly above?: number;
  /** Usual range: outside it the result carries a warning. */
  readonly usual?: readonly [number, number];
}

export const positive = (unit: string, usual?: readonly [number, number]): InputRule => ({
  unit,
  above: 0,
  ...(usual && { usual }),
});
export const notNegative = (unit: string, usual?: readonly [number, number]): InputRule => ({
  unit,
  min: 0,
  ...(usual && { usual }),
});
export const between = (min: number, max: number, unit: string, usual?: readonly [number, number]): InputRule => ({
  unit,
  min,
  max,
  ...(usual && { usual }),
});
export const anyNumber = (unit: string): InputRule => ({ unit });
export const chosen: InputRule = { unit: '' };

/** Rules that recur: a fraction, a discharge coefficient, an absolute temperature, an absolute pressure. */
export const fraction = between(0, 1, '-');
export const discharge: InputRule = { unit: '-', above: 0, max: 1 };
export const temperature = between(10, 2500, 'K');
export const pressure = positive('Pa', [100, 1e8]);
export const molarMass = between(0.001, 1, 'kg/mol');
export const heatCapacityRatio: InputRule = { unit: '-', above: 1, max: 1.7 };
/** Below 1 m/s no steady plume exists; above 50 m/s nothing here was ever tested. */
export const windSpeed = between(1, 50, 'm/s', [1, 20]);

/** Why `value` breaks `rule`, or undefined when it keeps it. */
export function breach(rule: InputRule, value: number): string | undefined {
  if (!Number.isFinite(value)) return 'is not a finite number';
  if (rule.above !== undefined && value <= rule.above) return `${value} must be above ${rule.above} ${rule.unit}`;
  if (rule.min !== undefined && value < rule.min) return `${value} is below ${rule.min} ${rule.unit}`;
  if (rule.max !== undefined && value > rule.max) return `${value} is above ${rule.max} ${rule.unit}`;
  return undefined;
}

export const isUnusual = (rule: InputRule, value: number): boolean =>
  rule.usual !== undefined && (value < rule.usual[0] || value > rule.usual[1]);

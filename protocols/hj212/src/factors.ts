import { type Factor, FACTORS } from './factor-table.ts';

const BY_CODE = new Map(FACTORS.map((factor) => [factor.code, factor]));
const BY_CODE_2005 = new Map(FACTORS.filter((factor) => factor.code2005).map((factor) => [factor.code2005, factor]));

/** The factor of a code of either edition, or undefined for codes outside Appendix B. */
export function findFactor(code: string): Factor | undefined {
  return BY_CODE.get(code) ?? BY_CODE_2005.get(code);
}

/**
 * The unit a station of system `st` most probably sends: ambient air (22) and construction dust (39) send particles in
 * μg/m³, though the table says ng/m³. A unit known for the device goes before this.
 */
export function probableUnit(code: string, st: string): string | undefined {
  const factor = findFactor(code);
  if (!factor) return undefined;
  const particles = /^a3400[1-5]$/.test(factor.code);
  return particles && (st === '22' || st === '39') ? 'μg/m³' : factor.unit;
}

import type { Checked } from './checked.ts';

export function checkStandards(cases: readonly unknown[]): Checked[] {
  return cases.map((_, index) => ({ id: `#${index}`, ok: false, difference: 'no calculation for this topic' }));
}

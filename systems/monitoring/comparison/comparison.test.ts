import { describe, expect, it } from 'vitest';
import { SYSTEMS } from '../../index.ts';
import { compare, COMPARED, COMPARED_KINDS, everyKey, toleranceKey } from './index.ts';

describe('[S21.1] a comparison by hand', () => {
  it('passes up to its tolerance, whichever side it lies on', () => {
    expect(compare(9.5, 9.6, 0.1)).toMatchObject({ passed: true });
    expect(compare(9.6, 9.5, 0.1)).toMatchObject({ passed: true });
    expect(compare(9.5, 9.62, 0.1).passed).toBe(false);
    expect(compare(-2, -7.1, 5).difference).toBeCloseTo(-5.1);
  });

  it('is made of quantities that are declared, in a unit they have, with tolerance and rhythm as parameters', () => {
    const quantities = new Map(SYSTEMS.flatMap((system) => (system.quantities ?? []).map((one) => [one.key, one])));
    const parameters = new Set(SYSTEMS.flatMap((system) => (system.parameters ?? []).map(({ key }) => key)));
    for (const kind of COMPARED_KINDS) {
      expect(quantities.get(kind)?.units, kind).toContain(COMPARED[kind].unit);
      expect(parameters, kind).toContain(toleranceKey(kind));
      expect(parameters).toContain(everyKey(COMPARED[kind].system));
    }
  });
});

import { describe, expect, it } from 'vitest';
import { parameterFault, TERMINAL_PARAMETERS } from './parameters.ts';

describe('parameters of a terminal', () => {
  it('are told apart by ID and have a name in both languages and a range', () => {
    for (const [id, { label, labelEn, min, max, choices }] of TERMINAL_PARAMETERS) {
      expect(label !== '' && labelEn !== '' && min < max, String(id)).toBe(true);
      if (choices !== undefined) expect(choices.length).toBe(max - min + 1);
    }
  });

  it.each([
    [0x0055, 80, undefined],
    [0x0055, 9, 'range'],
    [0x0055, 121, 'range'],
    [0x0055, 80.5, 'kind'],
    [0x0055, '80', 'kind'],
    [0x0013, '10.0.0.1', undefined],
    [0x0013, ' ', 'range'],
    [0x0013, 'x'.repeat(121), 'range'],
    [0x0013, 1, 'kind'],
    [0xf364, 1, 'unknown'],
  ] as const)('0x%s = %j: %s', (id, value, fault) => expect(parameterFault(id, value)).toBe(fault));
});

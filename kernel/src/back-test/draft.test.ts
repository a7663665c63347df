import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Rule } from '../alarm/index.ts';
import { drafted, draftKeys } from './index.ts';

const rule = (condition: Condition): Rule => ({
  key: 'pressure-high',
  system: 'S17',
  label: '压力过高',
  labelEn: 'Pressure high',
  watches: ['pressure'],
  condition,
  clause: 'x',
  cause: '',
  consequence: '',
  response: '',
  respondWithin: 1,
  escalation: [],
});
const ABOVE = rule({
  kind: 'above',
  steps: [
    { level: 'orange', limit: 'H', label: '高限' },
    { level: 'red', limit: 'HH', label: '高高限' },
  ],
  deadband: 0.02,
  onDelay: 5,
  offDelay: 15,
});

describe('a draft of a rule', () => {
  it('changes limits from each point’s own, and the rule’s numbers from the rule’s', () => {
    const draft = {
      H: { mode: 'scale', value: 0.9 },
      HH: { mode: 'shift', value: -0.1 },
      onDelay: { mode: 'set', value: 30 },
      offDelay: { mode: 'scale', value: 2 },
    } as const;
    expect(drafted(ABOVE, { H: 1.4, HH: 1.6, span: 2 }, draft)).toEqual({
      H: 1.26,
      HH: 1.5,
      span: 2,
      'pressure-high.onDelay': 30,
      'pressure-high.offDelay': 30,
    });
    // What is set apart already is what the next draft starts from.
    expect(drafted(ABOVE, { 'pressure-high.offDelay': 40 }, { offDelay: { mode: 'scale', value: 2 } })).toEqual({
      'pressure-high.offDelay': 80,
    });
  });

  it('sets a limit where there is none, but can neither scale nor shift it; a delay never goes below nothing', () => {
    expect(drafted(ABOVE, {}, { H: { mode: 'set', value: 1 }, HH: { mode: 'scale', value: 2 } })).toEqual({ H: 1 });
    expect(drafted(ABOVE, {}, { onDelay: { mode: 'shift', value: -60 } })).toEqual({ 'pressure-high.onDelay': 0 });
  });

  it('that changes nothing is the limits as they are', () => {
    const limits = fc.record({ H: fc.integer({ min: -1000, max: 1000 }), HH: fc.integer({ min: -1000, max: 1000 }) });
    fc.assert(
      fc.property(limits, (own) => {
        expect(drafted(ABOVE, own, { H: { mode: 'scale', value: 1 }, HH: { mode: 'shift', value: 0 } })).toEqual(own);
      }),
    );
  });

  it('names what of each kind of condition can be tried', () => {
    expect(draftKeys(ABOVE)).toEqual(['H', 'HH', 'onDelay', 'offDelay', 'deadband']);
    const lasting = { onDelay: 0, offDelay: 0 };
    const tests = [
      { quantity: 'level', kind: 'above', limit: 'H' },
      { quantity: 'pressure', kind: 'above', limit: 'P' },
    ] as const;
    const all = {
      kind: 'all',
      of: tests,
      steps: [{ level: 'red', label: '联动' }],
      deadband: 0,
      stale: 60,
      ...lasting,
    } as const;
    expect(draftKeys(rule(all))).toEqual(['H', 'P', 'onDelay', 'offDelay', 'deadband']);
    const inside = {
      kind: 'inside',
      steps: [{ level: 'blue', label: '临界', low: 'from', high: 'to' }],
      deadband: 0,
      ...lasting,
    } as const;
    expect(draftKeys(rule(inside)).slice(0, 2)).toEqual(['from', 'to']);
    expect(draftKeys(rule({ kind: 'silence', steps: [{ level: 'blue', label: '', seconds: 60 }] }))).toEqual([]);
  });
});

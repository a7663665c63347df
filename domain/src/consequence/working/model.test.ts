import { describe, expect, it } from 'vitest';
import { fraction, positive } from './input.ts';
import { model } from './model.ts';

const halve = model<{ mass: number; share: number }, { half: number }, 'share'>({
  name: 'halving',
  title: '折半',
  equations: { half: ['h = m·s', 'arithmetic', 'confirmed'] },
  inputs: { mass: positive('kg', [1, 10]), share: fraction },
  defaults: { share: 0.5 },
  compute: ({ mass, share }, work) =>
    mass === 13 ? work.refuse('mass', 'thirteen') : { half: work.step('half', 'h', mass * share, 'kg') },
});

describe('a declared calculation', () => {
  it('hands back its value with inputs, units, numbered equations and steps', () => {
    const result = halve({ mass: 4 });
    expect(result).toMatchObject({ ok: true, value: { half: 2 } });
    expect(result.ok && result.working).toEqual({
      model: 'halving',
      title: '折半',
      equations: [{ number: 1, formula: 'h = m·s', source: 'arithmetic', mark: 'confirmed' }],
      inputs: [
        { symbol: 'mass', value: 4, unit: 'kg' },
        { symbol: 'share', value: 0.5, unit: '-' },
      ],
      steps: [{ equation: 1, symbol: 'h', value: 2, unit: 'kg' }],
      warnings: [],
    });
  });

  it('refuses an input outside its range, and one that is no number, as values', () => {
    expect(halve({ mass: 0 })).toMatchObject({ ok: false, refusal: { code: 'outside-range', input: 'mass' } });
    expect(halve({ mass: 2, share: 1.1 })).toMatchObject({ ok: false, refusal: { input: 'share' } });
    expect(halve({ mass: Number.NaN })).toMatchObject({ ok: false, refusal: { code: 'not-a-number' } });
    expect(halve({ mass: 13 })).toMatchObject({ ok: false, refusal: { code: 'outside-model', reason: 'thirteen' } });
  });

  it('computes an unusual input with a warning', () => {
    const result = halve({ mass: 100 });
    expect(result.ok && result.working.warnings).toEqual(['mass 100 kg is outside the usual 1–10']);
  });
});

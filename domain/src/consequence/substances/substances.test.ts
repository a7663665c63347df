import { describe, expect, it } from 'vitest';
import {
  concentrationUnits,
  saturationPressure,
  SUBSTANCES,
  substance,
  toxicLevels,
  vapourPressure,
} from './substances.ts';

describe('the substance table', () => {
  it('holds 70 substances, each with one CAS number of its own whose check digit is right', () => {
    expect(SUBSTANCES).toHaveLength(70);
    expect(new Set(SUBSTANCES.map(({ cas }) => cas)).size).toBe(70);
    for (const { cas } of SUBSTANCES) {
      const digits = [...cas.replaceAll('-', '')].map(Number);
      const check = digits.pop();
      const sum = digits.toReversed().reduce((total, digit, i) => total + digit * (i + 1), 0);
      expect(sum % 10, cas).toBe(check);
    }
  });

  it('finds a substance by CAS number, English or Chinese name', () => {
    expect(substance('7782-50-5')?.name).toBe('chlorine');
    expect(substance('propane')?.name).toBe('propane (LPG)');
    expect(substance('硫化氢')?.formula).toBe('H2S');
    expect(substance('unobtainium')).toBeUndefined();
  });

  it('boils every substance at one atmosphere at its boiling point, within 4 % (carbon dioxide and acetylene sublime)', () => {
    for (const s of SUBSTANCES.filter(({ formula }) => !['CO2', 'C2H2'].includes(formula))) {
      expect(Math.abs(vapourPressure(s, s.boilingPoint).value / 101_325 - 1), s.name).toBeLessThan(0.04);
    }
  });

  it('keeps toxic levels in order', () => {
    for (const s of SUBSTANCES) {
      const { level1, level2, level3 } = toxicLevels(s) ?? {};
      const set = [level1, level2, level3].filter((level) => level !== undefined);
      expect(set, s.name).toEqual(set.toSorted((a, b) => a - b));
    }
  });

  it('takes AEGL first, and marks the values as from memory', () => {
    const chlorine = substance('chlorine');
    expect(chlorine && toxicLevels(chlorine)).toMatchObject({ source: 'AEGL', level3: 20, mark: 'from memory' });
  });

  it('takes ERPG where the PAC rests on less than AEGL', () => {
    const ethanol = substance('ethanol');
    expect(ethanol && toxicLevels(ethanol)?.source).toBe('ERPG');
  });

  it('converts ppm to mg/m³ by the gas law: 1 ppm of chlorine is 2.90 mg/m³ at 25 °C', () => {
    const result = concentrationUnits({ ppm: 1, molarMass: 0.070906, temperature: 298.15, pressure: 101_325 });
    expect(result.ok && result.value.milligramsPerCubicMetre).toBeCloseTo(2.898, 3);
  });

  it('refuses a vapour pressure above the critical temperature', () => {
    expect(saturationPressure({ substance: 'methane', temperature: 300 })).toMatchObject({ ok: false });
  });
});

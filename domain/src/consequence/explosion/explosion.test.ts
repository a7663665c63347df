import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kinneyGraham, kingeryPressure, multiEnergyOverpressure, bstOverpressure } from './blast.ts';
import { BST_MACH } from './blast-tables.ts';
import { bakerStrehlowTang, cloudEnergy, flameSpeed, multiEnergy, reactivity } from './cloud.ts';
import { brode, kingeryBulmash, tntEquivalence } from './tnt.ts';
import { vesselBurst } from './vessel-burst.ts';

const range = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('blast curves', () => {
  it('of TNT fall with scaled distance', () => {
    fc.assert(fc.property(range(0.25, 190), (z) => kingeryPressure(z * 1.02) < kingeryPressure(z)));
    fc.assert(fc.property(range(0.06, 190), (z) => kinneyGraham(z * 1.02, 1616) < kinneyGraham(z, 1616)));
  });

  it('of TNT by Kingery & Bulmash join their pieces within 2 %', () => {
    for (const z of [2.9, 23.8]) expect(kingeryPressure(z * 1.0001) / kingeryPressure(z)).toBeCloseTo(1, 1);
  });

  it('of vapour clouds never rise beyond the cloud and grow with strength class', () => {
    fc.assert(
      fc.property(range(0.23, 60), fc.integer({ min: 1, max: 9 }), (scaled, strength) => {
        const here = multiEnergyOverpressure(scaled, strength);
        return (
          multiEnergyOverpressure(scaled * 1.05, strength) <= here &&
          multiEnergyOverpressure(scaled, strength + 1) >= here
        );
      }),
    );
  });

  it('of Baker–Strehlow–Tang meet their tabled Mach numbers and grow with flame speed up to Mf 1', () => {
    for (const mach of BST_MACH) expect(bstOverpressure(1, mach)).toBeCloseTo(bstOverpressure(1, mach * 1.0000001), 5);
    expect(bstOverpressure(1, 0.25)).toBeCloseTo(0.107, 9);
    fc.assert(
      fc.property(
        range(0.06, 50),
        range(0.04, 0.8),
        (scaled, mach) => bstOverpressure(scaled, mach * 1.2) >= bstOverpressure(scaled, mach),
      ),
    );
  });
});

describe('an explosion', () => {
  it('scales: eight times the mass is felt at twice the distance', () => {
    const at = (mass: number, distance: number) => tntEquivalence({ mass, energy: 46e6, distance });
    const [one, eight] = [at(1000, 100), at(8000, 200)];
    expect(one.ok && eight.ok && eight.value.overpressure).toBeCloseTo(one.ok ? one.value.overpressure : 0, 8);
  });

  it('holds about 3.5 MJ in a cubic metre of stoichiometric propane', () => {
    const cloud = cloudEnergy({ volume: 1, oxygenPerFuel: 5, heatOfCombustion: 2.044e6 });
    expect(cloud.ok && cloud.value.energy / 1e6).toBeGreaterThan(3.2);
    expect(cloud.ok && cloud.value.energy / 1e6).toBeLessThan(3.8);
  });

  it('doubles its energy at the ground', () => {
    const cloud = { mach: 0.35, energy: 5e9, distance: 100 };
    const [ground, air] = [bakerStrehlowTang(cloud), bakerStrehlowTang({ ...cloud, groundFactor: 1 })];
    expect(ground.ok && air.ok && ground.value.overpressure > air.value.overpressure).toBe(true);
  });

  it('takes flame speeds from confinement, reactivity and congestion', () => {
    expect(flameSpeed('2-D', reactivity(0.9), 'high')).toBe(5.2);
    expect(flameSpeed('3-D', reactivity(0.5), 'medium')).toBe(0.44);
    expect(flameSpeed('2.5-D', reactivity(0.4), 'low')).toBe(0.053);
  });

  it('of a vessel is largest by isothermal expansion and refused at ambient pressure', () => {
    const burst = vesselBurst({ volume: 50, pressure: 2e6, heatCapacityRatio: 1.4 });
    const { isothermal = 0, isentropic = 0, availability = 0 } = burst.ok ? burst.value : {};
    expect(isothermal).toBeGreaterThan(isentropic);
    expect(isothermal).toBeGreaterThan(availability);
    expect(vesselBurst({ volume: 50, pressure: 101_325, heatCapacityRatio: 1.4 })).toMatchObject({ ok: false });
  });

  it('is refused outside the fits', () => {
    expect(kingeryBulmash({ scaledDistance: 0.1 })).toMatchObject({ ok: false, refusal: { code: 'outside-range' } });
    expect(brode({ scaledDistance: 100 })).toMatchObject({ ok: false });
    expect(multiEnergy({ strength: 6.5, energy: 1e9, distance: 50 })).toMatchObject({ ok: false });
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkConsequence } from './consequence.ts';

const PACK = new URL('../../../data/packs/consequence/examples.json', import.meta.url);
const OWN = new URL('../../../data/packs/consequence/own-cases.json', import.meta.url);

interface Pack {
  readonly cases: { id: string; kind: string; model: string }[];
}
const packOf = (file: URL): Pack => JSON.parse(readFileSync(file, 'utf8')) as Pack;
const cases = [...packOf(PACK).cases, ...packOf(OWN).cases];
const checked = checkConsequence(cases);

/** The judged figures of a family: `FAC2 0.98 …` as numbers. */
function figures(family: string): Record<string, number> {
  const line = checked.flatMap((result) => result.figures ?? []).find((text) => text.startsWith(`${family}, `)) ?? '';
  return Object.fromEntries(
    [...line.matchAll(/(FAC2|FB|MG|VG|NMSE|MRB) (-?[\d.]+)/g)].map(([, name, value]) => [name, Number(value)]),
  );
}

describe('consequence models against their worked cases', () => {
  it.each(cases.filter(({ kind }) => kind !== 'field').map(({ id, model }) => [id, model]))('%s: %s', (id) => {
    expect(checked.find((result) => result.id === id)).toEqual({ id, ok: true });
  });

  it('report a wrong expectation, an unknown model and a refused input as differences', () => {
    const liquid = {
      id: 'x',
      kind: 'derived',
      model: 'liquid hole',
      inputs: { rho_kg_m3: 1000, hole_diameter_m: 0.05, head_m: 5 },
    };
    const expected = { mass_rate: { value: 1, tolerance: { rel: 0.01 } } };
    const results = checkConsequence([
      { ...liquid, expected },
      { ...liquid, model: 'phlogiston', expected },
      { ...liquid, inputs: { ...liquid.inputs, rho_kg_m3: -1 }, expected },
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([false, false, false]);
    expect(results.map(({ difference }) => difference)).toEqual([
      expect.stringContaining('instead of 1'),
      'no calculation named phlogiston',
      expect.stringContaining('refused: density'),
    ]);
  });
});

describe('consequence models against field trials, pooled', () => {
  it('pass in every family', () => {
    expect(checked.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('Prairie Grass by similarity: FAC2 ≥ 0.95, little bias', () => {
    const { FAC2, FB, MG, VG, NMSE } = figures('Gaussian plume');
    expect(FAC2).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(FB ?? 1)).toBeLessThan(0.1);
    expect(Math.abs((MG ?? 0) - 1)).toBeLessThan(0.15);
    expect(VG).toBeLessThan(1.2);
    expect(NMSE).toBeLessThan(0.3);
  });

  it('LNG on water by Britter & McQuaid with the duration of the release: FAC2 ≥ 0.75, |MG − 1| < 0.25', () => {
    const { FAC2, MG, VG, MRB } = figures('heavy gas plume');
    expect(FAC2).toBeGreaterThanOrEqual(0.75);
    expect(Math.abs((MG ?? 0) - 1)).toBeLessThan(0.25);
    expect(VG).toBeLessThan(2);
    expect(Math.abs(MRB ?? 1)).toBeLessThan(0.4);
  });

  it('reproduces the recorded baselines of the simpler choices', () => {
    const lines = checked.flatMap((result) => result.figures ?? []).join('\n');
    expect(lines).toMatch(/Briggs rural by class: n 130 FAC2 0\.88 .*MG 1\.07 VG 1\.24 NMSE 0\.19/);
    expect(lines).toMatch(/steady plume: n 32 FAC2 0\.59 FB -0\.43 MG 0\.77 VG 1\.83 NMSE 0\.98/);
    expect(lines).toMatch(/temperature correction: n 32 FAC2 0\.28 FB -0\.90 MG 0\.34 VG 5\.19/);
  });
});

import { GAS_CONSTANT } from '../constants.ts';
import { anyNumber, molarMass, notNegative, pressure, temperature } from '../working/input.ts';
import { model } from '../working/model.ts';
import { ROWS } from './rows.ts';
import { parseRow, type Substance, type ThreeLevels } from './parse.ts';

/** All substances of the table. */
export const SUBSTANCES: readonly Substance[] = ROWS.trim().split('\n').map(parseRow);

const short = (name: string): string => name.replace(/ \(.*\)$/, '');

/** A substance by CAS number, English name (with or without its bracket) or Chinese name; undefined when not tabled. */
export function substance(name: string): Substance | undefined {
  const wanted = name.trim().toLowerCase();
  return SUBSTANCES.find(
    (s) => s.cas === wanted || s.nameZh === wanted || s.name === wanted || short(s.name) === short(wanted),
  );
}

/** Vapour pressure in Pa at `kelvin` and whether the Antoine fit holds there. */
export function vapourPressure(s: Substance, kelvin: number): { readonly value: number; readonly inRange: boolean } {
  const { a, b, c, minTemperature, maxTemperature } = s.antoine;
  return { value: 10 ** (a - b / (kelvin + c)), inRange: kelvin >= minTemperature && kelvin <= maxTemperature };
}

/** Ideal-gas density in kg/m³. */
export const gasDensity = (molarMassKg: number, kelvin: number, pascal: number): number =>
  (pascal * molarMassKg) / (GAS_CONSTANT * kelvin);

/** kg/m³ of a gas at a volume fraction. */
export const massConcentration = (
  volumeFraction: number,
  molarMassKg: number,
  kelvin: number,
  pascal: number,
): number => volumeFraction * gasDensity(molarMassKg, kelvin, pascal);

/** ppm by volume → mg/m³ at temperature and pressure. */
export const concentrationUnits = model<
  { ppm: number; molarMass: number; temperature: number; pressure: number },
  { milligramsPerCubicMetre: number }
>({
  name: 'unit conversion',
  title: '体积浓度与质量浓度换算',
  equations: { convert: ['mg/m³ = ppm·M·P/(R T)·1000', 'ideal gas law', 'confirmed'] },
  inputs: { ppm: notNegative('ppm'), molarMass, temperature, pressure },
  defaults: {},
  compute: ({ ppm, molarMass, temperature, pressure }, work) => ({
    milligramsPerCubicMetre: work.step('convert', 'C', ppm * gasDensity(molarMass, temperature, pressure), 'mg/m³'),
  }),
});

export type LevelSource = 'AEGL' | 'ERPG' | 'PAC' | 'IDLH';

/** The three toxic zone levels of a substance in ppm and the guideline they come from: AEGL, then ERPG, then PAC, then IDLH. */
export function toxicLevels(
  s: Substance,
): (ThreeLevels & { readonly source: LevelSource; readonly mark: 'from memory' }) | undefined {
  const has = ({ level1, level2, level3 }: ThreeLevels): boolean =>
    level1 !== undefined || level2 !== undefined || level3 !== undefined;
  const mark = 'from memory';
  if (s.pacBasis === 'AEGL' && has(s.pac)) return { ...s.pac, source: 'AEGL', mark };
  if (has(s.erpg)) return { ...s.erpg, source: 'ERPG', mark };
  if (has(s.pac)) return { ...s.pac, source: 'PAC', mark };
  return s.idlh === undefined ? undefined : { level3: s.idlh, source: 'IDLH', mark };
}

/** Saturation vapour pressure with its working; refused above the critical temperature. */
export const saturationPressure = model<{ substance: string; temperature: number }, { pressure: number }>({
  name: 'vapour pressure (Antoine)',
  title: '饱和蒸气压',
  equations: { antoine: ['log10(p/Pa) = A − B/(T + C)', 'Antoine refit of open reference correlations', 'confirmed'] },
  inputs: { substance: anyNumber(''), temperature },
  defaults: {},
  compute({ substance: name, temperature }, work) {
    const s = substance(name);
    if (s === undefined) return work.refuse('substance', `${name} is not in the table`);
    if (temperature >= s.criticalTemperature) {
      return work.refuse(
        'temperature',
        `${temperature} K is at or above the critical temperature ${s.criticalTemperature} K`,
      );
    }
    const { value, inRange } = vapourPressure(s, temperature);
    const { minTemperature, maxTemperature } = s.antoine;
    if (!inRange) work.warn(`Antoine constants hold from ${minTemperature} to ${maxTemperature} K`);
    return { pressure: work.step('antoine', 'p', value, 'Pa') };
  },
});

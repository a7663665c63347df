import type { Mark } from '../working/outcome.ts';

/** Three concentrations of a guideline in ppm, mildest first; undefined = not set or not recommended. */
export interface ThreeLevels {
  readonly level1?: number;
  readonly level2?: number;
  readonly level3?: number;
}

/** Probit `Pr = a + b ln(Cⁿ t)`, t in min, C in the unit named. */
export interface ProbitConstants {
  readonly a: number;
  readonly b: number;
  readonly n: number;
  readonly unit: 'mg/m3' | 'ppm';
  readonly source: string;
  readonly mark: Mark;
}

/** Vapour pressure `log10(p/Pa) = a − b/(T/K + c)` between two temperatures. */
export interface Antoine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly minTemperature: number;
  readonly maxTemperature: number;
}

/** Properties of one substance, SI units; undefined = not available. */
export interface Substance {
  readonly name: string;
  readonly nameZh: string;
  readonly formula: string;
  readonly cas: string;
  /** kg/mol */
  readonly molarMass: number;
  /** K, at 101 325 Pa (sublimation point of carbon dioxide). */
  readonly boilingPoint: number;
  readonly criticalTemperature: number;
  readonly criticalPressure: number;
  /** kg/m³ */
  readonly liquidDensityAtBoiling?: number;
  /** kg/m³; saturated liquid under pressure when it boils below 20 °C. */
  readonly liquidDensityAt20C?: number;
  readonly antoine: Antoine;
  /** J/kg at the boiling point. */
  readonly heatOfVaporisation: number;
  /** Lower heating value of the vapour, J/kg. */
  readonly heatOfCombustion?: number;
  readonly heatCapacityRatio: number;
  /** J/(kg·K) at 25 °C. */
  readonly gasHeatCapacity?: number;
  /** J/(kg·K) at the lower of boiling point and 25 °C. */
  readonly liquidHeatCapacity: number;
  /** Volume fractions. */
  readonly lowerFlammable?: number;
  readonly upperFlammable?: number;
  readonly idlh?: number;
  readonly erpg: ThreeLevels;
  readonly pac: ThreeLevels;
  /** What the PAC values rest on. */
  readonly pacBasis?: 'AEGL' | 'ERPG' | 'TEEL';
  readonly probitCpr18e?: ProbitConstants;
  readonly probitCcps?: ProbitConstants;
  /** How sure each family of properties is. */
  readonly marks: { readonly physical: Mark; readonly levels: Mark; readonly probits: Mark };
  /** One or more physical values were replaced by hand. */
  readonly corrected: boolean;
}

const number = (cell: string | undefined): number | undefined => (cell ? Number(cell) : undefined);

function required(cell: string | undefined, row: string): number {
  const value = number(cell);
  if (value === undefined || !Number.isFinite(value)) throw new Error(`substance row lacks a number: ${row}`);
  return value;
}

const three = (cells: readonly string[]): ThreeLevels => ({
  level1: number(cells[0]),
  level2: number(cells[1]),
  level3: number(cells[2]),
});

function probit(cells: readonly string[], unit: 'mg/m3' | 'ppm', source: string): ProbitConstants | undefined {
  const [a, b, n] = cells.map(number);
  return a === undefined || b === undefined || n === undefined
    ? undefined
    : { a, b, n, unit, source, mark: 'from memory' };
}

/**
 * One row: 0 name, 1 Chinese name, 2 formula, 3 CAS, 4 M g/mol, 5 Tb K, 6 Tc K, 7 Pc Pa, 8 ρ at Tb, 9 ρ at 20 °C,
 * 10–15 Antoine A B C Tmin Tmax misfit %, 16 hvap J/kg, 17 Δhc J/kg, 18 γ, 19 cp gas, 20 cp liquid, 21–22 LEL UEL,
 * 23 IDLH, 24–26 ERPG, 27–29 PAC (60 min), 30 basis, 31–33 probit CPR 18E, 34–36 probit CCPS, 37 marks.
 */
export function parseRow(row: string): Substance {
  const cells = row.split('|');
  const at = (index: number): number => required(cells[index], row);
  const text = (index: number): string => cells[index] ?? '';
  const basis = text(30);
  return {
    name: text(0),
    nameZh: text(1),
    formula: text(2),
    cas: text(3),
    molarMass: at(4) / 1000,
    boilingPoint: at(5),
    criticalTemperature: at(6),
    criticalPressure: at(7),
    liquidDensityAtBoiling: number(cells[8]),
    liquidDensityAt20C: number(cells[9]),
    antoine: { a: at(10), b: at(11), c: at(12), minTemperature: at(13), maxTemperature: at(14) },
    heatOfVaporisation: at(16),
    heatOfCombustion: number(cells[17]),
    heatCapacityRatio: at(18),
    gasHeatCapacity: number(cells[19]),
    liquidHeatCapacity: at(20),
    lowerFlammable: number(cells[21]),
    upperFlammable: number(cells[22]),
    idlh: number(cells[23]),
    erpg: three(cells.slice(24, 27)),
    pac: three(cells.slice(27, 30)),
    pacBasis: basis === 'AEGL' || basis === 'ERPG' || basis === 'TEEL' ? basis : undefined,
    probitCpr18e: probit(cells.slice(31, 34), 'mg/m3', 'CPR 18E table 5.2, AQ/T 3046-2013'),
    probitCcps: probit(cells.slice(34, 37), 'ppm', 'CCPS CPQRA 2nd ed.; Crowl & Louvar'),
    marks: { physical: 'confirmed', levels: 'from memory', probits: 'from memory' },
    corrected: text(37).split(' ').includes('F1'),
  };
}

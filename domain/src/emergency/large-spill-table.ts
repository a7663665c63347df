/** Kilometres at low (< 10 km/h), moderate (10–20 km/h) and high (> 20 km/h) wind. */
export interface Winds {
  readonly low: number;
  readonly moderate: number;
  readonly high: number;
}

/** A large spill of one of six gases by container, ERG green Table 3: isolation in m, protection in km. */
export interface LargeSpillRow {
  readonly un: string;
  readonly material: string;
  readonly container: string;
  readonly isolation: number;
  readonly day: Winds;
  readonly night: Winds;
}

type Triple = readonly [low: number, moderate: number, high: number];
type Row = readonly [un: string, material: string, container: string, isolation: number, day: Triple, night: Triple];

const ROWS: readonly Row[] = [
  ['1005', 'Ammonia, anhydrous/Anhydrous ammonia', 'Rail tank car', 300, [1.6, 1.2, 1], [4.1, 2.1, 1.3]],
  [
    '1005',
    'Ammonia, anhydrous/Anhydrous ammonia',
    'Highway tank truck or trailer',
    150,
    [0.8, 0.5, 0.4],
    [1.8, 0.7, 0.6],
  ],
  ['1005', 'Ammonia, anhydrous/Anhydrous ammonia', 'Agricultural nurse tank', 60, [0.5, 0.3, 0.3], [1.4, 0.3, 0.3]],
  ['1005', 'Ammonia, anhydrous/Anhydrous ammonia', 'Multiple small cylinders', 30, [0.3, 0.2, 0.1], [0.7, 0.3, 0.2]],
  ['1017', 'Chlorine', 'Rail tank car', 1000, [9.6, 6.3, 5.1], [11, 8.9, 6.5]],
  ['1017', 'Chlorine', 'Highway tank truck or trailer', 600, [5.6, 3.3, 2.5], [6.4, 4.7, 3.8]],
  ['1017', 'Chlorine', 'Multiple ton cylinders', 300, [1.9, 1.3, 1], [3.5, 2.3, 1.3]],
  ['1017', 'Chlorine', 'Multiple small cylinders or single ton cylinder', 150, [1.3, 0.7, 0.5], [2.4, 1.2, 0.6]],
  ['1040', 'Ethylene oxide/Ethylene oxide with nitrogen', 'Rail tank car', 200, [1.5, 0.8, 0.7], [3, 1.4, 0.8]],
  [
    '1040',
    'Ethylene oxide/Ethylene oxide with nitrogen',
    'Highway tank truck or trailer',
    100,
    [0.9, 0.5, 0.4],
    [2, 0.7, 0.4],
  ],
  [
    '1040',
    'Ethylene oxide/Ethylene oxide with nitrogen',
    'Multiple small cylinders or single ton cylinder',
    30,
    [0.4, 0.2, 0.1],
    [0.8, 0.3, 0.2],
  ],
  ['2186', 'Hydrogen chloride, refrigerated liquid', 'Rail tank car', 500, [3.7, 2, 1.7], [9.7, 3.3, 2.2]],
  [
    '2186',
    'Hydrogen chloride, refrigerated liquid',
    'Highway tank truck or trailer',
    200,
    [1.5, 0.8, 0.6],
    [3.7, 1.5, 0.8],
  ],
  ['2186', 'Hydrogen chloride, refrigerated liquid', 'Multiple ton cylinders', 30, [0.4, 0.2, 0.1], [1, 0.3, 0.1]],
  [
    '2186',
    'Hydrogen chloride, refrigerated liquid',
    'Multiple small cylinders or single ton cylinder',
    30,
    [0.3, 0.2, 0.1],
    [0.9, 0.3, 0.2],
  ],
  ['1050', 'Hydrogen chloride anhydrous', 'Rail tank car', 500, [3.7, 2, 1.7], [9.7, 3.3, 2.2]],
  ['1050', 'Hydrogen chloride anhydrous', 'Highway tank truck or trailer', 200, [1.5, 0.8, 0.6], [3.7, 1.5, 0.8]],
  ['1050', 'Hydrogen chloride anhydrous', 'Multiple ton cylinders', 30, [0.4, 0.2, 0.1], [1, 0.3, 0.1]],
  [
    '1050',
    'Hydrogen chloride anhydrous',
    'Multiple small cylinders or single ton cylinder',
    30,
    [0.3, 0.2, 0.1],
    [0.9, 0.3, 0.2],
  ],
  ['1052', 'Hydrogen fluoride, anhydrous', 'Rail tank car', 500, [3.4, 2.1, 1.8], [6.4, 3, 1.9]],
  ['1052', 'Hydrogen fluoride, anhydrous', 'Highway tank truck or trailer', 200, [2, 1, 0.9], [3.6, 1.5, 0.9]],
  [
    '1052',
    'Hydrogen fluoride, anhydrous',
    'Multiple small cylinders or single ton cylinder',
    100,
    [0.8, 0.4, 0.3],
    [1.7, 0.5, 0.3],
  ],
  ['1079', 'Sulfur dioxide / Sulphur dioxide', 'Rail tank car', 1000, [11, 11, 6.9], [11, 11, 9.6]],
  ['1079', 'Sulfur dioxide / Sulphur dioxide', 'Highway tank truck or trailer', 1000, [11, 6, 5], [11, 7.9, 6]],
  ['1079', 'Sulfur dioxide / Sulphur dioxide', 'Multiple ton cylinders', 500, [5.2, 2.2, 1.7], [7.4, 4, 2.7]],
  [
    '1079',
    'Sulfur dioxide / Sulphur dioxide',
    'Multiple small cylinders or single ton cylinder',
    200,
    [3.1, 1.5, 1.1],
    [5.6, 2.4, 1.5],
  ],
];

const winds = ([low, moderate, high]: Triple): Winds => ({ low, moderate, high });

export const LARGE_SPILL_TABLE: readonly LargeSpillRow[] = ROWS.map(
  ([un, material, container, isolation, day, night]) => ({
    un,
    material,
    container,
    isolation,
    day: winds(day),
    night: winds(night),
  }),
);

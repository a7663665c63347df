/** One piece of β(α): up to `limit`, β = slope·α + intercept. */
type Piece = readonly [limit: number, slope: number, intercept: number];
type Family = readonly (readonly [ratio: number, pieces: readonly Piece[]])[];

/** Continuous releases: Cm/C0 → β = log10(x/D) (Britter & McQuaid 1988; CCPS 1999; 0.005 takes the CCPS slope −0.49). */
const PLUME: Family = [
  [
    0.1,
    [
      [-0.55, 0, 1.75],
      [-0.14, 0.24, 1.88],
      [1, -0.5, 1.78],
    ],
  ],
  [
    0.05,
    [
      [-0.68, 0, 1.92],
      [-0.29, 0.36, 2.16],
      [-0.18, 0, 2.06],
      [1, -0.56, 1.96],
    ],
  ],
  [
    0.02,
    [
      [-0.69, 0, 2.08],
      [-0.31, 0.45, 2.39],
      [-0.16, 0, 2.25],
      [1, -0.54, 2.16],
    ],
  ],
  [
    0.01,
    [
      [-0.7, 0, 2.25],
      [-0.29, 0.49, 2.59],
      [-0.2, 0, 2.45],
      [1, -0.52, 2.35],
    ],
  ],
  [
    0.005,
    [
      [-0.67, 0, 2.4],
      [-0.28, 0.59, 2.8],
      [-0.15, 0, 2.63],
      [1, -0.49, 2.56],
    ],
  ],
  [
    0.002,
    [
      [-0.69, 0, 2.6],
      [-0.25, 0.39, 2.87],
      [-0.13, 0, 2.77],
      [1, -0.5, 2.71],
    ],
  ],
];

/** Instantaneous releases: Cm/C0 → β = log10(x/V0^(1/3)). */
const PUFF: Family = [
  [
    0.1,
    [
      [-0.44, 0, 0.7],
      [0.43, 0.26, 0.81],
      [1, 0, 0.93],
    ],
  ],
  [
    0.05,
    [
      [-0.56, 0, 0.85],
      [0.31, 0.26, 1.0],
      [1, -0.12, 1.12],
    ],
  ],
  [
    0.02,
    [
      [-0.66, 0, 0.95],
      [0.32, 0.36, 1.19],
      [1, -0.26, 1.38],
    ],
  ],
  [
    0.01,
    [
      [-0.71, 0, 1.15],
      [0.37, 0.34, 1.39],
      [1, -0.38, 1.66],
    ],
  ],
  [
    0.005,
    [
      [-0.52, 0, 1.48],
      [0.24, 0.26, 1.62],
      [1, -0.3, 1.75],
    ],
  ],
  [
    0.002,
    [
      [0.27, 0, 1.83],
      [1, -0.32, 1.92],
    ],
  ],
  [
    0.001,
    [
      [-0.1, 0, 2.075],
      [1, -0.27, 2.05],
    ],
  ],
];

/** How a family is used: its near-field fit, the scaled distance up to which that holds, and the power of the far field. */
interface Chart {
  readonly family: Family;
  readonly near: (scaled: number) => number;
  readonly nearLimit: number;
  readonly farPower: number;
}

export const CHARTS = {
  plume: { family: PLUME, near: (s: number) => 306 / (306 + s * s), nearLimit: 30, farPower: 2 },
  puff: { family: PUFF, near: (s: number) => 3.24 / (3.24 + s * s), nearLimit: 3, farPower: 3 },
} as const satisfies Record<string, Chart>;

export type ChartName = keyof typeof CHARTS;

function betaAt(pieces: readonly Piece[], alpha: number): number {
  const [, slope, intercept] = pieces.find(([limit]) => alpha <= limit) ?? pieces[pieces.length - 1] ?? [0, 0, 0];
  return slope * alpha + intercept;
}

/** Points [ln x/scale, ln Cm/C0] of the chart at one α, nearest first; between them ln C is linear in β. */
export function chartPoints(name: ChartName, alpha: number): readonly (readonly [number, number])[] {
  const { family, near, nearLimit } = CHARTS[name];
  const within = Math.min(1, alpha);
  const tabled = family.map(([ratio, pieces]) => [betaAt(pieces, within) * Math.LN10, Math.log(ratio)] as const);
  // Above α ≈ 0.5 the 10 % point lies inside the near-field limit: the fit then ends a tenth before it, so that C stays continuous.
  const first = tabled[0]?.[0] ?? 0;
  const start = Math.min(nearLimit, Math.exp(first) / 1.1);
  return [[Math.log(start), Math.log(near(start))], ...tabled];
}

/** Cm/C0 at a scaled distance from the points of `chartPoints`. */
export function chartRatio(name: ChartName, points: readonly (readonly [number, number])[], scaled: number): number {
  const { near, farPower } = CHARTS[name];
  const x = Math.log(scaled);
  // Asked some thousand times for one drawing, often in code not yet compiled: plain indexing is many times faster there
  // than taking pairs apart.
  const first = points[0] ?? ORIGIN;
  if (x <= first[0]) return near(scaled);
  for (let i = 1; i < points.length; i++) {
    const to = points[i] ?? first;
    if (x > to[0]) continue;
    const from = points[i - 1] ?? first;
    return Math.exp(from[1] + ((to[1] - from[1]) * (x - from[0])) / (to[0] - from[0]));
  }
  const last = points[points.length - 1] ?? first;
  return Math.exp(last[1] - farPower * (x - last[0]));
}

const ORIGIN = [0, 0] as const;

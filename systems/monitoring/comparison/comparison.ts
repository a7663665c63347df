import type { Parameter } from '@anlan/kernel/parameter';

interface Compared {
  readonly system: 'S17' | 'S21';
  readonly unit: string;
  /** The most that the portable reading and the signal may differ, in the unit. */
  readonly tolerance: number;
  readonly source: string;
}

const CUSTOM = '惯例初值，没有条款';

/** Quantities that are compared by hand, with the difference that still passes; none of these numbers stands in a standard. */
export const COMPARED = {
  level: { system: 'S17', unit: '%', tolerance: 1.5, source: `${CUSTOM}：人工检尺与液位计` },
  temperature: { system: 'S17', unit: '℃', tolerance: 2, source: `${CUSTOM}：便携测温与远传` },
  pressure: { system: 'S17', unit: 'MPa', tolerance: 0.02, source: `${CUSTOM}：就地压力表与远传` },
  combustible: { system: 'S17', unit: '%LEL', tolerance: 5, source: `${CUSTOM}：JJG 693 示值误差 ±5 %FS 的同量级` },
  oxygen: { system: 'S17', unit: '%VOL', tolerance: 0.5, source: `${CUSTOM}：便携测氧仪` },
  'water-level': { system: 'S21', unit: 'm', tolerance: 0.05, source: `${CUSTOM}：水尺与水位计` },
  'dry-beach': { system: 'S21', unit: 'm', tolerance: 5, source: `${CUSTOM}：人工丈量与在线` },
  'phreatic-depth': { system: 'S21', unit: 'm', tolerance: 0.1, source: `${CUSTOM}：电测水位计与渗压计` },
  displacement: { system: 'S21', unit: 'mm', tolerance: 5, source: `${CUSTOM}：全站仪与 GNSS` },
} as const satisfies Record<string, Compared>;
export type ComparedKind = keyof typeof COMPARED;
export const COMPARED_KINDS = Object.keys(COMPARED) as readonly ComparedKind[];

export const isCompared = (kind: string): kind is ComparedKind => Object.hasOwn(COMPARED, kind);

const GROUP = '人工比测';
export const toleranceKey = (kind: ComparedKind): string => `comparison.tolerance.${kind}`;
export const everyKey = (system: Compared['system']): string => `comparison.days.${system}`;

const LABELS: Readonly<Record<ComparedKind, readonly [string, string]>> = {
  level: ['液位', 'level'],
  temperature: ['温度', 'temperature'],
  pressure: ['压力', 'pressure'],
  combustible: ['可燃气体', 'combustible gas'],
  oxygen: ['氧浓度', 'oxygen'],
  'water-level': ['库水位', 'water level'],
  'dry-beach': ['干滩长度', 'dry beach'],
  'phreatic-depth': ['浸润线埋深', 'seepage line'],
  displacement: ['表面位移', 'surface displacement'],
};

/** Tolerances and rhythms of one system. */
export const comparisonParameters = (system: Compared['system'], days: number): readonly Parameter[] => [
  {
    key: everyKey(system),
    label: `人工比测周期（${system === 'S21' ? '尾矿库' : '重大危险源'}）`,
    labelEn: `Comparison by hand every (${system === 'S21' ? 'tailings ponds' : 'major hazards'})`,
    group: GROUP,
    kind: 'number',
    unit: '日',
    value: days,
    min: 1,
    max: 730,
    source: system === 'S21' ? `${CUSTOM}：按季比测` : `${CUSTOM}：每半年一次`,
  },
  ...COMPARED_KINDS.filter((kind) => COMPARED[kind].system === system).map((kind): Parameter => ({
    key: toleranceKey(kind),
    label: `比测允差：${LABELS[kind][0]}`,
    labelEn: `Tolerance of a comparison: ${LABELS[kind][1]}`,
    group: GROUP,
    kind: 'number',
    unit: COMPARED[kind].unit,
    value: COMPARED[kind].tolerance,
    min: 0.001,
    max: 1000,
    source: COMPARED[kind].source,
  })),
];

/** How far two readings are apart, and whether that passes; both in the signal's unit. */
export function compare(
  manual: number,
  shown: number,
  tolerance: number,
): { readonly difference: number; readonly passed: boolean } {
  const difference = shown - manual;
  // Readings are given in decimals: 0.1 apart is 0.1, not a hair more.
  return { difference, passed: Math.abs(difference) <= tolerance * (1 + 1e-9) };
}

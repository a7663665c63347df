import { answerInOneStep, reaches, type Answer, type Source } from '../working/index.ts';

/** How the external safety distance of a hazchem facility is to be determined (GB/T 37243-2019, 4). */
export type DistanceMethod = 'consequence' | 'qra' | 'standard';

export interface Facility {
  /** Does it hold explosives? */
  readonly explosives: boolean;
  /** Σ q/Q of its toxic and flammable gases with the design quantities (GB 18218-2018); null = not known. */
  readonly gasRatio: number | null;
}

/**
 * The method GB/T 37243-2019 asks for: accident consequences where there are explosives, quantitative risk assessment
 * where toxic or flammable gases reach the threshold of a major hazard source, otherwise the distance of a standard.
 */
export function distanceMethod({ explosives, gasRatio }: Facility): Answer<{ readonly method: DistanceMethod }> {
  const gases = gasRatio ?? 0;
  const method = explosives ? 'consequence' : reaches(gases, 1) ? 'qra' : 'standard';
  const because: Record<DistanceMethod, string> = {
    consequence: '涉及爆炸物：事故后果法',
    qra: `毒性或易燃气体 Σ q/Q = ${Number(gases.toPrecision(4))} ≥ 1：定量风险评价法`,
    standard: '不涉及爆炸物，毒性和易燃气体未达临界量：执行相关标准的距离要求',
  };
  return answerInOneStep(
    { method },
    'GB/T 37243-2019',
    [
      { name: '爆炸物', value: explosives },
      { name: '毒性与易燃气体 Σ q/Q', value: gasRatio },
    ],
    { clause: '第4章', name: '方法', formula: because[method], value: method },
    gasRatio === null ? ['气体储存量不全，按未达临界量处理'] : [],
  );
}

/** Kinds of facility with a distance of their own to homes, public facilities and villages. */
export type StandardFacility = 'liquefied-hydrocarbon' | 'flammable-liquid' | 'process-unit' | 'flare' | 'other';

/** Metres to homes, public welfare facilities and villages (GB 50160-2008, 2018 edition, table 4.1.9). */
export const STANDARD_DISTANCES: Readonly<
  Record<StandardFacility, { readonly metres: number; readonly label: string }>
> = {
  'liquefied-hydrocarbon': { metres: 150, label: '液化烃罐组' },
  'flammable-liquid': { metres: 100, label: '甲、乙类液体罐组' },
  'process-unit': { metres: 100, label: '甲、乙类工艺装置或设施' },
  flare: { metres: 120, label: '可能携带可燃液体的高架火炬' },
  other: { metres: 50, label: '其他危险化学品设施' },
};

/** The widest distance of a standard among the facilities of a place; undefined where it has none of them. */
export function standardDistance(
  facilities: readonly StandardFacility[],
): { readonly metres: number; readonly facility: StandardFacility } | undefined {
  const [widest] = facilities.toSorted((a, b) => STANDARD_DISTANCES[b].metres - STANDARD_DISTANCES[a].metres);
  return widest === undefined ? undefined : { metres: STANDARD_DISTANCES[widest].metres, facility: widest };
}

export type Verdict = 'met' | 'short' | 'undetermined';

/** Actual against required distance (m): `undetermined` where the required one is not known; nobody near is met. */
export function verdictOf(actual: number | null, required: number | null): Verdict {
  if (required === null) return 'undetermined';
  return actual === null || reaches(actual, required) ? 'met' : 'short';
}

export const sources: readonly Source[] = [
  { standard: 'GB/T 37243-2019', clause: '第4章', what: '三种方法的适用', mark: 'memory' },
  {
    standard: 'GB 50160-2008（2018年版）',
    clause: '表4.1.9',
    what: '与居民区、公共福利设施、村庄的间距',
    mark: 'verify',
  },
  {
    standard: '平台初值',
    clause: '其他危险化学品设施',
    what: '50 m',
    mark: 'verify',
    note: '无适用标准时的初值，应以设计文件为准',
  },
];

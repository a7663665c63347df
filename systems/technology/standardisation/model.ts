import { defineGrading, type GradingModel } from '@anlan/kernel/grading';
import { COAL_STANDARDISATION_BANDS, STANDARDISATION_BANDS } from '@anlan/domain/risk-scoring';
import { ELEMENTS } from './elements.ts';

const LEVELS = ['one', 'two', 'three', 'none'] as const;
const EN = { one: 'Grade 1', two: 'Grade 2', three: 'Grade 3', none: 'Not reached' } as const;

/** Bands by the domain's table: 90/75/60 in general, 90/80/70 for coal mines. */
const bandsOf = (bands: typeof STANDARDISATION_BANDS | typeof COAL_STANDARDISATION_BANDS): GradingModel['bands'] =>
  LEVELS.map((level, index) => {
    const [from, label] = bands[index] as readonly [number, string];
    return { from, level, label, labelEn: EN[level] };
  });

const common = {
  version: '2026.1',
  from: '2026-01-01',
  factors: ELEMENTS.map(({ key, label, labelEn, weight, clause }) => ({
    key,
    label,
    labelEn,
    full: weight,
    fact: `element.${key}`,
    unit: '%',
    rule: { kind: 'value' as const, outOf: 100 },
    unknown: 'left-out' as const,
    clause,
  })),
  vetoes: [
    {
      key: 'major-late',
      label: '重大事故隐患逾期未整改',
      labelEn: 'A major hidden danger is late',
      fact: 'majorLate',
      when: { op: 'at-least', value: 1 },
      clause: '应急〔2021〕83号：存在重大事故隐患不予定级',
    },
    {
      key: 'major-open',
      label: '存在未整改的重大事故隐患',
      labelEn: 'An open major hidden danger',
      fact: 'majorOpen',
      when: { op: 'at-least', value: 1 },
      level: 'three',
      clause: '平台初值：有在治重大隐患的最高三级',
    },
    {
      key: 'false-report',
      label: '一年内自查虚报',
      labelEn: 'A false self-report within a year',
      fact: 'falseReports',
      when: { op: 'at-least', value: 1 },
      level: 'three',
      clause: '平台初值：D4:217 与诚信同时生效',
    },
    {
      key: 'licence',
      label: '安全生产许可证已过期',
      labelEn: 'The licence has run out',
      fact: 'licenceExpired',
      when: { op: 'is', value: true },
      clause: '应急〔2021〕83号：证照齐全有效',
    },
  ],
  effects: {
    one: [{ kind: 'inspection-weight', label: '减少检查', value: 0.5 }],
    two: [{ kind: 'inspection-weight', label: '适当减少检查', value: 0.75 }],
    none: [{ kind: 'inspection-weight', label: '增加检查', value: 1.5 }],
  },
} satisfies Omit<GradingModel, 'key' | 'label' | 'labelEn' | 'source' | 'bands'>;

export const standardisation = defineGrading({
  ...common,
  key: 'standardisation',
  label: '企业安全生产标准化定级',
  labelEn: 'Standardisation grade',
  source: 'GB/T 33000-2016、应急〔2021〕83号；要素权重为平台初值',
  bands: bandsOf(STANDARDISATION_BANDS),
});

export const coalStandardisation = defineGrading({
  ...common,
  key: 'standardisation-coal',
  label: '煤矿安全生产标准化定级',
  labelEn: 'Coal-mine standardisation grade',
  source: '煤矿安全生产标准化管理体系（90/80/70 分）；要素权重为平台初值',
  bands: bandsOf(COAL_STANDARDISATION_BANDS),
});

/** The model a trade is graded by. */
export function standardisationModelOf(sector: string | null): GradingModel {
  return sector === 'coal-mine' ? coalStandardisation : standardisation;
}

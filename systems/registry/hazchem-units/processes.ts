import type { Option } from '@anlan/kernel/entity';

/** 重点监管的危险化工工艺: 15 of the first batch (安监总管三〔2009〕116号) and 3 of the second (安监总管三〔2013〕3号). */
export const PROCESSES: readonly (Option & { readonly batch: 1 | 2; readonly source: string })[] = (
  [
    ['phosgenation', '光气及光气化工艺', 'Phosgenation', 1],
    ['electrolysis', '电解工艺（氯碱）', 'Electrolysis (chlor-alkali)', 1],
    ['chlorination', '氯化工艺', 'Chlorination', 1],
    ['nitration', '硝化工艺', 'Nitration', 1],
    ['ammonia-synthesis', '合成氨工艺', 'Ammonia synthesis', 1],
    ['cracking', '裂解（裂化）工艺', 'Cracking', 1],
    ['fluorination', '氟化工艺', 'Fluorination', 1],
    ['hydrogenation', '加氢工艺', 'Hydrogenation', 1],
    ['diazotisation', '重氮化工艺', 'Diazotisation', 1],
    ['oxidation', '氧化工艺', 'Oxidation', 1],
    ['peroxidation', '过氧化工艺', 'Peroxidation', 1],
    ['amination', '胺基化工艺', 'Amination', 1],
    ['sulfonation', '磺化工艺', 'Sulfonation', 1],
    ['polymerisation', '聚合工艺', 'Polymerisation', 1],
    ['alkylation', '烷基化工艺', 'Alkylation', 1],
    ['coal-chemistry', '新型煤化工工艺', 'Modern coal chemistry', 2],
    ['calcium-carbide', '电石生产工艺', 'Calcium carbide production', 2],
    ['azo-coupling', '偶氮化工艺', 'Azo coupling', 2],
  ] as const
).map(([value, label, labelEn, batch]) => ({
  value,
  label,
  labelEn,
  batch,
  source: batch === 1 ? '安监总管三〔2009〕116号' : '安监总管三〔2013〕3号',
}));

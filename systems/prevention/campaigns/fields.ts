import type { Option } from '@anlan/kernel/entity';

/** Kinds of special campaigns the sources name, and room for others. */
export const CAMPAIGN_CATEGORIES: readonly (Option & { readonly fire: boolean; readonly source: string })[] = [
  { value: 'strike', label: '打非治违', labelEn: 'Illegal operations', fire: false, source: 'D4:103、D4:179' },
  { value: 'fire', label: '消防安全', labelEn: 'Fire safety', fire: true, source: 'D4:206 每年开展一次以上' },
  { value: 'mine', label: '非煤矿山整治', labelEn: 'Non-coal mines', fire: false, source: 'D4:191、D4:95' },
  { value: 'hazchem', label: '危险化学品整治', labelEn: 'Hazardous chemicals', fire: false, source: 'D4:193、D4:95' },
  { value: 'fireworks', label: '烟花爆竹整治', labelEn: 'Fireworks', fire: false, source: 'D4:95' },
  { value: 'transport', label: '交通运输整治', labelEn: 'Transport', fire: false, source: 'D4:103、D4:279' },
  { value: 'construction', label: '建设施工整治', labelEn: 'Construction', fire: false, source: 'D2:140' },
  { value: 'health', label: '职业病危害治理', labelEn: 'Occupational hazards', fire: false, source: 'D4:314' },
  { value: 'joint', label: '联合执法', labelEn: 'Joint enforcement', fire: false, source: 'D4:103' },
  { value: 'other', label: '其他整治', labelEn: 'Other', fire: false, source: 'D4:183' },
];

/** What may be decided on a finding. `penal`: counts as penalised; `shut`: closed down (关闭取缔, D4:95, D4:179). */
export const MEASURES: readonly (Option & { readonly penal: boolean; readonly shut: boolean })[] = [
  { value: 'order', label: '责令限期整改', labelEn: 'Ordered to rectify', penal: false, shut: false },
  { value: 'stop', label: '责令停产停业整顿', labelEn: 'Suspended', penal: true, shut: false },
  { value: 'fine', label: '罚款', labelEn: 'Fined', penal: true, shut: false },
  { value: 'seize', label: '查封扣押、没收', labelEn: 'Sealed or seized', penal: true, shut: false },
  { value: 'revoke', label: '暂扣吊销许可', labelEn: 'Licence suspended or revoked', penal: true, shut: false },
  { value: 'shut', label: '关闭取缔', labelEn: 'Closed down', penal: true, shut: true },
  { value: 'transfer', label: '移送司法', labelEn: 'Handed to justice', penal: true, shut: false },
];

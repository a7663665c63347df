import type { Option } from '@anlan/kernel/entity';

/** Hazard class of a substance as the registers group it; each substance has exactly one. */
export type HazardClass =
  | 'explosive'
  | 'flammable-gas'
  | 'toxic-gas'
  | 'flammable-liquid'
  | 'toxic'
  | 'oxidiser'
  | 'reactive'
  | 'other';

export const HAZARD_CLASSES: readonly (Option & { readonly value: HazardClass })[] = [
  { value: 'explosive', label: '爆炸物', labelEn: 'Explosives' },
  { value: 'flammable-gas', label: '易燃气体', labelEn: 'Flammable gases' },
  { value: 'toxic-gas', label: '毒性气体', labelEn: 'Toxic gases' },
  { value: 'flammable-liquid', label: '易燃液体', labelEn: 'Flammable liquids' },
  { value: 'toxic', label: '毒性液体与固体', labelEn: 'Toxic liquids and solids' },
  { value: 'oxidiser', label: '氧化性物质', labelEn: 'Oxidisers' },
  { value: 'reactive', label: '自反应、过氧化与遇湿自燃', labelEn: 'Reactive and pyrophoric' },
  { value: 'other', label: '其他', labelEn: 'Other' },
];

/** What the groups of GB 18218-2018 table 1 are called in the registers. */
export const CLASS_OF_GROUP: Readonly<Record<string, HazardClass>> = {
  explosive: 'explosive',
  'flammable gas': 'flammable-gas',
  'toxic gas': 'toxic-gas',
  'flammable liquid': 'flammable-liquid',
  'toxic liquid': 'toxic',
  'toxic/corrosive': 'toxic',
  oxidizer: 'oxidiser',
  'oxidizing gas': 'oxidiser',
  'organic peroxide': 'reactive',
  'flammable solid': 'reactive',
  'pyrophoric solid': 'reactive',
  'pyrophoric liquid': 'reactive',
  'water-reactive': 'reactive',
};

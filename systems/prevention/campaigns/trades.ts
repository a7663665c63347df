import type { Option } from '@anlan/kernel/entity';

/** Trades of key counties: the two the sources name (D4:191, D4:193), and those whose campaigns they name (D4:95, D4:103). */
export const SECTOR_TRADES: readonly Option[] = [
  { value: 'non-coal-mine', label: '非煤矿山', labelEn: 'Non-coal mines' },
  { value: 'hazchem', label: '危险化学品', labelEn: 'Hazardous chemicals' },
  { value: 'fireworks', label: '烟花爆竹', labelEn: 'Fireworks' },
  { value: 'coal', label: '煤矿', labelEn: 'Coal mines' },
  { value: 'fire', label: '消防', labelEn: 'Fire' },
  { value: 'transport', label: '交通运输', labelEn: 'Transport' },
  { value: 'construction', label: '建设施工', labelEn: 'Construction' },
  { value: 'all', label: '全领域', labelEn: 'All trades' },
];

/** Sectors of the register that a trade means; none = all. */
export const SECTORS_OF_TRADE: Readonly<Record<string, readonly string[]>> = {
  'non-coal-mine': ['non-coal-mine'],
  hazchem: ['hazchem-production', 'hazchem-storage'],
  fireworks: ['fireworks'],
  coal: ['coal-mine'],
  fire: ['public-place', 'warehouse', 'fire-protection'],
  transport: ['logistics', 'port'],
  construction: ['construction'],
  all: [],
};

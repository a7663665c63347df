import type { Mark, Source } from '../working/index.ts';
import { CHEMICAL_LIMITS } from './chemical-limits.ts';
import { DUST_LIMITS } from './dust-limits.ts';

const count = (rows: readonly { readonly mark: Mark }[], mark: Mark): number =>
  rows.filter((row) => row.mark === mark).length;

const unsure = CHEMICAL_LIMITS.filter(({ mark }) => mark === 'verify').map(({ name }) => name);

export const sources: readonly Source[] = [
  {
    standard: 'GBZ 2.1-2019',
    clause: '表1',
    what: `化学因素限值${count(CHEMICAL_LIMITS, 'confirmed')}行`,
    mark: 'confirmed',
  },
  {
    standard: 'GBZ 2.1-2019',
    clause: '表1',
    what: `化学因素限值${count(CHEMICAL_LIMITS, 'memory')}行`,
    mark: 'memory',
  },
  { standard: 'GBZ 2.1-2019', clause: '表1', what: `化学因素限值：${unsure.join('、')}`, mark: 'verify' },
  {
    standard: 'GBZ 2.1-2019',
    clause: '表2',
    what: `粉尘限值${DUST_LIMITS.length - count(DUST_LIMITS, 'confirmed')}行`,
    mark: 'memory',
  },
  {
    standard: 'GBZ 2.1-2019',
    clause: '附录A',
    what: 'TWA、STEL、峰接触、联合作用、长时间接触折减、接触分级',
    mark: 'memory',
  },
  { standard: 'GBZ 2.2-2007', clause: '§9–§11', what: '噪声、脉冲噪声、WBGT、手传振动', mark: 'memory' },
];

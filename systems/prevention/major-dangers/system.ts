import { defineSystem } from '@anlan/kernel/system';
import { delistingNotice, listingNotice, recheckOpinion, rectificationOrder } from './templates.ts';

/** S63: the loop itself (L03) is the hidden danger's; here are the papers by which it is listed, ordered and delisted. */
export const majorDangers = defineSystem({
  id: 'S63',
  key: 'major-dangers',
  family: 'prevention',
  label: '重大隐患挂牌督办',
  labelEn: 'Listed supervision of major dangers',
  entities: [],
  rules: [],
  layers: [],
  documents: [listingNotice, rectificationOrder, recheckOpinion, delistingNotice],
});

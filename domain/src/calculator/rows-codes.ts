import { text } from './field.ts';
import type { StandardRow } from './standard-row.ts';

/** Codes that carry a check character. */
export const CODE_ROWS: readonly StandardRow[] = [
  {
    key: 'credit-code',
    topic: 'uscc_validate',
    title: '统一社会信用代码校验',
    titleEn: 'Credit code',
    word: 'identity-codes',
    clause: 'GB 32100-2015',
    fields: [text('code', '代码（18 位）', 'Code', '91440300708461136T')],
  },
  {
    key: 'id-number',
    topic: 'id_number',
    title: '身份证号校验码',
    titleEn: 'Identity number',
    word: 'identity-codes',
    clause: 'GB 11643-1999',
    fields: [text('id17', '前 17 位', 'First 17 digits', '11010519491231002')],
  },
  {
    key: 'cas',
    topic: 'cas_check',
    title: 'CAS 号校验',
    titleEn: 'CAS number',
    word: 'identity-codes',
    clause: 'CAS Registry',
    fields: [text('cas', 'CAS 号', 'CAS number', '7664-41-7')],
  },
];

import type { Article, Fines } from './articles.ts';

/** A law with the days it is in force, `YYYY-MM-DD`; `until` is the last day. */
export interface InForce {
  readonly law: string;
  readonly from: string;
  readonly until: string | null;
}

/** Versions of the Work Safety Law and the decrees held here, newest first within a law. */
export const VERSIONS: readonly InForce[] = [
  { law: '安全生产法（2021修正）', from: '2021-09-01', until: null },
  { law: '安全生产法（2014修正）', from: '2014-12-01', until: '2021-08-31' },
  { law: '国务院令第493号', from: '2007-06-01', until: null },
  { law: '国务院令第708号', from: '2019-04-01', until: null },
];

const EARLIER = '安全生产法（2014修正）';
const ten = 10_000;
const yuan = (min: number, max: number) => ({ in: 'yuan' as const, min: min * ten, max: max * ten });
const income = (min: number, max: number) => ({ in: 'income' as const, min, max });

type Row = readonly [article: string, now: string, fines: Pick<Article, 'first' | 'overdue' | 'accident'>];

const first = (fines: Fines) => ({ first: fines });
const twice = (once: Fines, overdue: Fines) => ({ first: once, overdue });

/** Articles of the 2014 law with a fixed fine, by the article of the 2021 law that has the same duty; from memory. */
const ROWS: readonly Row[] = [
  ['89', '92.2', first({ unit: yuan(10, 20), person: yuan(2, 5) })],
  ['90', '93', { accident: { person: yuan(2, 20) } }],
  ['91', '94', { overdue: { person: yuan(2, 5) } }],
  ['94', '97', twice({ unit: yuan(0, 5) }, { unit: yuan(5, 10), person: yuan(1, 2) })],
  ['95', '98', { overdue: { unit: yuan(50, 100), person: yuan(2, 5) } }],
  ['96', '99', twice({ unit: yuan(0, 5) }, { unit: yuan(5, 20), person: yuan(1, 2) })],
  ['98', '101', twice({ unit: yuan(0, 10) }, { unit: yuan(10, 20), person: yuan(2, 5) })],
  ['99', '102', { overdue: { unit: yuan(10, 50), person: yuan(2, 5) } }],
  ['100.1', '103.1', first({ unit: yuan(10, 20), person: yuan(1, 2) })],
  ['100.2', '103.2', first({ unit: yuan(0, 5), person: yuan(0, 1) })],
  ['101', '104', first({ unit: yuan(0, 5), person: yuan(0, 1) })],
  ['102', '105', first({ unit: yuan(0, 5), person: yuan(0, 1) })],
  ['103', '106', first({ person: yuan(2, 10) })],
  ['105', '108', first({ unit: yuan(2, 20), person: yuan(1, 2) })],
  ['106', '110', first({ person: income(0.6, 1) })],
];

/** The 2014 article with the duty of one of the 2021 law; undefined where it fined nothing or is not held. */
export function earlierOf(now: Article): Article | undefined {
  const found = ROWS.find(([, article]) => article === now.article);
  if (found === undefined || now.law !== '安全生产法（2021修正）') return undefined;
  const [article, , fines] = found;
  return { law: EARLIER, article, subject: now.subject, violation: now.violation, ...fines, note: '凭记忆，待核' };
}

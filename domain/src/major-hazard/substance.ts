import { refuse, type Refused } from '../working/index.ts';
import { COAL_GAS, TABLE_3 } from './betas.ts';
import { TABLE_1, type Named } from './table1.ts';
import { TABLE_2, type Category } from './table2.ts';

/** What a name stands for in the standard: its threshold, its β and where both come from. */
export interface Substance {
  readonly name: string;
  /** Threshold Q in tonnes. */
  readonly threshold: number;
  readonly thresholdClause: string;
  readonly beta: number;
  readonly betaClause: string;
  readonly group: string;
  readonly warnings: readonly string[];
}

/** A category code standing by itself: “(W5.4)”, “W5.3/J5”. */
const CODE = /(?<![A-Za-z0-9])[JW]\d{1,2}(?:\.\d)?/g;

/** Brackets, commas and spaces are written in both widths. */
const plain = (text: string): string =>
  text.normalize('NFKC').replaceAll(/\s+/g, '').replaceAll('、', ',').toLowerCase();

const withoutRemark = (name: string): string => plain(name).split(/[([]/)[0] ?? '';

/** Names under which a row is found: itself, its aliases, each part of “甲烷,天然气”, the name before its bracket. */
function namesOf(row: Named): string[] {
  const own = [row.name, row.english, ...row.aliases].map(plain);
  const bare = withoutRemark(row.name);
  const listed = /^[^([]+,[^([]*[^\d([]/.test(row.name) && !/\d,\d/.test(row.name) ? bare.split(',') : [];
  return [...own, bare, ...listed, ...row.cas];
}

const INDEX: ReadonlyMap<string, readonly Named[]> = (() => {
  const index = new Map<string, Named[]>();
  for (const row of TABLE_1) {
    for (const name of new Set(namesOf(row))) index.set(name, [...(index.get(name) ?? []), row]);
  }
  return index;
})();

/** The row of a name: the exact name wins over aliases and remarks it shares with others. */
function rowsOf(name: string): readonly Named[] {
  const exact = TABLE_1.filter((row) => plain(row.name) === plain(name));
  return exact.length > 0 ? exact : (INDEX.get(plain(name)) ?? []);
}

const categoryOf = (code: string | undefined): Category | undefined => TABLE_2.find((row) => row.code === code);

function named(row: Named, given: Category | undefined): Substance {
  const toxic = row.cas.map((cas) => TABLE_3.get(cas)).find((beta) => beta !== undefined);
  const common = { name: row.name, threshold: row.threshold, thresholdClause: `表1 第${row.no}项`, group: row.group };
  if (toxic !== undefined) return { ...common, beta: toxic, betaClause: '表3', warnings: [] };
  if (row.no === COAL_GAS.no) {
    return { ...common, beta: COAL_GAS.beta, betaClause: '表3', warnings: ['煤气按一氧化碳取β，系解释'] };
  }
  const category = given ?? categoryOf(row.category);
  return {
    ...common,
    beta: category?.beta ?? 1,
    betaClause: `表4 ${category?.code ?? ''}`.trim(),
    warnings: given ? [] : [`${row.name}的β按类别${category?.code ?? '—'}取，应以安全技术说明书的分类为准`],
  };
}

const TOXIC_GAS = new Set<string>(['J1', 'J3']);

function classed(name: string, category: Category): Substance {
  return {
    name: name === '' ? category.hazard : name,
    threshold: category.threshold,
    thresholdClause: `表2 ${category.code}`,
    beta: category.beta,
    betaClause: `表4 ${category.code}`,
    group: TOXIC_GAS.has(category.code) ? 'toxic gas' : category.hazard,
    warnings: category.code === 'W3' ? ['气溶胶按净重计'] : [],
  };
}

/** With several classes the lowest threshold and the largest β count (GB 18218-2018 §4.1.2; β by common practice). */
function strictest(name: string, categories: readonly Category[]): Substance {
  const lowest = categories.reduce((a, b) => (b.threshold < a.threshold ? b : a));
  const largest = categories.reduce((a, b) => (b.beta > a.beta ? b : a));
  const substance = classed(name, lowest);
  return { ...substance, beta: largest.beta, betaClause: `表4 ${largest.code}` };
}

/**
 * Finds a Table 1 name (alias, English name and CAS number too) or a Table 2 category written “name (code)”, several
 * codes for a substance of several classes (“name (W5.3)(J5)”). Refuses unknown names and names of several rows.
 */
export function substance(text: string): Substance | Refused {
  const written = text.normalize('NFKC');
  const categories = [...written.matchAll(CODE)]
    .map(([code]) => categoryOf(code))
    .filter((found) => found !== undefined);
  const whole = rowsOf(text);
  const name = written.slice(0, Math.max(written.search(CODE), 0)).replace(/[\s(]+$/, '');
  const rows = whole.length > 0 || name === '' ? whole : rowsOf(name);
  if (rows.length > 1) {
    return refuse(`“${text}”在表1中有多项：${rows.map((row) => row.name).join('；')}`, 'GB 18218-2018 表1');
  }
  const row = rows[0];
  if (row) return named(row, categories[0]);
  if (categories.length === 0) return refuse(`“${text}”不在表1中，也未注明表2的类别代号`, 'GB 18218-2018 §4.1');
  return strictest(name, categories);
}

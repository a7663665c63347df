import { TABLE_1 } from '@anlan/domain/major-hazard';
import { CLASS_OF_GROUP, type HazardClass } from './classes.ts';
import { FURTHER_SUBSTANCES } from './further-substances.ts';
import { LISTS, type ListKey } from './lists.ts';
import { DENSITIES, LIQUEFIED, BURNING_TOXIC } from './properties.ts';

/** Edition of the register: kept with everything computed from it. */
export const SUBSTANCES_VERSION = '2026.1';

/** A substance of the register; holdings refer to it by `key`. */
export interface Substance {
  /** CAS number; with a mark behind it where several rows share one. */
  readonly key: string;
  readonly name: string;
  readonly labelEn: string;
  readonly aliases: readonly string[];
  readonly cas: readonly string[];
  /** UN number, four digits; empty where it has none of its own. */
  readonly un: string;
  readonly kind: HazardClass;
  /** Official lists it stands in. */
  readonly lists: readonly ListKey[];
  /** How GB 18218-2018 finds it: a table 1 name or “name (codes)”; null where the standard does not count it. */
  readonly hazard: string | null;
  /** t/m³ as usually stored; null where unknown. */
  readonly density: number | null;
  /** A gas usually stored as a liquid under pressure or cold. */
  readonly liquefied: boolean;
  /** A toxic gas or liquid that burns too. */
  readonly combustible: boolean;
}

const BURNS: ReadonlySet<HazardClass> = new Set(['flammable-gas', 'flammable-liquid', 'explosive', 'reactive']);
const LIST_KEYS = Object.keys(LISTS) as ListKey[];

const listsOf = (cas: readonly string[]): ListKey[] =>
  LIST_KEYS.filter((key) => cas.some((number) => (LISTS[key].cas as readonly string[]).includes(number)));

const first = (cas: readonly string[]): string => cas[0] ?? '';

function propertiesOf(cas: readonly string[], kind: HazardClass) {
  const number = first(cas);
  return {
    lists: listsOf(cas),
    density: DENSITIES[number] ?? null,
    liquefied: LIQUEFIED.has(number),
    combustible: BURNS.has(kind) || BURNING_TOXIC.has(number),
  };
}

/** CAS numbers that several rows share: their keys carry the row's number. */
const shared = new Set(
  TABLE_1.map(({ cas }) => first(cas)).filter((cas, index, all) => cas !== '' && all.indexOf(cas) !== index),
);

const named: readonly Substance[] = TABLE_1.map((row) => {
  const number = first(row.cas);
  const kind = CLASS_OF_GROUP[row.group] ?? 'other';
  const key = number === '' ? `table1-${row.no}` : shared.has(number) ? `${number}/${row.no}` : number;
  const { name, aliases, english: labelEn, cas, un } = row;
  return { key, name, labelEn, aliases, cas, un, kind, hazard: name, ...propertiesOf(cas, kind) };
});

const taken = new Set(named.map(({ key }) => key));
const further: readonly Substance[] = FURTHER_SUBSTANCES.map((row) => {
  const { name, aliases, english: labelEn, un, kind, categories } = row;
  const key = taken.has(row.cas) ? `${row.cas}/solution` : row.cas;
  const hazard = categories.length === 0 ? null : `${name} ${categories.map((code) => `(${code})`).join('')}`;
  const solution = key !== row.cas;
  const properties = propertiesOf(solution ? [key] : [row.cas], kind);
  return { key, name, labelEn, aliases, cas: [row.cas], un, kind, hazard, ...properties };
});

/** The register: GB 18218-2018 table 1, the key-supervised lists and what else is commonly stored. */
export const SUBSTANCES: readonly Substance[] = [...named, ...further];

const BY_KEY = new Map(SUBSTANCES.map((substance) => [substance.key, substance]));

export function substanceOf(key: string): Substance | undefined {
  return BY_KEY.get(key);
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');

/**
 * Substances whose name, alias, English name, CAS or UN number or pinyin initials contain the text; exact hits first.
 * `initials` gives the pinyin initials of a Chinese text.
 */
export function findSubstances(text: string, initials: (name: string) => string): readonly Substance[] {
  const wanted = plain(text).replace(/^un/, '');
  if (wanted === '') return SUBSTANCES;
  const ranked = SUBSTANCES.flatMap((substance) => {
    const names = [substance.name, substance.labelEn, ...substance.aliases].map(plain);
    const numbers = [...substance.cas, substance.un];
    const spelled = [substance.name, ...substance.aliases].map(initials);
    if (names.includes(wanted) || numbers.includes(wanted)) return [{ substance, rank: 0 }];
    if (spelled.includes(wanted)) return [{ substance, rank: 1 }];
    if (names.some((name) => name.startsWith(wanted))) return [{ substance, rank: 2 }];
    const inside = [...names, ...numbers, ...spelled].some((name) => name.includes(wanted));
    return inside ? [{ substance, rank: 3 }] : [];
  });
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ substance }) => substance);
}

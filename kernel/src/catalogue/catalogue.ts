import { z } from 'zod';
import type { Field } from '../entity/index.ts';
import { factsOf, judge, type Condition, type Facts, type FactValue } from './condition.ts';

/** What an item of a list does to what it matches. */
export type Effect =
  /** It may not be: the act is refused with this sentence. */
  | { readonly kind: 'refuse'; readonly because: string }
  /** Something has to be done, within so many days where a number is given. */
  | { readonly kind: 'order'; readonly task: string; readonly days?: number | undefined }
  /** Values are proposed to a person, who may decide otherwise with a reason. */
  | { readonly kind: 'propose'; readonly values: Readonly<Record<string, FactValue>> };

export const effectSchema: z.ZodType<Effect> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('refuse'), because: z.string().trim().min(1).max(300) }),
  z.strictObject({
    kind: z.literal('order'),
    task: z.string().trim().min(1).max(300),
    days: z.int().min(0).max(3650).optional(),
  }),
  z.strictObject({
    kind: z.literal('propose'),
    values: z.record(z.string().max(60), z.union([z.string().max(300), z.number(), z.boolean()])),
  }),
]);

/** A kind of list: which facts its rules may ask, which values its items propose, who keeps lists of the kind. */
export interface Catalogue {
  /** English singular, kebab-case: `grading-standard`. */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly about: string;
  readonly facts: Readonly<Record<string, Field>>;
  readonly effects: readonly Effect['kind'][];
  /** Values of `propose`. */
  readonly proposes?: Readonly<Record<string, Field>>;
  /** Every enterprise its own, or the jurisdictions. */
  readonly keeper: 'organisation' | 'jurisdiction';
  readonly source: string;
}

export function defineCatalogue(catalogue: Catalogue): Catalogue {
  return catalogue;
}

/** One item of a dated list. Days are `YYYY-MM-DD`; `until` is the first day on which it no longer holds. */
export interface CatalogueItem {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly from: string;
  readonly until: string | null;
  readonly when: Condition;
  readonly effect: Effect;
  /** References to articles, `work-safety-law/41`, or plain words. */
  readonly clauses: readonly string[];
}

export interface Match<Item extends CatalogueItem = CatalogueItem> {
  readonly item: Item;
  /** Facts that made it match. */
  readonly because: readonly string[];
}

/** Does the item hold on the day? */
export function holdsOn(item: Pick<CatalogueItem, 'from' | 'until'>, day: string): boolean {
  return item.from <= day && (item.until === null || day < item.until);
}

/** Items in force on the day `at` whose rule holds for the facts, in the order of the list. */
export function match<Item extends CatalogueItem>(items: readonly Item[], facts: Facts, at: string): Match<Item>[] {
  return items.flatMap((item) => {
    if (!holdsOn(item, at)) return [];
    const { holds, because } = judge(item.when, facts);
    return holds === true ? [{ item, because }] : [];
  });
}

/** Items in force that could match if more were known, with the facts that are lacking. */
export function undecided<Item extends CatalogueItem>(
  items: readonly Item[],
  facts: Facts,
  at: string,
): { readonly item: Item; readonly lacking: readonly string[] }[] {
  return items.flatMap((item) => {
    if (!holdsOn(item, at)) return [];
    const { holds, lacking } = judge(item.when, facts);
    return holds === null ? [{ item, lacking }] : [];
  });
}

/** What is wrong with an item against its catalogue, in both languages; none = it may stand. */
export function checkItem(
  catalogue: Catalogue,
  item: Pick<CatalogueItem, 'when' | 'effect' | 'from' | 'until'>,
): { readonly field: string; readonly zh: string; readonly en: string }[] {
  const problems: { field: string; zh: string; en: string }[] = [];
  for (const key of factsOf(item.when)) {
    if (catalogue.facts[key] === undefined)
      problems.push({ field: 'when', zh: `规则里没有「${key}」这一项`, en: `the rule asks for unknown ${key}` });
  }
  if (!catalogue.effects.includes(item.effect.kind))
    problems.push({ field: 'effect', zh: '这类目录没有这种效果', en: 'lists of this kind have no such effect' });
  if (item.effect.kind === 'propose') {
    for (const key of Object.keys(item.effect.values)) {
      if (catalogue.proposes?.[key] === undefined)
        problems.push({ field: 'effect', zh: `没有「${key}」这一项`, en: `${key} is no value of this list` });
    }
  }
  if (item.until !== null && item.until <= item.from)
    problems.push({ field: 'until', zh: '截止日应晚于起始日', en: 'it must end after it begins' });
  return problems;
}

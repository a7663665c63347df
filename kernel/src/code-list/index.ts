import { z } from 'zod';
import type { Entity, Field, Option } from '../entity/index.ts';

/**
 * A list that fields take their options from and that jurisdictions extend: trades, specialities. The first entries are
 * declared; what a place adds, renames or ends is dated data of that place, with a reason.
 */
export interface CodeList {
  /** `list.sector`. */
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  /** What an entry is and what it decides. */
  readonly about: string;
  readonly aboutEn: string;
  /** Document the first entries come from, or that they are the platform's own. */
  readonly source: string;
  readonly first: readonly Option[];
}

export function defineCodeList(list: CodeList): CodeList {
  return list;
}

/** The members of a choice field that takes its options from a list. */
export function optionsOf({ key, first }: CodeList): {
  readonly options: readonly Option[];
  readonly optionsFrom: string;
} {
  return { options: first, optionsFrom: key };
}

/** What a place said of one entry, from an instant on: it is added, called otherwise, ended or taken up again. */
export const entryChangeSchema = z.object({
  list: z.string(),
  code: z.string(),
  regionPath: z.string(),
  from: z.number().describe('epoch ms'),
  label: z.string(),
  labelEn: z.string(),
  also: z.array(z.string()).describe('other ways people write it, for ledgers'),
  position: z.number().describe('where it stands; the declared entries stand at 10, 20, 30 …'),
  ended: z.boolean().describe('not chosen any more; what carries it keeps it'),
});
export type EntryChange = z.infer<typeof entryChangeSchema>;

/** A change with who made it and why, as its history shows it. */
export const entryHistorySchema = entryChangeSchema.extend({
  regionName: z.string(),
  reason: z.string(),
  by: z.string(),
  at: z.number(),
});
export type EntryHistory = z.infer<typeof entryHistorySchema>;

/** An entry as it stands somewhere at an instant. */
export interface Entry extends Option {
  readonly position: number;
  /** Whose word it is; null = as declared. */
  readonly regionPath: string | null;
  /** Epoch ms since when it stands so; null = from the beginning. */
  readonly from: number | null;
}

const STEP = 10;

/**
 * The entries of a list for a place at an instant (epoch ms), ended ones too, in order. Of those on the path who say
 * something of an entry the widest decides, so that nobody takes away or renames what comes from above.
 */
export function entriesAt(list: CodeList, changes: readonly EntryChange[], place: string, at: number): Entry[] {
  return entriesOf(list, changes, at, (path) => place.startsWith(path));
}

/** Every entry that any place has, for lists over many places: the widest place's word, declared ones first. */
export function allEntries(list: CodeList, changes: readonly EntryChange[], at: number): Entry[] {
  return entriesOf(list, changes, at, () => true);
}

function entriesOf(
  list: CodeList,
  changes: readonly EntryChange[],
  at: number,
  counts: (path: string) => boolean,
): Entry[] {
  const entries = new Map<string, Entry>(
    list.first.map((option, index) => [
      option.value,
      { ...option, position: (index + 1) * STEP, regionPath: null, from: null },
    ]),
  );
  const own = changes.filter((one) => one.list === list.key && one.from <= at && counts(one.regionPath));
  for (const change of own.toSorted((a, b) => a.from - b.from)) {
    const known = entries.get(change.code)?.regionPath ?? null;
    if (known === null || change.regionPath.length <= known.length) entries.set(change.code, entryOf(change));
  }
  return [...entries.values()].toSorted((a, b) => a.position - b.position || (a.from ?? 0) - (b.from ?? 0));
}

function entryOf({ code, label, labelEn, also, ended, position, regionPath, from }: EntryChange): Entry {
  return {
    value: code,
    label,
    labelEn,
    ...(also.length > 0 ? { also } : {}),
    ...(ended ? { ended: true as const } : {}),
    position,
    regionPath,
    from,
  };
}

/** The lists that places have made their own, as they stand. */
export class CodeLists {
  readonly #lists: ReadonlyMap<string, CodeList>;
  readonly #changes: readonly EntryChange[];

  constructor(lists: Iterable<CodeList>, changes: readonly EntryChange[]) {
    this.#lists = new Map([...lists].map((list) => [list.key, list]));
    this.#changes = changes;
  }

  /** What a field offers in a place at an instant, ended entries marked; without a place what any of them offers. */
  options(field: Field, place: string | null, at: number): readonly Option[] {
    if (field.kind !== 'choice') return [];
    const list = field.optionsFrom === undefined ? undefined : this.#lists.get(field.optionsFrom);
    if (list === undefined) return field.options;
    return place === null ? allEntries(list, this.#changes, at) : entriesAt(list, this.#changes, place, at);
  }

  /** How a field's value reads for a record of a place; an entry of another place reads as that place calls it. */
  option(field: Field, value: unknown, place: string | null, at: number): Option | undefined {
    const among = (options: readonly Option[]) => options.find((option) => option.value === value);
    return among(this.options(field, place, at)) ?? among(this.options(field, null, at));
  }

  /** The entity with the options of its fields as they stand in a place at an instant. */
  entity(entity: Entity, place: string | null, at: number): Entity {
    const local = Object.entries(entity.fields).flatMap(([key, field]) =>
      field.kind === 'choice' && field.optionsFrom !== undefined
        ? [[key, { ...field, options: this.options(field, place, at) }] as const]
        : [],
    );
    return local.length === 0 ? entity : { ...entity, fields: { ...entity.fields, ...Object.fromEntries(local) } };
  }
}

/** May the value be newly given to the field where its options stand as they do? */
export function isOffered(options: readonly Option[], value: unknown): boolean {
  return options.some((option) => option.value === value && option.ended !== true);
}

/** Another entry that somebody could take for this one: it is called or abbreviated the same; undefined = none. */
export function calledAlike(
  entries: readonly Option[],
  wish: Pick<EntryChange, 'code' | 'label' | 'labelEn' | 'also'>,
): Option | undefined {
  const words = (option: Pick<Option, 'label' | 'labelEn' | 'also'>) =>
    [option.label, option.labelEn, ...(option.also ?? [])].map((word) => word.trim().toLowerCase());
  const own = new Set(words(wish));
  return entries.find(
    (entry) => entry.value !== wish.code && entry.ended !== true && words(entry).some((word) => own.has(word)),
  );
}

/** Where an entry stands that follows another one; without one it stands before 其他, else last. */
export function positionAfter(entries: readonly Entry[], after: string | null): number {
  const before = entries.find(({ value }) => value === after);
  if (before !== undefined) return before.position + 1;
  const other = entries.find(({ value }) => value === 'other');
  return other === undefined ? (entries.at(-1)?.position ?? 0) + STEP : other.position - 1;
}

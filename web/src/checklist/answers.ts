import type { Answer, AnswerField, Item, Result, RunDetail } from '@anlan/kernel/checklist';

/** An answer as this device knows it: what the platform said with what was changed here since. */
export interface Own {
  readonly result: Result | null;
  readonly value: number | null;
  readonly note: string | null;
  readonly photos: readonly string[];
  readonly riskPoint: string | null;
}
export type Part = Partial<Own>;

const EMPTY: Own = { result: null, value: null, note: null, photos: [], riskPoint: null };

export function ownOf(answer: Answer | undefined, part: Part | undefined): Own {
  const { result, value, note, photos, riskPoint } = answer ?? EMPTY;
  return { result, value, note, photos, riskPoint, ...part };
}

/** What is still wanted of an item before the check can be finished. */
export type Lack = 'answer' | 'photo' | 'limit';

export function lackOf(item: Item, own: Own): Lack | undefined {
  if (own.result === null) return 'answer';
  const photo = item.photo === 'always' ? own.result !== 'na' : item.photo === 'bad' && own.result === 'bad';
  if (photo && own.photos.length === 0) return 'photo';
  if (own.result === 'ok' && beyond(item, own.value) !== null) return 'limit';
  return undefined;
}

/** How far a reading is beyond its limits: above positive, below negative; null = within, or not read. */
export function beyond(item: Pick<Item, 'valueMax' | 'valueMin'>, value: number | null): number | null {
  if (value === null) return null;
  if (item.valueMax !== null && value > item.valueMax) return round(value - item.valueMax);
  if (item.valueMin !== null && value < item.valueMin) return round(value - item.valueMin);
  return null;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Where to begin: the first item that lacks something, else the last. */
export function firstOpen(detail: RunDetail, parts: ReadonlyMap<string, Part>): number {
  const answers = new Map(detail.answers.map((answer) => [answer.itemId, answer]));
  const index = detail.items.findIndex(
    (item) => lackOf(item, ownOf(answers.get(item.id), parts.get(item.id))) !== undefined,
  );
  return index < 0 ? Math.max(0, detail.items.length - 1) : index;
}

/** A part of an answer as changes of single fields, each under an id of its own. */
export function changesOf(item: string, part: Part, at: number, newId: () => string): readonly object[] {
  return (Object.entries(part) as [AnswerField, unknown][]).map(([field, value]) => ({
    id: newId(),
    item,
    field,
    value,
    at,
  }));
}

const KEY = 'anlan.check.';

/** Parts this device changed and may not have seen come back yet. */
export function readParts(run: string): ReadonlyMap<string, Part> {
  try {
    return new Map(JSON.parse(localStorage.getItem(KEY + run) ?? '[]') as [string, Part][]);
  } catch {
    return new Map();
  }
}

export function keepParts(run: string, parts: ReadonlyMap<string, Part>): void {
  try {
    if (parts.size === 0) localStorage.removeItem(KEY + run);
    else localStorage.setItem(KEY + run, JSON.stringify([...parts]));
  } catch {
    // A browser without storage forgets what was not sent when it is closed; the queue has it all the same.
  }
}

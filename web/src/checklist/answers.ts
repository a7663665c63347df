import { ANSWER_FILE, type Answer, type Item, type Result, type RunDetail } from '@anlan/kernel/checklist';

/** An answer as this device knows it: what the platform said with what was changed here since. */
export interface Own {
  readonly result: Result | null;
  readonly value: number | null;
  readonly note: string | null;
  readonly riskPoint: string | null;
  readonly photos: readonly string[];
  readonly voices: readonly string[];
}
type Value = string | number | null;
/** Fields changed here, each with the id of its last change: `note`, `photo:<hash>`. */
export type Part = Readonly<Record<string, { readonly value: Value; readonly id: string }>>;
export type Wish = Readonly<Record<string, Value>>;

const EMPTY: Own = { result: null, value: null, note: null, riskPoint: null, photos: [], voices: [] };

/** What was changed here stands on what the platform said, until the change itself is part of that. */
export function ownOf(answer: Answer | undefined, part: Part = {}): Own {
  const { result, value, note, riskPoint, photos, voices } = answer ?? EMPTY;
  const known = new Set(answer?.known);
  const own: Record<string, unknown> = { result, value, note, riskPoint };
  const files = { photo: new Set(photos), voice: new Set(voices) };
  for (const [field, change] of Object.entries(part)) {
    if (known.has(change.id)) continue;
    const [, kind, sha256] = ANSWER_FILE.exec(field) ?? [];
    if (kind === undefined || sha256 === undefined) own[field] = change.value;
    else if (change.value === null) files[kind as keyof typeof files].delete(sha256);
    else files[kind as keyof typeof files].add(sha256);
  }
  return { ...(own as unknown as Own), photos: [...files.photo], voices: [...files.voice] };
}

/** What is still wanted of an item before the check can be finished. */
export type Lack = 'answer' | 'conflict' | 'photo' | 'limit';

export function lackOf(item: Item, own: Own, answer?: Answer): Lack | undefined {
  if (own.result === null) return 'answer';
  if ((answer?.conflicts.length ?? 0) > 0) return 'conflict';
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
  const index = detail.items.findIndex((item) => {
    const answer = answers.get(item.id);
    return lackOf(item, ownOf(answer, parts.get(item.id)), answer) !== undefined;
  });
  return index < 0 ? Math.max(0, detail.items.length - 1) : index;
}

/**
 * A wish as changes of single fields, each under an id of its own. It names what its author saw of the field: what stood
 * on the platform when it was last heard, and the own change before it.
 */
export function changesOf(
  item: string,
  wish: Wish,
  { answer, part = {} }: { readonly answer: Answer | undefined; readonly part?: Part | undefined },
  at: number,
  newId: () => string,
): readonly { readonly id: string; readonly field: string; readonly value: Value }[] {
  return Object.entries(wish).map(([field, value]) => {
    const before = part[field]?.id;
    const seen = answer?.standing[field] ?? [];
    const base = [...new Set([...seen, ...(before === undefined ? [] : [before])])];
    return { id: newId(), item, field, value, at, base };
  });
}

const KEY = 'anlan.check.answers.';

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

import { holder } from '../offline/account.ts';

/**
 * What was changed in a form and not saved, and when (epoch ms). Only the changes: laid over a newer version of the
 * record they undo nobody else's.
 */
export interface Draft {
  readonly at: number;
  readonly values: Readonly<Record<string, unknown>>;
}

const KEEP = 30 * 86_400_000;
/** Of one person: whoever signs in next at the same screen neither reads nor sends what another one typed. */
const keyOf = (plural: string, id: string | undefined): string =>
  `anlan.draft.${holder()?.id ?? ''}.${plural}.${id ?? 'new'}`;

/** The draft of a form, unless it is older than 30 days or unreadable. */
export function readDraft(
  plural: string,
  id: string | undefined,
  now: number,
  storage: Pick<Storage, 'getItem'> = localStorage,
): Draft | undefined {
  try {
    const draft = JSON.parse(storage.getItem(keyOf(plural, id)) ?? 'null') as Draft | null;
    return draft !== null && typeof draft.at === 'number' && now - draft.at < KEEP ? draft : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a draft; a full or forbidden storage loses the draft, never the form on the screen. */
export function keepDraft(
  plural: string,
  id: string | undefined,
  draft: Draft,
  storage: Pick<Storage, 'setItem'> = localStorage,
): boolean {
  try {
    storage.setItem(keyOf(plural, id), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(
  plural: string,
  id: string | undefined,
  storage: Pick<Storage, 'removeItem'> = localStorage,
): void {
  storage.removeItem(keyOf(plural, id));
}

/** Members of `values` that differ from `record`; an emptied one becomes null. */
export function changesOf(
  record: Readonly<Record<string, unknown>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const pairs = Object.entries(values).map(
    ([key, value]) => [key, value === undefined || value === '' ? null : value] as const,
  );
  return Object.fromEntries(pairs.filter(([key, value]) => (record[key] ?? null) !== value));
}

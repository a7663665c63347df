import { holder } from './account.ts';

/** Of one person: what another one typed at the same screen must not become a change under this one's name. */
const ownPrefix = (): string => `anlan.typing.${holder()?.id ?? ''}.`;
const draftKey = (record: string, field: string): string => `${ownPrefix()}${record}.${field}`;

/** What was typed into a field and is not a change yet; null = nothing. */
export const readDraft = (record: string, field: string): string | null =>
  localStorage.getItem(draftKey(record, field));

/** Keeps what is typed, with every keystroke. */
export const keepDraft = (record: string, field: string, typed: string): void =>
  localStorage.setItem(draftKey(record, field), typed);

/** Drops a draft that has become a change; what was typed on meanwhile stays. Says whether it is gone. */
export function dropDraft(record: string, field: string, typed: string): boolean {
  if (readDraft(record, field) !== typed) return false;
  localStorage.removeItem(draftKey(record, field));
  return true;
}

const shown = new Set<string>();

/** A field on the screen makes changes of its draft by itself, until what this gives is called. */
export function showsDraft(record: string, field: string): () => void {
  const key = draftKey(record, field);
  shown.add(key);
  return () => void shown.delete(key);
}

/** The holder's drafts that no field on the screen takes care of. */
export function draftsLeft(): { readonly record: string; readonly field: string }[] {
  const own = ownPrefix();
  return Object.keys(localStorage).flatMap((key) => {
    const [record, field] = key.slice(own.length).split('.');
    const isLeft = holder() !== undefined && key.startsWith(own) && !shown.has(key);
    return isLeft && record !== undefined && field !== undefined ? [{ record, field }] : [];
  });
}

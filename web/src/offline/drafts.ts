import { INSPECTION_FIELDS, merge } from '@anlan/kernel/merge';
import { holder } from './account.ts';
import { changeRecord, localRecord } from './record.ts';

const PREFIX = 'anlan.typing.';

/** Of one person: what another one typed at the same screen must not become a change under this one's name. */
const ownPrefix = (): string => `${PREFIX}${holder()?.id ?? ''}.`;
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

/**
 * Makes changes of the holder's drafts that no field on the screen takes care of: the application was killed over a
 * half-typed word, and opened again elsewhere. What the device has no room for stays a draft.
 */
export async function takeUpDrafts(): Promise<void> {
  // Two tabs that open at once take up a draft once.
  if (navigator.locks === undefined) await takeUp();
  else await navigator.locks.request('anlan-drafts', takeUp);
}

async function takeUp(): Promise<void> {
  if (holder() === undefined) return;
  const own = ownPrefix();
  for (const key of Object.keys(localStorage)) {
    const [record, field] = key.slice(own.length).split('.');
    if (!key.startsWith(own) || shown.has(key) || record === undefined || field === undefined) continue;
    await makeChange(record, field).catch(() => undefined);
  }
}

async function makeChange(record: string, field: string): Promise<void> {
  const local = await localRecord(record);
  const typed = readDraft(record, field);
  if (local === undefined || typed === null) return;
  const known = merge(local.replica.changes).fields[field]?.value ?? '';
  const label = INSPECTION_FIELDS[field]?.label ?? field;
  if (typed !== known) await changeRecord(record, [{ field, value: typed === '' ? null : typed, label }]);
  dropDraft(record, field, typed);
}

import { INSPECTION_FIELDS, merge } from '@anlan/kernel/merge';
import { draftsLeft, dropDraft, readDraft } from './drafts.ts';
import { changeRecord, localRecord } from './record.ts';

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
  for (const { record, field } of draftsLeft()) await makeChange(record, field).catch(() => undefined);
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

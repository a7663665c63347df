import {
  absorb,
  BEGINNING,
  edit,
  mergedSchema,
  type Change,
  type MergedView,
  type Replica,
  type Value,
} from '@anlan/kernel/merge';
import { api } from '../api/index.ts';
import { newId } from '../case/queries.ts';
import { holder } from './account.ts';
import { database } from './database.ts';
import { deviceKey } from './device.ts';
import { queueSend, waiting, type FileToSend } from './queue.ts';

/** A record on this device: what is known of it, and its changes. */
export interface LocalRecord {
  readonly record: string;
  readonly head: Readonly<Record<string, string | number | null>>;
  readonly replica: Replica;
  /** The platform's whole history, as last seen; null = it never arrived here. */
  readonly seen: MergedView | null;
}

async function deviceId(account: string): Promise<string> {
  return (await deviceKey(account))?.id.slice(0, 16) ?? `web-${account.slice(0, 8)}`;
}

let line: Promise<unknown> = Promise.resolve();

/** One after another over all tabs: two fields left at the same moment must not write over each other's copy. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  // Without a secure connection the browser has no locks: then at least one after another in this tab.
  const own = () => (navigator.locks === undefined ? work() : navigator.locks.request('anlan-records', work));
  const mine = line.then(own, own);
  line = mine.catch(() => undefined);
  return mine;
}

async function keep(local: LocalRecord): Promise<void> {
  const account = holder()?.id ?? '';
  await (await database()).put('records', { record: local.record, account, value: local });
}

/** The device's copy; undefined where it has none, or another person's. */
export async function localRecord(record: string): Promise<LocalRecord | undefined> {
  const found = await (await database()).get('records', record);
  return found === undefined || found.account !== holder()?.id ? undefined : (found.value as LocalRecord);
}

export async function localRecords(): Promise<LocalRecord[]> {
  const all = await (await database()).getAll('records');
  return all.filter(({ account }) => account === holder()?.id).map(({ value }) => value as LocalRecord);
}

/** Begins a record on this device, before the platform knows it. */
export async function beginRecord(record: string, head: LocalRecord['head']): Promise<LocalRecord> {
  const device = await deviceId(holder()?.id ?? '');
  const local = { record, head, replica: { record, device, clock: BEGINNING, changes: [] }, seen: null };
  await keep(local);
  return local;
}

/** Brings in what the platform knows; what this device knows beyond it stays, and is put in line again if it was lost. */
export async function refreshRecord(record: string, head: LocalRecord['head']): Promise<LocalRecord> {
  const seen = await api.get(`/changes?record=${encodeURIComponent(record)}`, mergedSchema);
  return alone(async () => {
    const before = (await localRecord(record)) ?? (await beginRecord(record, head));
    const arrived = seen.history.map(({ receivedAt: _, offset: __, verdict: ___, ...change }) => change);
    const local = {
      ...before,
      head: { ...before.head, ...head },
      replica: absorb(before.replica, arrived, Date.now()),
      seen,
    };
    await keep(local);
    await requeueLost(local);
    return local;
  });
}

/** The change is on disk before it is in line; an app killed between the two puts it in line when it comes back. */
async function requeueLost({ record, replica, seen, head }: LocalRecord): Promise<void> {
  const there = new Set(seen?.history.map(({ id }) => id));
  const queued = (await waiting()).map(({ body }) => body).join('\n');
  const lost = replica.changes.filter(
    ({ id, device }) => device === replica.device && !there.has(id) && !queued.includes(id),
  );
  if (lost.length > 0) await sendChanges(record, lost, String(head['title'] ?? ''));
}

async function sendChanges(
  record: string,
  changes: readonly Change[],
  label: string,
  files: readonly FileToSend[] = [],
): Promise<void> {
  const sent = changes.map(({ by: _, record: __, ...change }) => change);
  const [kind, id] = record.split('/');
  await queueSend({
    id: newId(),
    method: 'POST',
    path: '/changes',
    body: { record, changes: sent },
    files,
    named: true,
    label,
    record,
    href: kind === 'inspection' ? `/inspections/${id ?? ''}` : '/offline',
  });
}

export interface Wish {
  readonly field: string;
  readonly value: Value;
  readonly label: string;
  readonly reason?: string;
  readonly files?: readonly FileToSend[];
}

/** Changes fields of a record: kept and in line when this resolves. Throws `StorageFull`, and then nothing was changed. */
export function changeRecord(record: string, wishes: readonly Wish[]): Promise<LocalRecord> {
  return alone(() => change(record, wishes));
}

async function change(record: string, wishes: readonly Wish[]): Promise<LocalRecord> {
  const before = await localRecord(record);
  if (before === undefined) throw new Error(`no copy of ${record}`);
  let { replica } = before;
  const made: Change[] = [];
  for (const { field, value, reason = null } of wishes) {
    const [next, one] = edit(replica, { id: newId(), field, value, by: holder()?.name ?? '', reason }, Date.now());
    replica = next;
    made.push(one);
  }
  const local = { ...before, replica };
  // In line first: a change that does not fit is not shown as kept.
  await sendChanges(
    record,
    made,
    wishes.map(({ label }) => label).join('、'),
    wishes.flatMap(({ files = [] }) => files),
  );
  await keep(local);
  return local;
}

import { clockAhead } from './clock.ts';
import { database, type Entry, type QueuedFile } from './database.ts';
import { hashOf, signed } from './device.ts';
import { holder } from './account.ts';
import { readFact } from './facts.ts';

/** A photo, voice note or signature that goes with it. */
export interface FileToSend {
  readonly blob: Blob;
  readonly name: string;
  readonly takenAt?: number | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
  readonly accuracy?: number | null;
}

export interface Send {
  /** Made by the sender, once for each act: sent twice it is one. */
  readonly id: string;
  readonly method: 'POST' | 'PATCH';
  /** Below /api, e.g. `/cases`. */
  readonly path: string;
  /** `requestId` is added; what the files are too, unless they are named in it already. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly files?: readonly FileToSend[];
  readonly named?: boolean;
  /** The body's parts have ids of their own (`changes`): nothing is added to it. */
  readonly bare?: boolean;
  /** What the queue page calls it. */
  readonly label: string;
  /** What is sent in order: `inspection/<id>`; left out it has no order with others. */
  readonly record?: string;
  readonly href?: string;
}

/** This device holds no more: nothing was kept, and nothing that was kept before is lost. */
export class StorageFull extends Error {
  readonly needed: number;
  readonly room: number;

  constructor(needed: number, room: number) {
    super('storage full');
    this.needed = needed;
    this.room = room;
  }
}

const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === 'QuotaExceededError';
const DEFAULT_ROOM = 500e6;

/**
 * Puts something in line. When this resolves it is on the disk of the device: only then may a page say 已保存. It is sent
 * when the platform can be reached, in order with others of the same record, also after the app was killed. A known `id`
 * that was not sent yet is replaced. Throws `StorageFull`.
 */
export async function queueSend(send: Send): Promise<Entry> {
  const owner = holder();
  if (owner === undefined) throw new Error('nobody is signed in');
  const files: (QueuedFile & { blob: Blob })[] = [];
  for (const { blob, name, takenAt = null, lon = null, lat = null, accuracy = null } of send.files ?? []) {
    const sha256 = (await hashOf(blob)) ?? '';
    files.push({
      sha256,
      name: name.slice(0, 120),
      type: blob.type,
      size: blob.size,
      takenAt,
      lon,
      lat,
      accuracy,
      blob,
    });
  }
  const named = files.map(({ sha256, name, takenAt, lon, lat }) => ({ sha256, name, takenAt, lon, lat }));
  const before = (send.body['files'] as readonly object[] | undefined) ?? [];
  const listed = files.length === 0 || send.named === true ? {} : { files: [...before, ...named] };
  const body = JSON.stringify({ ...send.body, ...(send.bare === true ? {} : { requestId: send.id }), ...listed });
  const madeAt = Date.now();
  const { id, method, path, label, record = send.id, href = null } = send;
  const bytes = body.length + files.reduce((sum, { size }) => sum + size, 0);
  await checkRoom(bytes);
  const entry: Entry = {
    id,
    account: owner.id,
    person: owner.name,
    method,
    path,
    body,
    files: files.map(({ blob: _, ...file }) => file),
    label,
    record,
    href,
    madeAt,
    offset: clockAhead(),
    ...(await signed(owner.id, { id, method, path, body, madeAt })),
    state: 'waiting',
    bytes,
    problem: null,
    attempts: 0,
    sentAt: null,
    answer: null,
  };
  return write(entry, files);
}

async function write(entry: Entry, files: readonly (QueuedFile & { blob: Blob })[]): Promise<Entry> {
  const db = await database();
  try {
    const tx = db.transaction(['entries', 'files'], 'readwrite', { durability: 'strict' });
    const known = await tx.objectStore('entries').index('id').get(entry.id);
    if (known?.state === 'sent') return known;
    for (const { sha256, blob, name } of files)
      await tx.objectStore('files').put({ key: `${entry.id}/${sha256 || name}`, entry: entry.id, blob });
    const seq = await tx.objectStore('entries').put(known?.seq === undefined ? entry : { ...entry, seq: known.seq });
    await tx.done;
    changed();
    return { ...entry, seq };
  } catch (error) {
    if (isFull(error)) throw new StorageFull(entry.bytes, 0);
    throw error;
  }
}

/** The jurisdiction's number, as the plan of the day brought it, and what the browser itself allows. */
async function checkRoom(needed: number): Promise<void> {
  const own = await waiting();
  const held = own.reduce((sum, { bytes }) => sum + bytes, 0);
  const room = ((await readFact('room')) as number | undefined) ?? DEFAULT_ROOM;
  const left = room - held;
  if (needed > left) throw new StorageFull(needed, Math.max(0, left));
}

/** Everything of the holder that is not sent, first in line first. */
export async function waiting(): Promise<Entry[]> {
  const all = await entries();
  return all.filter(({ state }) => state !== 'sent');
}

/** Everything of the holder, sent of the last days included. */
export async function entries(): Promise<Entry[]> {
  const owner = holder();
  if (owner === undefined) return [];
  return (await database()).getAllFromIndex('entries', 'account', owner.id);
}

/** How many things of other people wait on this device, by name: theirs to send after they sign in. */
export async function othersWaiting(): Promise<ReadonlyMap<string, number>> {
  const own = holder()?.id;
  const counts = new Map<string, number>();
  for (const entry of await (await database()).getAll('entries'))
    if (entry.account !== own && entry.state !== 'sent') counts.set(entry.person, (counts.get(entry.person) ?? 0) + 1);
  return counts;
}

/** Corrects members of what the platform refused, signs it anew and puts it back in line where it was. */
export async function correct(
  id: string,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const db = await database();
  const known = await db.getFromIndex('entries', 'id', id);
  if (known === undefined || known.state === 'sent') return;
  const body = JSON.stringify(change(JSON.parse(known.body) as Record<string, unknown>));
  const { method, path, account, madeAt } = known;
  const signature = await signed(account, { id, method, path, body, madeAt });
  await db.put('entries', { ...known, body, ...signature, state: 'waiting', problem: null });
  changed();
}

export async function fileOf(entry: string, file: QueuedFile): Promise<Blob | undefined> {
  return (await (await database()).get('files', `${entry}/${file.sha256 || file.name}`))?.blob;
}

/** Its maker gives up what the platform refused: it leaves this device, so that its record is not held up by it. */
export async function giveUp(entry: Entry): Promise<void> {
  if (entry.seq === undefined || entry.state !== 'refused') return;
  const tx = (await database()).transaction(['entries', 'files'], 'readwrite');
  await tx.objectStore('entries').delete(entry.seq);
  for (const file of entry.files) await tx.objectStore('files').delete(`${entry.id}/${file.sha256 || file.name}`);
  await tx.done;
  changed();
}

const KEEP_SENT = 7 * 86_400_000;

/** It arrived: its files leave the device, a line of it stays for a week. */
export async function markSent(entry: Entry, answer: unknown): Promise<void> {
  const db = await database();
  const tx = db.transaction(['entries', 'files'], 'readwrite');
  await tx
    .objectStore('entries')
    .put({ ...entry, state: 'sent', body: '{}', problem: null, sentAt: Date.now(), answer });
  for (const file of entry.files) await tx.objectStore('files').delete(`${entry.id}/${file.sha256 || file.name}`);
  for (const old of await tx.objectStore('entries').index('account').getAll(entry.account))
    if (old.state === 'sent' && old.sentAt !== null && Date.now() - old.sentAt > KEEP_SENT && old.seq !== undefined)
      await tx.objectStore('entries').delete(old.seq);
  await tx.done;
  changed();
}

export async function mark(
  entry: Entry,
  part: Partial<Pick<Entry, 'state' | 'problem' | 'attempts' | 'answer' | 'body' | 'key' | 'signature' | 'files'>>,
): Promise<void> {
  const db = await database();
  const tx = db.transaction('entries', 'readwrite');
  // What was corrected meanwhile is not overwritten.
  const known = await tx.store.index('id').get(entry.id);
  if (known !== undefined && known.body === entry.body) await tx.store.put({ ...known, ...part });
  await tx.done;
  changed();
}

const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('anlan-queue');
channel?.addEventListener('message', () => listeners.forEach((listener) => listener()));

/** The queue changed, here or in another tab. */
export function changed(): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel belongs to one origin
  channel?.postMessage('changed');
  for (const listener of listeners) listener();
}

export function onQueue(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

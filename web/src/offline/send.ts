import { z } from 'zod';
import { ENVELOPE_STATES } from '@anlan/kernel/merge';
import { api, Refused } from '../api/index.ts';
import { database, type Entry } from './database.ts';
import { forgetDevice, registerDevice, signed } from './device.ts';
import { holder } from './account.ts';
import { fileOf, mark, markSent, waiting } from './queue.ts';

const takenSchema = z.object({
  state: z.enum(ENVELOPE_STATES),
  verdict: z.string(),
  answer: z.unknown(),
  reason: z.string().nullable(),
});
const uploadedSchema = z.object({ sha256: z.string() });
const wordsSchema = z.object({
  zh: z.string(),
  en: z.string(),
  field: z.string().optional(),
  code: z.string().optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** Why nothing is sent at the moment; null = all went that could. */
export type Stop = 'no-signal' | 'signed-out' | 'busy' | null;

let running: Promise<Stop> | undefined;
let again = false;
let pause = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let stopped: Stop = null;

export const lastStop = (): Stop => stopped;

/** Sends what waits, once at a time over all tabs; comes back by itself with growing pauses while something is left. */
export function drain(): Promise<Stop> {
  // What was put in line after the last look at it must not wait for the next occasion.
  again = true;
  running ??= whileAsked();
  return running;
}

async function whileAsked(): Promise<Stop> {
  let stop: Stop = null;
  try {
    while (again && stop === null) {
      again = false;
      stop = await underLock(sendAll);
    }
  } finally {
    running = undefined;
  }
  return stop;
}

async function underLock(work: () => Promise<Stop>): Promise<Stop> {
  stopped = navigator.locks === undefined ? await work() : await navigator.locks.request('anlan-queue', work);
  clearTimeout(timer);
  const later = stopped === 'no-signal' || stopped === 'busy';
  pause = later ? Math.min(120_000, Math.max(2000, pause * 2)) : 0;
  if (later) timer = setTimeout(() => void drain(), pause);
  return stopped;
}

/** In order for each record: what was refused or waits for a person holds up its own record only. */
async function sendAll(): Promise<Stop> {
  const held = new Set<string>();
  const owner = holder();
  if (owner === undefined) return 'signed-out';
  for (;;) {
    const line = await waiting();
    for (const entry of line) if (entry.state !== 'waiting') held.add(entry.record);
    const next = line.find(({ state, record }) => state === 'waiting' && !held.has(record));
    if (next === undefined) return null;
    const stop = await sendOne(next);
    if (stop !== null) return stop;
    if ((await waiting()).some(({ id, state, body }) => id === next.id && state === 'waiting' && body === next.body))
      held.add(next.record);
  }
}

async function sendOne(entry: Entry): Promise<Stop> {
  try {
    await registerDevice(entry.account);
    const ready = await upload(entry);
    const { id, method, path, body, label, madeAt, offset, key, signature } = ready;
    const taken = await api.post(
      '/envelopes',
      { id, method, path, body, label, madeAt, offset, key, signature },
      takenSchema,
    );
    if (taken.state === 'refused') {
      const words = wordsSchema.safeParse(taken.answer);
      const problem = words.success ? words.data : { zh: '平台没有接受', en: 'The platform did not accept it' };
      await mark(ready, { state: 'refused', problem, attempts: entry.attempts + 1 });
      return null;
    }
    if (taken.state === 'rejected') {
      const problem = {
        zh: `核收人没有收：${taken.reason ?? ''}`,
        en: `Kept out by a reviewer: ${taken.reason ?? ''}`,
      };
      await mark(ready, { state: 'refused', problem });
      return null;
    }
    if (taken.state === 'quarantined' && taken.verdict === 'revoked-key') await forgetDevice(entry.account);
    if (taken.state === 'quarantined') await markQuarantined(ready);
    else await markSent(ready, taken.answer);
    return null;
  } catch (error) {
    return stopOf(entry, error);
  }
}

/** It is on the platform and waits for a person there; files and text stay here until then. */
async function markQuarantined(entry: Entry): Promise<void> {
  const problem = {
    zh: '已送达，签名未通过，等同事核收；本机的一份留着',
    en: 'Delivered; the signature did not pass, a colleague has to let it in. The copy here stays',
  };
  await mark(entry, { state: 'quarantined', problem });
}

async function stopOf(entry: Entry, error: unknown): Promise<Stop> {
  if (!(error instanceof Refused)) return 'no-signal';
  const { status, zh, en, field } = error.problem;
  if (status === 401) return 'signed-out';
  if (status === 429 || status >= 500) {
    await mark(entry, { attempts: entry.attempts + 1 });
    return 'busy';
  }
  await mark(entry, { state: 'refused', problem: { zh, en, field }, attempts: entry.attempts + 1 });
  return null;
}

/** Files go first: the platform takes an act only when what it names is there. Known content is not stored twice. */
async function upload(entry: Entry): Promise<Entry> {
  const hashes = new Map<string, string>();
  for (const file of entry.files) {
    const blob = await fileOf(entry.id, file);
    if (blob === undefined) continue;
    const { sha256 } = await api.post('/files', blob, uploadedSchema);
    if (file.sha256 === '') hashes.set(file.name, sha256);
  }
  if (hashes.size === 0) return entry;
  // Without a secure connection the device could not hash: the names are filled in now, and unsigned.
  const read = JSON.parse(entry.body) as { files?: { sha256: string; name: string }[] };
  const named = (read.files ?? []).map((file) => ({ ...file, sha256: file.sha256 || (hashes.get(file.name) ?? '') }));
  const body = JSON.stringify({ ...read, files: named });
  return { ...entry, body, ...(await signed(entry.account, { ...entry, body })) };
}

/** Asks again about what waits for a person: once it is let in, the copy here may go. */
export async function askAboutQuarantined(): Promise<void> {
  for (const entry of (await waiting()).filter(({ state }) => state === 'quarantined')) await sendOne(entry);
}

/** Waits until an entry was sent, or refused, or `ms` have gone by; gives it as it stands then. */
export async function settled(id: string, ms: number): Promise<Entry | undefined> {
  await Promise.race([drain(), new Promise((resolve) => setTimeout(resolve, ms))]);
  return (await database()).getFromIndex('entries', 'id', id);
}

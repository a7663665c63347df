import { Blob as NodeBlob } from 'node:buffer';
import * as fake from 'fake-indexeddb';
import { vi } from 'vitest';
import type { Envelope } from '@anlan/kernel/merge';

type Answer = { readonly status?: number; readonly body?: unknown };
/** What the platform says to an envelope. */
export type Verdict = (envelope: Envelope) => Answer;

export const TAKEN: Answer = { body: { state: 'done', verdict: 'good', answer: { ok: true }, reason: null } };
export const refusedWith = (zh: string): Answer => ({
  body: { state: 'refused', verdict: 'good', answer: { zh, en: zh, field: 'title' }, reason: null },
});

/** A network with a platform at its end, as a device sees it: requests and answers, nothing of the application's own. */
export interface Network {
  signal: boolean;
  verdict: Verdict;
  readonly envelopes: Envelope[];
  /** Public halves the platform was told (base64 of SPKI). */
  readonly keys: string[];
  readonly files: Uint8Array[];
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

async function answerTo(network: Network, path: string, init: RequestInit): Promise<Response> {
  if (!network.signal) throw new TypeError('fetch failed');
  if (path === '/api/account/devices') {
    network.keys.push((JSON.parse(String(init.body)) as { publicKey: string }).publicKey);
    return json(201, { id: 'device' });
  }
  if (path === '/api/files') {
    const content = new Uint8Array(await (init.body as unknown as NodeBlob).arrayBuffer());
    network.files.push(content);
    const hash = await crypto.subtle.digest('SHA-256', content);
    return json(201, { sha256: Buffer.from(hash).toString('hex') });
  }
  const envelope = JSON.parse(String(init.body)) as Envelope;
  const { status = 201, body } = network.verdict(envelope);
  if (status < 300) network.envelopes.push(envelope);
  return json(status, body);
}

/** A browser with a disk of its own (IndexedDB), a network, and a clock that the test moves; the first start in it. */
export async function openDevice() {
  const network: Network = { signal: true, verdict: () => TAKEN, envelopes: [], keys: [], files: [] };
  for (const [name, value] of Object.entries(fake)) if (name.startsWith('IDB')) vi.stubGlobal(name, value);
  vi.stubGlobal('indexedDB', new fake.IDBFactory());
  vi.stubGlobal('Blob', NodeBlob);
  vi.stubGlobal('BroadcastChannel', undefined);
  // One tab: it always gets the lock.
  const locks = { request: (_name: string, work: () => unknown) => work() };
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue(locks as unknown as LockManager);
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => answerTo(network, path, init));
  localStorage.clear();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  return { network, ...(await startApp()) };
}

/** The application started anew on the same device: nothing of it is left but what is on the disk. */
export async function startApp() {
  vi.clearAllTimers();
  vi.resetModules();
  const [account, database, queue, send, facts, key] = await Promise.all([
    import('../account.ts'),
    import('../database.ts'),
    import('../queue.ts'),
    import('../send.ts'),
    import('../facts.ts'),
    import('../device.ts'),
  ]);
  return { ...account, ...database, ...queue, ...send, ...facts, ...key };
}

export type Device = Awaited<ReturnType<typeof openDevice>>;

import { Blob as NodeBlob } from 'node:buffer';
import { envelopeText, type Envelope } from '@anlan/kernel/merge';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDevice, refusedWith, startApp, TAKEN, type Device } from './testing/device.ts';

const WANG = { id: 'wang', name: '王建国' };
const LI = { id: 'li', name: '李敏' };
const report = (id: string, record = id, title = '消防通道堵塞') =>
  ({ id, method: 'POST', path: '/cases', body: { title }, label: title, record }) as const;
const photo = (bytes: number) =>
  new NodeBlob([new Uint8Array(bytes).fill(7)], { type: 'image/jpeg' }) as unknown as Blob;

let device: Device;

beforeEach(async () => {
  device = await openDevice();
  device.holdFor(WANG);
});
afterEach(async () => {
  (await device.database()).close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.resetModules();
  localStorage.clear();
});

const states = async () => (await device.entries()).map(({ id, state }) => `${id} ${state}`);
const sent = () => device.network.envelopes.map(({ id }) => id);

async function isSignedBy(envelope: Envelope, publicKey: string): Promise<boolean> {
  const key = await crypto.subtle.importKey(
    'spki',
    Buffer.from(publicKey, 'base64'),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const signature = Buffer.from(envelope.signature ?? '', 'base64');
  const text = new TextEncoder().encode(envelopeText(envelope));
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, text);
}

describe('what is put in line', () => {
  it('is on the disk when the page says so, and is sent by the application started anew', async () => {
    device.network.signal = false;
    await device.queueSend({ ...report('a'), files: [{ blob: photo(2000), name: '照片.jpg' }] });
    expect(await device.drain()).toBe('no-signal');
    (await device.database()).close();

    device = { ...device, ...(await startApp()) };
    expect(await states()).toEqual(['a waiting']);
    device.network.signal = true;
    expect(await device.drain()).toBeNull();
    expect(await states()).toEqual(['a sent']);
    expect(device.network.files.map(({ length }) => length)).toEqual([2000]);
  });

  it('carries the signature of this device over exactly what is sent, and is made known to the platform once', async () => {
    await device.queueSend(report('a'));
    await device.queueSend(report('b'));
    await device.drain();
    const [publicKey = ''] = device.network.keys;
    expect(device.network.keys).toHaveLength(1);
    for (const envelope of device.network.envelopes) {
      expect(await isSignedBy(envelope, publicKey)).toBe(true);
      expect(await isSignedBy({ ...envelope, body: '{}' }, publicKey)).toBe(false);
      expect(JSON.parse(envelope.body)).toMatchObject({ requestId: envelope.id });
    }
  });

  it('under a known number is one thing: replaced while it waits, left alone once it was sent', async () => {
    device.network.signal = false;
    await device.queueSend(report('a', 'a', '写错了'));
    await device.queueSend(report('a', 'a', '改好了'));
    device.network.signal = true;
    await device.drain();
    await device.queueSend(report('a', 'a', '又改了'));
    await device.drain();
    expect(device.network.envelopes.map(({ label }) => label)).toEqual(['改好了']);
  });

  it('leaves a line for a week after it was sent, and its files at once', async () => {
    const start = Date.now();
    await device.queueSend({ ...report('a'), files: [{ blob: photo(100), name: 'a.jpg' }] });
    await device.drain();
    const db = await device.database();
    expect(await db.count('files')).toBe(0);
    expect(await db.count('entries')).toBe(1);
    vi.spyOn(Date, 'now').mockReturnValue(start + 8 * 86_400_000);
    await device.queueSend(report('b'));
    await device.drain();
    expect(await states()).toEqual(['b sent']);
  });
});

describe('sending', () => {
  it('takes along what is put in line while it ends', async () => {
    await device.queueSend(report('a'));
    let late: Promise<unknown> | undefined;
    const request = async (name: string, work: () => Promise<unknown>) => {
      const done = await work();
      if (name === 'anlan-queue') late ??= device.queueSend(report('b')).then(() => void device.drain());
      await late;
      return done;
    };
    vi.spyOn(navigator, 'locks', 'get').mockReturnValue({ request } as unknown as LockManager);
    await device.drain();
    expect(await states()).toEqual(['a sent', 'b sent']);
  });

  it('keeps the order of a record; what is refused holds up its own record only', async () => {
    device.network.verdict = ({ id }) => (id === 'a1' ? refusedWith('标题必须填写') : TAKEN);
    for (const [id, record] of [
      ['a1', 'a'],
      ['b1', 'b'],
      ['a2', 'a'],
      ['b2', 'b'],
    ] as const)
      await device.queueSend(report(id, record));
    expect(await device.drain()).toBeNull();
    expect(await states()).toEqual(['a1 refused', 'b1 sent', 'a2 waiting', 'b2 sent']);
    const [refused] = await device.waiting();
    expect(refused?.problem).toMatchObject({ zh: '标题必须填写', field: 'title' });

    device.network.verdict = () => TAKEN;
    await device.correct('a1', (body) => ({ ...body, title: '三号车间消防通道堵塞' }));
    await device.drain();
    expect(sent().slice(-2)).toEqual(['a1', 'a2']);
    const again = device.network.envelopes.find(({ id, body }) => id === 'a1' && body.includes('三号车间'));
    expect(again).toBeDefined();
    expect(await isSignedBy(again as Envelope, device.network.keys[0] ?? '')).toBe(true);
  });

  it('tries again by itself, after longer and longer pauses', async () => {
    device.network.signal = false;
    const asked = vi.spyOn(globalThis, 'fetch');
    await device.queueSend(report('a'));
    await device.drain();
    const attempts: number[] = [];
    for (const pause of [2000, 4000, 8000]) {
      asked.mockClear();
      await vi.advanceTimersByTimeAsync(pause - 1);
      attempts.push(asked.mock.calls.length);
      await vi.advanceTimersByTimeAsync(1);
      expect(await device.drain()).toBe('no-signal');
    }
    expect(attempts).toEqual([0, 0, 0]);
    device.network.signal = true;
    await vi.advanceTimersByTimeAsync(120_000);
    await vi.waitFor(async () => expect(await states()).toEqual(['a sent']));
  });

  it('stops at a busy platform and loses nothing', async () => {
    for (const status of [429, 503]) {
      device.network.verdict = () => ({ status, body: { status, zh: '稍候', en: 'busy', title: 'busy' } });
      await device.queueSend(report(`at ${status}`));
      expect(await device.drain()).toBe('busy');
    }
    expect(await states()).toEqual(['at 429 waiting', 'at 503 waiting']);
    device.network.verdict = () => TAKEN;
    await device.drain();
    expect(sent()).toEqual(['at 429', 'at 503']);
  });

  it('waits for the person who made it: nobody else sees it or sends it', async () => {
    device.network.verdict = () => ({ status: 401, body: { status: 401, title: 'signed out' } });
    await device.queueSend(report('of wang'));
    expect(await device.drain()).toBe('signed-out');

    device.network.verdict = () => TAKEN;
    device.holdFor(LI);
    expect(await device.entries()).toEqual([]);
    expect(await device.othersWaiting()).toEqual(new Map([['王建国', 1]]));
    await device.queueSend(report('of li'));
    await device.drain();
    expect(sent()).toEqual(['of li']);

    device.holdFor(undefined);
    expect(await device.drain()).toBe('signed-out');
    device.holdFor(WANG);
    await device.drain();
    expect(sent()).toEqual(['of li', 'of wang']);
  });
});

describe('a device that is full', () => {
  it('says how much room is left and keeps what it had', async () => {
    device.network.signal = false;
    await device.writeFact('room', 5000);
    await device.queueSend({ ...report('a'), files: [{ blob: photo(3000), name: 'a.jpg' }] });
    const held = (await device.waiting())[0]?.bytes ?? 0;
    await expect(
      device.queueSend({ ...report('b'), files: [{ blob: photo(4000), name: 'b.jpg' }] }),
    ).rejects.toMatchObject({ message: 'storage full', room: 5000 - held });
    expect(await states()).toEqual(['a waiting']);
    expect(await (await device.database()).count('files')).toBe(1);
  });

  it('keeps neither half of what the browser has no room for', async () => {
    device.network.signal = false;
    await device.deviceKey(WANG.id);
    const { put } = IDBObjectStore.prototype;
    const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function full(
      this: IDBObjectStore,
      ...asked: Parameters<IDBObjectStore['put']>
    ) {
      const request = put.apply(this, asked);
      // A disk is found full when the browser writes the transaction out.
      if (this.name === 'entries')
        request.addEventListener('success', () =>
          (this.transaction as unknown as { _abort(why: string): void })._abort('QuotaExceededError'),
        );
      return request;
    });
    await expect(
      device.queueSend({ ...report('a'), files: [{ blob: photo(100), name: 'a.jpg' }] }),
    ).rejects.toMatchObject({ message: 'storage full' });
    disk.mockRestore();
    expect(await states()).toEqual([]);
    expect(await (await device.database()).count('files')).toBe(0);
  });
});

describe('a device whose key was revoked', () => {
  it('keeps its copy until a colleague lets it in, and signs with a new key from then on', async () => {
    device.network.verdict = () => ({
      body: { state: 'quarantined', verdict: 'revoked-key', answer: null, reason: null },
    });
    await device.queueSend({ ...report('a'), files: [{ blob: photo(100), name: 'a.jpg' }] });
    await device.drain();
    expect(await states()).toEqual(['a quarantined']);
    expect(await (await device.database()).count('files')).toBe(1);

    device.network.verdict = ({ id }) =>
      id === 'a' ? { body: { state: 'released', verdict: 'revoked-key', answer: {}, reason: null } } : TAKEN;
    await device.queueSend(report('b'));
    await device.drain();
    expect(device.network.keys).toHaveLength(2);
    const later = device.network.envelopes.find(({ id }) => id === 'b') as Envelope;
    expect(await isSignedBy(later, device.network.keys[1] ?? '')).toBe(true);

    await device.askAboutQuarantined();
    expect(await states()).toEqual(['a sent', 'b sent']);
    expect(await (await device.database()).count('files')).toBe(0);
  });

  it('shows the reason when a colleague keeps it out', async () => {
    device.network.verdict = () => ({
      body: { state: 'rejected', verdict: 'revoked-key', answer: null, reason: '手机已报失' },
    });
    await device.queueSend(report('a'));
    await device.drain();
    expect((await device.waiting())[0]?.problem?.zh).toContain('手机已报失');
  });
});

import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { holdFor } from '../offline/account.ts';
import { keepDraft, readDraft } from '../registry/draft.ts';
import { api, Refused } from './client.ts';
import { entered, sessionOver, standsFor } from './standing.ts';

const WANG = { person: { id: 'wang' }, grant: 'post' };
const asked: string[] = [];
let signedIn = true;

vi.stubGlobal('fetch', (path: string, { method }: RequestInit) => {
  asked.push(`${method} ${path}`);
  if (signedIn) return Promise.resolve(Response.json({ done: true }));
  return Promise.resolve(
    Response.json({ code: 'not-signed-in', zh: '请先登录', en: 'Sign in first' }, { status: 401 }),
  );
});
afterEach(() => {
  standsFor(undefined);
  signedIn = true;
  asked.splice(0);
});

const act = () => api.post('/cases', { text: '写了一半' }, z.object({ done: z.boolean() }));
/** What is waited for has had every chance to happen. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

it('sends an act again once the same person is back, and not before', async () => {
  standsFor(WANG);
  signedIn = false;
  const acting = act();
  await settled();
  expect([sessionOver.read(), asked]).toEqual([true, ['POST /api/cases']]);
  signedIn = true;
  expect(entered(WANG)).toBe('back');
  await expect(acting).resolves.toEqual({ done: true });
  expect([sessionOver.read(), asked.length]).toEqual([false, 2]);
});

it('never sends what one person typed under the name of another, nor under another grant', async () => {
  standsFor(WANG);
  signedIn = false;
  const acting = act();
  await settled();
  signedIn = true;
  expect(entered({ person: { id: 'li' }, grant: 'post' })).toBe('other');
  expect(entered({ ...WANG, grant: 'delegation' })).toBe('other');
  await settled();
  expect(asked).toEqual(['POST /api/cases']);
  standsFor(undefined);
  await expect(acting).rejects.toThrow(Refused);
});

it('waits for nobody before a page stands, nor for a wrong password', async () => {
  signedIn = false;
  await expect(act()).rejects.toThrow('请先登录');
  standsFor(WANG);
  await expect(api.post('/session', {}, z.unknown())).rejects.toThrow(Refused);
  expect(sessionOver.read()).toBe(false);
});

it('keeps a file that is sent, and one that is asked for, until the same person is back', async () => {
  standsFor(WANG);
  signedIn = false;
  const workbook = new Blob(['台账'], { type: 'application/octet-stream' });
  const sending = api.post('/enterprises/imports?name=a.xlsx', workbook, z.object({ done: z.boolean() }));
  const fetching = api.file('POST', '/workbench/appendix', { name: '半页' });
  await settled();
  expect(asked).toHaveLength(2);
  signedIn = true;
  entered(WANG);
  await expect(sending).resolves.toEqual({ done: true });
  expect(JSON.parse(await (await fetching).text())).toEqual({ done: true });
  expect(asked).toHaveLength(4);
});

/** Ways around the waiting: a request of its own to the platform's answers. */
const bare = (text: string): string[] =>
  [...text.matchAll(/\bfetch\(([^),]*)/g)].map(([, to = '']) => to).filter((to) => !/^[`'"]\/packs\//.test(to));

it('is the only way a page asks the platform: no request goes past the waiting', () => {
  const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../**/*.test.*'], {
    query: '?raw',
    import: 'default',
    eager: true,
  });
  expect(Object.keys(sources).length).toBeGreaterThan(300);
  const found = Object.entries(sources).flatMap(([path, text]) => bare(text).map((to) => `${path}: ${to}`));
  // The client itself; a picture that is an address of data; the service worker, which hands requests on.
  expect(found.toSorted()).toEqual([
    '../offline/service-worker.ts: request',
    '../offline/service-worker.ts: request',
    '../workbench/exports.ts: address',
    './client.ts: `/api${path}`',
  ]);
  expect(bare('await fetch(`/api/files`, { body })')).toHaveLength(1);
});

it('gives nobody the draft of another at the same screen', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  vi.stubGlobal('localStorage', { ...storage, removeItem: (key: string) => void kept.delete(key) });
  holdFor({ id: 'wang', name: '王' });
  keepDraft('enterprises', undefined, { at: 1000, values: { phone: '13800000000' } });
  holdFor({ id: 'li', name: '李' });
  expect(readDraft('enterprises', undefined, 2000)).toBeUndefined();
  holdFor({ id: 'wang', name: '王' });
  expect(readDraft('enterprises', undefined, 2000)?.values).toEqual({ phone: '13800000000' });
});

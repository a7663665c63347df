import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { api } from './client.ts';
import { keepAnswersIn } from './kept.ts';
import { reveal } from './reveal.ts';

const heard: string[] = [];
const asked: (string | null)[] = [];

vi.stubGlobal('fetch', (_: string, { headers }: RequestInit) => {
  asked.push(new Headers(headers).get('x-anlan-reveal'));
  return Promise.resolve(Response.json({ name: '张三' }));
});
keepAnswersIn({ heard: (path) => void heard.push(path), read: () => Promise.resolve(undefined) });
afterEach(() => (heard.splice(0), asked.splice(0)));

const read = (path: string) => api.get(path, z.object({ name: z.string() }));

it('asks in clear for that answer alone, whatever page of it, until nobody looks any more', async () => {
  const [one, other] = [reveal('/waybills/1'), reveal('/waybills/1')];
  await read('/waybills/1?page=2');
  await read('/waybills/12');
  one();
  await read('/waybills/1');
  other();
  await read('/waybills/1');
  expect(asked).toEqual(['1', null, '1', null]);
});

it('keeps nothing on the device of what was shown in clear', async () => {
  const hide = reveal('/waybills/1');
  await read('/waybills/1');
  expect(heard).toEqual([]);
  hide();
  await read('/waybills/1');
  expect(heard).toEqual(['/waybills/1']);
});

import { expect, it } from 'vitest';
import { openMemo } from './memo.ts';

it('an answer is shared by those who ask the same within its time, a failure by nobody', async () => {
  let now = 0;
  let made = 0;
  const memo = openMemo<number>(20, () => now);
  const ask = (key: string) => memo.read(key, () => Promise.resolve((made += 1)));
  expect(await Promise.all([ask('a'), ask('a'), ask('b')])).toEqual([1, 1, 2]);
  now = 19;
  expect(await ask('a')).toBe(1);
  now = 20;
  expect(await ask('a')).toBe(3);
  await expect(memo.read('c', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await ask('c')).toBe(4);
});

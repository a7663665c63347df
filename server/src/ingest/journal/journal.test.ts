import { appendFile, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import type { DurableLog, Entry } from './log.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (segmentBytes?: number): Promise<DurableLog> =>
  openJournal({ folder, ...(segmentBytes === undefined ? {} : { segmentBytes }) });

async function all(journal: DurableLog, after: number): Promise<string[]> {
  const texts: string[] = [];
  for await (const entry of journal.read(after)) texts.push(`${entry.seq}:${entry.payload.toString()}`);
  return texts;
}

describe('journal', () => {
  it('numbers entries in order and hands them on only after they are durable', async () => {
    const journal = await open();
    const seen: Entry[] = [];
    await journal.follow(0, (entries) => void seen.push(...entries));
    const numbers = await Promise.all(['a', 'b', 'c'].map((text) => journal.append(Buffer.from(text))));
    expect(numbers).toEqual([1, 2, 3]);
    expect(seen.map((entry) => entry.payload.toString())).toEqual(['a', 'b', 'c']);
    await journal.close();
  });

  it('keeps small and large entries of one write in their order', async () => {
    const journal = await open();
    const texts = ['a', 'b'.repeat(5000), 'c', 'd'.repeat(4096), 'e'.repeat(4097), 'f'.repeat(4097), 'g'];
    await Promise.all(texts.map((text) => journal.append(Buffer.from(text))));
    await journal.close();
    const again = await open();
    expect(await all(again, 0)).toEqual(texts.map((text, index) => `${index + 1}:${text}`));
    await again.close();
  });

  it('reads on after a reopening, over several segments', async () => {
    const journal = await open(40);
    for (let index = 1; index <= 20; index += 1) await journal.append(Buffer.from(`entry ${index}`));
    await journal.close();
    expect((await readdir(folder)).length).toBeGreaterThan(3);
    const again = await open(40);
    expect(again.last()).toBe(20);
    expect(await all(again, 17)).toEqual(['18:entry 18', '19:entry 19', '20:entry 20']);
    expect(await again.append(Buffer.from('more'))).toBe(21);
    await again.close();
  });

  it('cuts a torn tail off and goes on from the last whole entry', async () => {
    const journal = await open();
    for (const text of ['one', 'two', 'three']) await journal.append(Buffer.from(text));
    await journal.close();
    const [name] = await readdir(folder);
    const path = join(folder, name as string);
    await truncate(path, (await stat(path)).size - 2);
    const again = await open();
    expect(again.last()).toBe(2);
    await again.append(Buffer.from('four'));
    await again.close();
    const third = await open();
    expect(await all(third, 0)).toEqual(['1:one', '2:two', '3:four']);
    await third.close();
  });

  it('stops at garbage behind the last entry', async () => {
    const journal = await open();
    await journal.append(Buffer.from('good'));
    await journal.close();
    const [name] = await readdir(folder);
    await appendFile(
      join(folder, name as string),
      Buffer.from([9, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    );
    const again = await open();
    expect(again.last()).toBe(1);
    await again.close();
  });

  it('gives a follower what is there and then what comes, each once and in order', async () => {
    const journal = await open(40);
    for (let index = 1; index <= 20; index += 1) await journal.append(Buffer.from(`entry ${index}`));
    const seen: number[] = [];
    const following = await journal.follow(5, (entries) => void seen.push(...entries.map(({ seq }) => seq)));
    await Promise.all(Array.from({ length: 30 }, (_, index) => journal.append(Buffer.from(`more ${index}`))));
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => index + 6));
    await following.stop();
    await journal.append(Buffer.from('nobody hears'));
    expect(seen.at(-1)).toBe(50);
    await journal.close();
  });

  it('reads on from disk for a follower that held it back', async () => {
    const journal = await open(40);
    const seen: number[] = [];
    let letGo = (): void => {};
    await journal.follow(0, (entries) => {
      seen.push(...entries.map(({ seq }) => seq));
      return seen.length === 1 ? new Promise<void>((resolve) => (letGo = resolve)) : undefined;
    });
    for (let index = 1; index <= 20; index += 1) await journal.append(Buffer.from(`entry ${index}`));
    expect(seen).toEqual([1]);
    letGo();
    await journal.append(Buffer.from('entry 21'));
    await expect.poll(() => seen).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    await journal.append(Buffer.from('entry 22'));
    await expect.poll(() => seen.length).toBe(22);
    await journal.close();
  });

  it('forgets only segments that every consumer has passed', async () => {
    const journal = await open(40);
    for (let index = 1; index <= 20; index += 1) await journal.append(Buffer.from(`entry ${index}`));
    const before = (await readdir(folder)).length;
    await journal.forget(10);
    expect((await readdir(folder)).length).toBeLessThan(before);
    expect((await all(journal, 10))[0]).toBe('11:entry 11');
    await journal.close();
  });
});

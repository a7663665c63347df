import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk.ts';
import { openJournal } from './journal.ts';
import type { DurableLog } from './log.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Failing = { code: string; at: 'writev' | 'datasync' | 'half' } | undefined;

/** A disk that fails when `failing` says so: with nothing written, half of it, or all but not kept. */
function failingDisk(failing: () => Failing, free = () => 1e12): Disk {
  const fail = (code: string): never => {
    throw Object.assign(new Error(`${code}: refused, write`), { code });
  };
  const wrap = (file: FileHandle): FileHandle =>
    new Proxy(file, {
      get(target, key) {
        const own = Reflect.get(target, key) as unknown;
        if (typeof own !== 'function') return own;
        return async (...given: unknown[]) => {
          const fault = failing();
          if (fault !== undefined && (key === fault.at || key === 'write')) fail(fault.code);
          if (fault?.at === 'half' && key === 'writev') {
            const bytes = Buffer.concat(given[0] as Buffer[]);
            await target.write(bytes, 0, bytes.length >> 1);
            fail(fault.code);
          }
          return (own as (...all: unknown[]) => unknown).apply(target, given);
        };
      },
    });
  return {
    open: async (...given) => wrap(await open(...given)),
    room: async () => ({ free: free(), all: 1e13 }),
  };
}

async function all(journal: DurableLog): Promise<string[]> {
  const texts: string[] = [];
  for await (const { seq, payload } of journal.read(0)) texts.push(`${seq}:${payload.toString()}`);
  return texts;
}

describe('[S16.2] a disk that takes nothing', () => {
  it.each([
    ['ENOSPC', 'writev', 'disk-full'],
    ['EDQUOT', 'half', 'disk-full'],
    ['ENOSPC', 'datasync', 'disk-full'],
    ['EIO', 'half', 'disk-failed'],
  ] as const)(
    '%s at %s stops the journal with a clear state, and loses nothing that was acknowledged',
    async (code, at, name) => {
      let failing: Failing;
      const journal = await openJournal({ folder, disk: failingDisk(() => failing) });
      const heard: number[] = [];
      await journal.follow(0, (entries) => void heard.push(...entries.map(({ seq }) => seq)));
      expect(await journal.append(Buffer.from('one'))).toBe(1);
      failing = { code, at };
      const refused = await Promise.allSettled([
        journal.append(Buffer.from('two')),
        journal.append(Buffer.from('three')),
      ]);
      expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
      expect(journal.trouble()).toMatch(new RegExp(`^${name} · .*接入已暂停.* · .*the intake is stopped`));
      expect([journal.last(), heard]).toEqual([1, [1]]);
      failing = undefined;
      expect(await journal.append(Buffer.from('four'))).toBe(2);
      expect(journal.trouble()).toBeUndefined();
      await journal.close();
      const again = await openJournal({ folder });
      expect(await all(again)).toEqual(['1:one', '2:four']);
      await again.close();
    },
  );

  it('goes on by itself, also when nobody sends', async () => {
    let failing: Failing;
    const journal = await openJournal({ folder, disk: failingDisk(() => failing) });
    failing = { code: 'ENOSPC', at: 'writev' };
    await expect(journal.append(Buffer.from('one'))).rejects.toThrow('disk-full');
    failing = undefined;
    await expect.poll(() => journal.trouble(), { timeout: 4000 }).toBeUndefined();
    await journal.close();
  });

  it('is not filled to its last byte: the databases beside the journal need some of it', async () => {
    let free = 1e9;
    const journal = await openJournal({
      folder,
      disk: failingDisk(
        () => undefined,
        () => free,
      ),
    });
    await journal.append(Buffer.from('one'));
    free = 1e6;
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(journal.append(Buffer.from('two'))).rejects.toThrow('disk-full');
    free = 1e9;
    await expect.poll(() => journal.trouble(), { timeout: 4000 }).toBeUndefined();
    expect(await journal.append(Buffer.from('three'))).toBe(2);
    await journal.close();
  });

  it('leaves no entries behind in a file that grew and lost what was to be in it', async () => {
    const journal = await openJournal({ folder });
    await journal.append(Buffer.from('one'));
    await journal.close();
    const file = await open(join(folder, '0000000000000001.log'), 'a');
    await file.write(Buffer.alloc(4096));
    await file.close();
    const again = await openJournal({ folder });
    expect(again.last()).toBe(1);
    await again.close();
  });
});

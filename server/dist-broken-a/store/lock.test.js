import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processBirth } from '../supervise/index.js';
import { lock } from './lock.js';
let folder;
beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anlan-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));
describe('lock', () => {
    it('lets one holder in at a time', async () => {
        const file = join(folder, 'a.lock');
        const letGo = await lock(file, 'x');
        await expect(lock(file, '数据库', 50)).rejects.toThrow(`数据库正由进程 ${process.pid} 使用`);
        await letGo();
        await (await lock(file, 'x'))();
        expect(await readdir(folder)).toEqual([]);
    });
    it('waits for a holder that is just leaving', async () => {
        const file = join(folder, 'a.lock');
        const letGo = await lock(file, 'x');
        setTimeout(() => void letGo(), 150);
        await expect(lock(file, 'x', 2_000)).resolves.toBeTypeOf('function');
    });
    it('takes over from a holder that is dead', async () => {
        const file = join(folder, 'a.lock');
        await writeFile(file, JSON.stringify({ pid: 2 ** 22 + 1, birth: '1' }));
        await expect(lock(file, 'x', 1_000)).resolves.toBeTypeOf('function');
    });
    it.runIf(process.platform === 'linux')('is not held by a later process with the same number', async () => {
        const file = join(folder, 'a.lock');
        const birth = await processBirth(process.ppid);
        await writeFile(file, JSON.stringify({ pid: process.ppid, birth: `${Number(birth) - 1}` }));
        await expect(lock(file, 'x', 1_000)).resolves.toBeTypeOf('function');
    });
    it('takes over a file that a crash left damaged', async () => {
        const file = join(folder, 'a.lock');
        await writeFile(file, '');
        await expect(lock(file, 'x', 1_000)).resolves.toBeTypeOf('function');
    });
});
//# sourceMappingURL=lock.test.js.map
import { cp, mkdtemp, readFile, readlink, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { alive, gone } from '../../supervise/index.js';
import { holdStores, temporaryHome } from '../testing/folders.js';
import { completeLinks, copiedEngine, installedEngine } from './engine.js';
import { openPostgres, withClient } from './index.js';
const cleanUp = [];
afterEach(async () => {
    for (const step of cleanUp.splice(0).reverse())
        await step();
});
async function newHome(mode) {
    const { home, remove } = await temporaryHome(mode);
    cleanUp.push(remove);
    return home;
}
async function open(home, tell) {
    const handle = await openPostgres({ home, postgresUrl: undefined }, tell);
    cleanUp.push(() => handle.stop());
    return handle;
}
async function hold(home) {
    const held = await holdStores(home, 'postgres');
    cleanUp.push(held.kill);
    return held;
}
async function ask(url, sql) {
    return withClient(url, async (client) => {
        // Several statements give several results.
        const results = [await client.query({ text: sql, rowMode: 'array' })].flat();
        return results.flatMap(({ rows }) => rows.flat());
    });
}
describe('the embedded PostgreSQL', () => {
    it('gives an owner that row-level security binds, durable settings, and order by code point', async () => {
        const { url } = await open(await newHome());
        expect(await ask(url, `select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user`)).toEqual([false, false, true]);
        expect(await ask(url, 'show synchronous_commit')).toEqual(['on']);
        expect(await ask(url, 'show fsync')).toEqual(['on']);
        expect(await ask(url, 'show listen_addresses')).toEqual(['127.0.0.1']);
        expect(await ask(url, `select c from (values ('b'), ('B'), ('安')) v(c) order by c`)).toEqual(['B', 'b', '安']);
        await ask(url, 'create role clerk; grant clerk to current_user; set role clerk; reset role; create extension pg_trgm');
    });
    it('keeps data, port and password from one start to the next, and its secrets to its owner', async () => {
        const home = await newHome();
        const first = await open(home);
        await ask(first.url, 'create table note (text text); insert into note values ($$安澜$$)');
        await first.stop();
        const second = await open(home);
        expect(second.url).toBe(first.url);
        expect(await ask(second.url, 'select text from note')).toEqual(['安澜']);
        expect((await stat(join(home, 'postgres.json'))).mode & 0o777).toBe(0o600);
        await expect(ask(second.url.replace(/:[^:@/]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
    });
    it('refuses a second process on the same folder in one clear line, and lets it in afterwards', async () => {
        const home = await newHome();
        const first = await open(home);
        await expect(open(home)).rejects.toThrow(new RegExp(`进程 ${process.pid} .*ANLAN_HOME.*process ${process.pid} is using`));
        await first.stop();
        await open(home);
    });
    it('is taken over as it runs after its parent was killed', async () => {
        const home = await newHome();
        const held = await hold(home);
        await ask(held.postgres, 'create table note (text text); insert into note values ($$kept$$)');
        await held.kill();
        expect(alive(held.pids.postgres)).toBe(true);
        const next = await open(home);
        expect((await next.health()).pid).toBe(held.pids.postgres);
        expect(await ask(next.url, 'select text from note')).toEqual(['kept']);
        await next.stop();
        expect(await gone(held.pids.postgres, 0)).toBe(true);
    });
    it('starts again, with what was committed, after server and parent were killed', async () => {
        const home = await newHome();
        const held = await hold(home);
        await ask(held.postgres, 'create table note (text text); insert into note values ($$kept$$)');
        await held.kill();
        process.kill(held.pids.postgres, 'SIGKILL');
        const next = await open(home);
        expect((await next.health()).pid).not.toBe(held.pids.postgres);
        expect(await ask(next.url, 'select text from note')).toEqual(['kept']);
    });
    it('is restarted at the same address when it falls', async () => {
        const { url, health } = await open(await newHome());
        await ask(url, 'create table note (text text); insert into note values ($$kept$$)');
        process.kill((await health()).pid, 'SIGKILL');
        for (let i = 0; i < 200 && (await health()).restarts === 0; i++)
            await pause(50);
        for (let i = 0; i < 200 && (await health()).state !== 'ready'; i++)
            await pause(50);
        expect(await health()).toMatchObject({ state: 'ready', restarts: expect.any(Number) });
        expect(await ask(url, 'select text from note')).toEqual(['kept']);
    });
    it('does not take a stranger with the number from a stale file for its server', async () => {
        const home = await newHome();
        const first = await open(home);
        const pidFile = join(home, 'postgres', 'data', 'postmaster.pid');
        const written = await readFile(pidFile, 'utf8');
        await first.stop();
        await writeFile(pidFile, written.replace(/^\d+/, String(process.ppid)));
        const next = await open(home);
        expect((await next.health()).pid).not.toBe(process.ppid);
        expect(alive(process.ppid)).toBe(true);
        expect(await ask(next.url, 'select 1')).toEqual([1]);
    });
    it('finishes what a kill interrupted while the cluster was being made', async () => {
        const home = await newHome();
        await open(home).then((handle) => handle.stop());
        const folder = join(home, 'postgres');
        await cp(join(folder, 'data', 'base'), join(folder, 'data.new', 'base'), { recursive: true });
        await rm(join(folder, 'data'), { recursive: true });
        const memory = JSON.parse(await readFile(join(home, 'postgres.json'), 'utf8'));
        delete memory.folder;
        await writeFile(join(home, 'postgres.json'), JSON.stringify(memory));
        const { url } = await open(home);
        expect(await ask(url, 'select 1')).toEqual([1]);
    });
    it('never puts an empty database in the place of one that is gone', async () => {
        const home = await newHome();
        await open(home).then((handle) => handle.stop());
        await rm(join(home, 'postgres', 'data'), { recursive: true });
        await expect(open(home)).rejects.toThrow(/不见了.*is gone/);
    });
});
describe.runIf(process.getuid?.() === 0)('below a folder that only root may enter', () => {
    it('the data goes where the database may read it, one line says so, and the next start finds it', async () => {
        const home = await newHome(0o700);
        const lines = [];
        const first = await open(home, (line) => lines.push(line));
        const outside = /in (\/var\/(?:lib|tmp)\/anlan-[0-9a-f]{12})\/postgres/.exec(lines.join('\n'))?.[1];
        expect(outside).toBeDefined();
        cleanUp.unshift(() => rm(outside, { recursive: true, force: true }));
        expect((await stat(outside)).mode & 0o777).toBe(0o755);
        await ask(first.url, 'create table note (text text); insert into note values ($$kept$$)');
        await first.stop();
        const second = await open(home);
        expect(await ask(second.url, 'select text from note')).toEqual(['kept']);
    });
});
describe('the engine', () => {
    it('gets the library links that an installation without scripts leaves out', async () => {
        const folder = await mkdtemp(join(tmpdir(), 'anlan-engine-'));
        cleanUp.push(() => rm(folder, { recursive: true }));
        const copy = await copiedEngine(await installedEngine(), folder);
        const link = join(copy.folder, 'lib', process.platform === 'darwin' ? 'libpq.dylib' : 'libpq.so');
        const target = await readlink(link);
        await unlink(link);
        expect(await completeLinks(copy)).toBe(true);
        expect(await readlink(link)).toBe(target);
    });
});
describe('a PostgreSQL elsewhere', () => {
    it('is used through the same handle, without a child', async () => {
        const { url } = await open(await newHome());
        const handle = await openPostgres({ home: '/nonexistent', postgresUrl: url });
        expect(handle).toMatchObject({ url, embedded: false });
        expect(await handle.health()).toMatchObject({ state: 'ready', restarts: 0 });
        await handle.stop();
        expect(await ask(url, 'select 1')).toEqual([1]);
    });
    it('is refused in one clear line, without the password, when it does not answer', async () => {
        const attempt = openPostgres({ home: '/nonexistent', postgresUrl: 'postgres://anlan:hush@127.0.0.1:1/anlan' });
        const message = await attempt.then(() => '', (error) => `${error.name} ${error.message}`);
        expect(message).toMatch(/^StoreProblem ANLAN_POSTGRES_URL .*127\.0\.0\.1:1.*连不上/);
        expect(message).not.toContain('hush');
    });
});
//# sourceMappingURL=postgres.store.test.js.map
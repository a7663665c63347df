import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planMigrations, readMigrations } from './plan.js';
const file = (number, sha256 = `sum${number}`) => ({
    number,
    name: `000${number}-x`,
    sql: '',
    sha256,
});
async function read(files) {
    const folder = await mkdtemp(join(tmpdir(), 'anlan-sql-'));
    try {
        for (const [name, sql] of Object.entries(files))
            await writeFile(join(folder, name), sql);
        return await readMigrations(folder);
    }
    finally {
        await rm(folder, { recursive: true });
    }
}
describe('readMigrations', () => {
    it('reads SQL files in order of their numbers and leaves other files alone', async () => {
        const { migrations } = await read({ '0002-b.sql': 'select 2', '0001-a.sql': 'select 1', 'README.md': '' });
        expect(migrations.map(({ number, name, sql }) => [number, name, sql])).toEqual([
            [1, '0001-a', 'select 1'],
            [2, '0002-b', 'select 2'],
        ]);
    });
    it('gives one checksum to both kinds of line end', async () => {
        const { migrations } = await read({ '0001-a.sql': 'a\nb\n', '0002-a.sql': 'a\r\nb\r\n' });
        expect(migrations[0].sha256).toBe(migrations[1].sha256);
    });
    it.each([
        ['a name without a number', { 'a.sql': '' }, /a\.sql/],
        ['one number twice', { '0001-a.sql': '', '0001-b.sql': '' }, /0001-b/],
    ])('refuses %s', async (_, files, problem) => {
        expect((await read(files)).problem).toMatch(problem);
    });
    it('finds nothing in a folder that is not there', async () => {
        expect(await readMigrations('/nonexistent')).toEqual({ migrations: [] });
    });
});
describe('planMigrations', () => {
    it('leaves what was not applied yet', () => {
        expect(planMigrations([file(1), file(2), file(3)], [file(1)])).toEqual({ ok: true, pending: [file(2), file(3)] });
    });
    it.each([
        ['a changed file', [file(1, 'other')], [file(1)], /0001-x.*was changed/],
        ['a missing file', [file(2)], [file(1), file(2)], /0001-x.*missing/],
        ['a newer database', [file(1)], [file(1), file(2)], /newer than this program.*0002-x/],
        [
            'a file that came in before the last one',
            [file(1), file(2), file(3)],
            [file(1), file(3)],
            /0002-x.*lower number/,
        ],
    ])('refuses %s in one clear line', (_, files, applied, problem) => {
        const plan = planMigrations(files, applied);
        expect(plan.ok ? '' : plan.problem).toMatch(problem);
    });
});
//# sourceMappingURL=plan.test.js.map
import { appendFile, chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../ingest/journal/journal.ts';
import { openReportBox } from '../public-report/box.ts';
import { migrate, openClickhouse, openFiles, openPostgres } from '../store/index.ts';
import { temporaryHome } from '../store/testing/folders.ts';
import { held } from './hold.ts';
import { damaged, readManifest } from './manifest.ts';
import { restoreBackup } from './restore.ts';
import { takeBackup } from './take.ts';

const told: string[] = [];
const tell = (line: string): void => void told.push(line);
const POINT = '00000000-0000-4000-8000-000000000001';

let place: Awaited<ReturnType<typeof temporaryHome>>;
let backup: string;
/** How many rows were committed when the backup began, and when it had ended. */
let [before, after] = [0, 0];
let photo: string;
let reporter: string;

const whereOf = (home: string) => ({
  home,
  filesUrl: pathToFileURL(join(home, 'files')).href,
  postgresUrl: undefined,
  clickhouseUrl: undefined,
});

beforeAll(async () => {
  place = await temporaryHome();
  const { home } = place;
  backup = join(home, '..', 'backup');
  const [postgres, clickhouse] = await Promise.all([
    openPostgres({ home, postgresUrl: undefined }),
    openClickhouse({ home, clickhouseUrl: undefined }),
  ]);
  await migrate({ postgres: postgres.url, clickhouse: clickhouse.client });
  const journal = await openJournal({ folder: join(home, 'journal') });
  const files = await openFiles(whereOf(home).filesUrl);
  ({ sha256: photo } = await files.put(Buffer.from('a photo')));
  reporter = (await openReportBox(home)).seal('13812345678');
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query('CREATE TABLE counted (n integer PRIMARY KEY, filler text)');
  const writer = { going: true, n: 0 };
  const writing = (async () => {
    while (writer.going) {
      writer.n += 1;
      await client.query(`INSERT INTO counted VALUES ($1, repeat('x', 2000))`, [writer.n]);
      await journal.append(Buffer.from(String(writer.n)));
    }
  })();
  for (let batch = 0; batch < 3; batch += 1)
    await clickhouse.client.insert({
      table: 'reading',
      values: Array.from({ length: 1000 }, (_, index) => ({
        point: POINT,
        at: 1.7e12 + (batch * 1000 + index) * 1000,
        value: index,
        quality: 'good',
        received: 1.7e12,
      })),
      format: 'JSONEachRow',
    });
  while (writer.n < 200) await new Promise((resolve) => setTimeout(resolve, 20));
  before = writer.n - 1;
  await takeBackup(whereOf(home), backup, tell);
  after = writer.n;
  writer.going = false;
  await writing;
  await client.end();
  await journal.close();
  await clickhouse.stop();
  await postgres.stop();
}, 180_000);
afterAll(() => place.remove());

describe('a backup of a platform that runs', () => {
  it('is whole: every file is on its list, and the journal is free again', async () => {
    const manifest = await readManifest(backup);
    expect(await damaged(backup, manifest)).toEqual([]);
    expect(manifest.files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['postgres/backup_label', `files/${photo.slice(0, 2)}/${photo}`, 'home/postgres.json']),
    );
    expect(await held(place.home)).toBe(false);
    expect((await readdir(join(backup, '..'))).filter((name) => name.includes('.part'))).toEqual([]);
  });

  it('becomes a platform with everything that was committed before it, and nothing half', async () => {
    const home = join(place.home, '..', 'restored');
    const { rows } = await restoreBackup(backup, whereOf(home), tell);
    expect(rows['reading']).toBe(3000);
    const postgres = await openPostgres({ home, postgresUrl: undefined });
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const counted = await client.query<{ n: number; last: number }>(
      'SELECT count(*)::int AS n, max(n)::int AS last FROM counted',
    );
    await client.end();
    await postgres.stop();
    const { n, last } = counted.rows[0]!;
    expect(n).toBe(last);
    expect(last).toBeGreaterThanOrEqual(before);
    expect(last).toBeLessThanOrEqual(after);
    // The journal is copied last: whatever the database knows of is in it.
    const journal = await openJournal({ folder: join(home, 'journal') });
    expect(journal.last()).toBeGreaterThanOrEqual(last - 1);
    await journal.close();
    const files = await openFiles(whereOf(home).filesUrl);
    expect((await files.read(photo))?.toString()).toBe('a photo');
    const [made, box] = [await openReportBox(place.home), await openReportBox(home)];
    expect(box.open(reporter)).toBe('13812345678');
    expect(box.mark('13812345678'), 'known again by the same mark').toBe(made.mark('13812345678'));
  });

  it('is refused where data is already, into a folder that is used, and when a byte has changed', async () => {
    await expect(restoreBackup(backup, whereOf(place.home), tell)).rejects.toThrow(/holds data already/);
    await expect(takeBackup(whereOf(place.home), backup, tell)).rejects.toThrow(/is not empty/);
    const victim = join(backup, 'home', 'postgres.json');
    await chmod(victim, 0o600);
    await appendFile(victim, ' ');
    const home = join(place.home, '..', 'never');
    await expect(restoreBackup(backup, whereOf(home), tell)).rejects.toThrow(/damaged: 1 file/);
    await mkdir(join(place.home, '..', 'empty'));
    await expect(readManifest(join(place.home, '..', 'empty'))).rejects.toThrow(/not a whole backup/);
  });

  it('of a platform that is stopped is the same', async () => {
    const again = join(place.home, '..', 'again');
    const manifest = await takeBackup(whereOf(place.home), again, tell);
    expect(manifest.clickhouse?.['reading']?.length).toBeGreaterThan(0);
    expect(await damaged(again, manifest)).toEqual([]);
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { distributed } from './distributed.ts';

const folder = new URL('../../../sql/clickhouse/', import.meta.url);

describe('migrations for a cluster of ClickHouse servers', () => {
  it('are generated from the files of the embedded engine (not run: no cluster was at hand)', async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
    const files = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
    const generated = files.flatMap((sql) => distributed(sql, 'anlan'));
    await expect(generated.map((statement) => `${statement};\n`).join('\n')).toMatchFileSnapshot(
      '../../../sql/clickhouse/distributed.snapshot',
    );
  });

  it('leave no table on one server only, and none without its shards', async () => {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
    const files = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')));
    const made = files.flatMap((sql) => [...sql.matchAll(/CREATE TABLE IF NOT EXISTS (\w+)/g)].map(([, name]) => name));
    const all = files.flatMap((sql) => distributed(sql, 'anlan')).join('\n');
    expect(made.length).toBeGreaterThan(2);
    for (const name of made) {
      expect(all).toMatch(new RegExp(`CREATE TABLE IF NOT EXISTS ${name}_local ON CLUSTER 'anlan'`));
      expect(all).toMatch(new RegExp(`Distributed\\('anlan', currentDatabase\\(\\), '${name}_local', cityHash64\\(`));
    }
    expect(all).not.toMatch(/ENGINE = (?!Replicated|Distributed)/);
    expect(all).not.toMatch(/non_replicated/);
  });
});

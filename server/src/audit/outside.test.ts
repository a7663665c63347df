import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const textsIn = (folder: URL, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(new URL(name, folder), 'utf8'));

it('names tables that exist wherever an attempt outside one’s scope is audited: another name would answer 500', () => {
  const sql = textsIn(new URL('../../sql/postgres/', import.meta.url), '.sql').join('\n');
  const tables = new Set([...sql.matchAll(/CREATE TABLE (\w+)/g)].map(([, table]) => table));
  const sources = textsIn(new URL('../', import.meta.url), '.ts').join('\n');
  const named = [...sources.matchAll(/(?:auditOutside\([^,]+, \w+, |seen\(context, )'([^']+)'/g)].map(
    ([, table]) => table,
  );
  expect(named.length).toBeGreaterThan(50);
  expect([...new Set(named)].filter((table) => !tables.has(table))).toEqual([]);
});

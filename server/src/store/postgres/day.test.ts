import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../..', import.meta.url));
/** The day of the database's own time zone. */
const OWN_DAY = /\bcurrent_date\b|\bnow\(\)::date|_at::date|\bat::date/i;

it('no statement asks for the day of the database’s time zone', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('postgres/day.ts'),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((name) => OWN_DAY.test(readFileSync(join(SOURCES, name), 'utf8')))).toEqual([]);
});

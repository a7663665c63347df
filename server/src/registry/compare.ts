import { sql } from 'kysely';
import { openDatabase } from '../access/scoped.ts';
import { readConfiguration } from '../configuration/index.ts';
import { openOrJoin } from '../store/join.ts';
import { compareWaiting } from './matching.ts';

// npm run compare: looks for likely duplicates of all records that wait, as fast as it goes; the platform does so by the
// way, at a fifth of the time. For the night after a large import, beside the platform or without it.

/** Lines of progress come this often (ms). */
const TOLD_EVERY = 10_000;

async function main(): Promise<void> {
  const read = readConfiguration(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const stores = await openOrJoin(read.configuration);
  const { db } = openDatabase(stores.postgres, 2);
  try {
    let compared = 0;
    for (let some = -1; some !== 0;) {
      some = await compareWaiting(db, TOLD_EVERY);
      compared += some;
      if (some > 0) console.log(`已比对 ${compared} · compared`);
    }
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM record_pair`.execute(db);
    const { count } = rows[0]!;
    console.log(`已比对 ${compared} 条，疑似重复 ${count} 对 · compared ${compared}, likely duplicates ${count}`);
  } finally {
    await db.destroy();
    await stores.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

import { parseArgs } from 'node:util';
import { openDatabase } from '../access/scoped.ts';
import { readConfiguration } from '../configuration/index.ts';
import { clientOf, openOrJoin } from '../store/join.ts';
import { overdue, retain, type Dropped } from './retain.ts';
import { clusterOf } from './timer.ts';

const USAGE = `npm run retention -- --dry     what is older than it is kept; nothing is changed
npm run retention              lets it go now, as the platform does once a day`;

/** Exit code: 0 done, 2 it could not be done. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { dry: { type: 'boolean', default: false } } });
  const read = readConfiguration(process.env);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { configuration } = read;
  const opened = await openOrJoin(configuration);
  const { db } = openDatabase(opened.postgres, 2);
  const clickhouse = clientOf(opened.clickhouse);
  try {
    const stores = { db, clickhouse, cluster: clusterOf(configuration) };
    const found = await (values.dry ? overdue : retain)(stores, Date.now());
    for (const one of found) console.log(lineOf(one));
    console.log(
      values.dry
        ? `${found.length} 项到期 · due${found.length === 0 ? '' : '; npm run retention'}`
        : `已清理 ${found.length} 项 · let go`,
    );
    return 0;
  } finally {
    await Promise.all([db.destroy(), clickhouse.close()]);
    await opened.stop();
  }
}

const lineOf = ({ table, part, rows, bytes, evidence }: Dropped): string =>
  `${table} ${part}: ${rows} 行 rows, ${(bytes / 1e6).toFixed(1)} MB${evidence === null ? '' : `, ${evidence} 行作为证据保留 kept as evidence`}`;

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? `${error.message}\n${USAGE}` : error);
  process.exitCode = 2;
}

import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { openDatabase, type Database } from '../access/scoped.ts';
import { readConfiguration } from '../configuration/index.ts';
import { openPostgres } from '../store/index.ts';
import { verifyChain } from './chain.ts';
import { exportLines, headOf } from './export.ts';
import { verifyLines } from './file.ts';

const USAGE = `npm run audit -- verify                            the audit in the database
npm run audit -- export FILE                       writes it out; prints entries and head hash to be noted elsewhere
npm run audit -- verify FILE [--head HASH] [--count N]   an exported file, without any database`;

/** Exit code: 0 as it was written, 1 not, 2 could not be looked at. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { head: { type: 'string' }, count: { type: 'string' } },
  });
  const [command = 'verify', file, more] = positionals;
  const entries = values.count === undefined ? undefined : Number(values.count);
  if (more !== undefined || !['verify', 'export'].includes(command) || Number.isNaN(entries)) return usage();
  if (command === 'export') return file === undefined ? usage() : withDatabase((db) => write(db, file));
  if (file === undefined) return withDatabase(verifyDatabase);
  const verdict = await verifyLines(createInterface({ input: createReadStream(file) }), { head: values.head, entries });
  const withheld = verdict.withheld === 0 ? '' : `, ${verdict.withheld} withheld`;
  const state = verdict.problem ?? 'chain intact';
  const at = verdict.brokenAt === null ? '' : ` (${verdict.brokenAt})`;
  console.log(`${verdict.entries} entries${withheld}, head ${verdict.head || '-'}, ${state}${at}`);
  return verdict.problem === null ? 0 : 1;
}

function usage(): number {
  console.error(USAGE);
  return 2;
}

async function withDatabase(work: (db: Database) => Promise<number>): Promise<number> {
  const read = readConfiguration(process.env);
  if (!read.ok) {
    console.error(read.problems.join('\n'));
    return 2;
  }
  const postgres = await openPostgres(read.configuration, () => {});
  const { db } = openDatabase(postgres.url, 1);
  try {
    return await work(db);
  } finally {
    await db.destroy();
    await postgres.stop();
  }
}

async function verifyDatabase(db: Database): Promise<number> {
  const { entries, brokenAt } = await verifyChain(db);
  const { head } = await headOf(db);
  console.log(
    `${entries} entries, head ${head || '-'}, chain ${brokenAt === null ? 'intact' : `broken at ${brokenAt}`}`,
  );
  return brokenAt === null ? 0 : 1;
}

async function write(db: Database, file: string): Promise<number> {
  await pipeline(Readable.from(exportLines(db)), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  const verdict = await verifyLines(createInterface({ input: createReadStream(file) }));
  console.log(
    `${verdict.entries} entries, head ${verdict.head || '-'}${verdict.problem === null ? '' : `, ${verdict.problem}`}`,
  );
  return verdict.problem === null ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

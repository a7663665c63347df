import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { optionsOf } from './options.ts';
import { machine, printTable } from './table.ts';

const PROGRAM = fileURLToPath(new URL('../../server/dist/trace/cost.js', import.meta.url));

/** What tracing costs an entry of the journal that leads to nothing, beside what judging it costs. */
export async function traceCost(args: readonly string[]): Promise<number> {
  const { entries, rounds } = optionsOf(args, { entries: 100_000, rounds: 7 });
  const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, String(entries), String(rounds)]);
  const figures = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, number>;
  console.log(`trace-cost · ${entries} entries, median of ${rounds} rounds · ${machine()}`);
  printTable(['way', 'ns an entry'], Object.entries(figures));
  return 0;
}

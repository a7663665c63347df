import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { optionsOf } from './options.ts';
import { machine, printTable } from './table.ts';

const PROGRAM = fileURLToPath(new URL('../../server/dist/simulation/main.js', import.meta.url));
/** Both cores of the smallest machine. */
const WORKERS = 2;

interface Sums {
  readonly histories: number;
  readonly alarms: number;
  readonly crashes: number;
  readonly retrospective: number;
  readonly acts: number;
  readonly faulty: number;
  readonly seconds: number;
}

/** Random histories of intake, journal and alarm engine with reorder, duplicates, back-fill and kills; 1 when any shows a fault. */
export async function simulate(args: readonly string[]): Promise<number> {
  const { histories, seed } = optionsOf(args, { histories: 10_000, seed: 1 });
  const share = Math.ceil(histories / WORKERS);
  const parts = Array.from({ length: WORKERS }, (_, index) => ({
    from: seed + index * share,
    count: Math.max(0, Math.min(share, histories - index * share)),
  }));
  const sums = await Promise.all(parts.map(({ from, count }) => run(from, count)));
  const total = (key: keyof Sums): number => sums.reduce((sum, part) => sum + part[key], 0);
  console.log(`simulate --histories ${histories} --seed ${seed} · ${machine()}`);
  printTable(
    ['histories', 'alarms', 'kills', 'found in back-fill', 'shelved or out of service', 'with a fault', 'seconds'],
    [
      [
        total('histories'),
        total('alarms'),
        total('crashes'),
        total('retrospective'),
        total('acts'),
        total('faulty'),
        Math.max(...sums.map(({ seconds }) => seconds)),
      ],
    ],
  );
  return total('faulty') === 0 ? 0 : 1;
}

function run(from: number, count: number): Promise<Sums> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, String(from), String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    child.once('error', reject);
    child.once('exit', () => {
      const line = text.trim().split('\n').at(-1) ?? '';
      if (line.startsWith('{')) resolve(JSON.parse(line) as Sums);
      else reject(new Error(`the simulation ended without a result: ${text}`));
    });
  });
}

import { spawnSync } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { optionsOf } from './options.ts';
import { machine, printTable, quantile, rounded } from './table.ts';

/** What is measured: a name, and an expression over `k` (`@anlan/kernel/workbench`) and `setup`. */
const CASES: readonly (readonly [name: string, code: string])[] = [
  ['chlorine cylinder, 5 mm hole (heavy gas)', 'k.assess(setup)'],
  ['the same by the Gaussian plume', "k.assess({ ...setup, model: 'neutral' })"],
  ['sudden release of a tonne', "k.assess({ ...setup, breach: { ...setup.breach, kind: 'rupture' } })"],
  [
    'benzene pool of 200 m²',
    "k.assess({ ...setup, substance: '71-43-2', vessel: { ...setup.vessel, amount: 20000, pressure: 101325, head: 3, bundArea: 200 }, breach: { ...setup.breach, holeDiameter: 0.05 } })",
  ],
  [
    'pool fire of benzene',
    "k.assess({ ...setup, substance: '71-43-2', look: 'pool-fire', vessel: { ...setup.vessel, amount: 20000, pressure: 101325, head: 3, bundArea: 200 }, breach: { ...setup.breach, holeDiameter: 0.05 } })",
  ],
  [
    'fireball of 20 t propane',
    "k.assess({ ...setup, substance: '74-98-6', look: 'fireball', vessel: { ...setup.vessel, amount: 20000 } })",
  ],
  ['dose at 60 places', 'places()'],
  ['F–N curve, 2000 places with people', 'k.society(setup, crowd)'],
  ['rate and place from 40 sensors', 'estimate()'],
];

/** Runs one case in a fresh process or worker: its first time and the times that follow, ms. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
(async () => {
  const from = performance.now();
  const k = await import('@anlan/kernel/workbench');
  const loaded = performance.now() - from;
  const setup = k.startAt(117.2, 28.4);
  const crowd = Array.from({ length: 2000 }, (_, i) => ({ lon: 117.2 + 0.05 * Math.sin(i * 7.1), lat: 28.4 + 0.05 * Math.cos(i * 3.7), count: 1 + (i % 60) }));
  const places = () => { const p = k.placesUnder(setup); if (!p.ok) throw new Error(p.refusal.reason); return crowd.slice(0, 60).map(({ lon, lat }) => p.value.at([lon, lat])); };
  const readings = Array.from({ length: 40 }, (_, i) => ({ id: String(i), east: -700 + 35 * i, north: 600 * Math.sin(i), height: 2, value: i % 5 === 0 ? 3 + i : 0, detection: 0.5, wind: { speed: 3, from: 200 + 10 * (i % 7), stability: 'D' } }));
  const estimate = () => k.estimateRelease({ readings, within: { west: -1500, south: -1500, east: 1500, north: 1500 } });
  const code = workerData?.code ?? process.argv[1];
  const rounds = Number(workerData?.rounds ?? process.argv[2]);
  const run = new Function('k', 'setup', 'crowd', 'places', 'estimate', 'return ' + code);
  const times = [];
  for (let i = 0; i <= rounds; i += 1) {
    const start = performance.now();
    const made = run(k, setup, crowd, places, estimate);
    times.push(performance.now() - start);
    if (made.ok === false) throw new Error(JSON.stringify(made));
  }
  const answer = { loaded, times };
  if (parentPort) parentPort.postMessage(answer); else process.stdout.write(JSON.stringify(answer));
})().catch((error) => { console.error(error); process.exit(1); });
`;

interface Timed {
  readonly loaded: number;
  /** The first one is cold. */
  readonly times: readonly number[];
}

function inProcess(code: string, rounds: number): Timed {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', PROGRAM, '--', code, String(rounds)], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
    timeout: 120_000,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Timed;
}

/** The way of the page: a worker is opened and asked; the first answer includes its start. */
function inWorker(code: string, rounds: number): Promise<Timed & { readonly started: number }> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, { eval: true, workerData: { code, rounds } });
    worker.once('message', (timed: Timed) => {
      const started = performance.now() - from - timed.times.reduce((sum, one) => sum + one, 0);
      resolve({ ...timed, started });
      void worker.terminate();
    });
    worker.once('error', reject);
  });
}

/** Times of the workbench's computations: cold (first in a new process), warm, and the slowest of a drag; limits as exit code. */
export async function consequence(args: readonly string[]): Promise<number> {
  const wish = optionsOf(args, { rounds: 60, starts: 5 });
  const rows: (string | number)[][] = [];
  let late = 0;
  for (const [name, code] of CASES) {
    const colds: number[] = [];
    for (let i = 1; i < wish.starts; i += 1) colds.push(inProcess(code, 0).times[0] ?? Infinity);
    const rounds = name.startsWith('F–N') || name.startsWith('rate') ? 8 : wish.rounds;
    const { times } = inProcess(code, rounds);
    const [cold = Infinity, ...warm] = times;
    colds.push(cold);
    const middle = quantile(colds, 0.5);
    rows.push([
      name,
      rounded(middle),
      rounded(Math.max(...colds)),
      rounded(quantile(warm, 0.5)),
      rounded(quantile(warm, 0.99)),
    ]);
    if (name.includes('heavy gas') && middle > 50) late += 1;
    if (!name.startsWith('F–N') && !name.startsWith('rate') && quantile(warm, 0.99) > 100) late += 1;
  }
  const worker = await inWorker(CASES[0]?.[1] ?? '', wish.rounds);
  console.log(machine());
  printTable(['computation', 'cold, median ms', 'cold, slowest ms', 'warm, median ms', 'warm, 99 % ms'], rows);
  console.log(
    `worker: opened and loaded in ${rounded(worker.started)} ms, first answer ${rounded(worker.times[0] ?? 0)} ms, then ${rounded(quantile(worker.times.slice(1), 0.5))} ms`,
  );
  console.log(late === 0 ? 'within: heavy gas cold 50 ms, everything drawn 100 ms' : `${late} limit(s) missed`);
  return late === 0 ? 0 : 1;
}

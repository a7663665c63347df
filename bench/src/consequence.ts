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
  ['risk of one vessel: contours, F–N, 2000 places with people', 'risk(1)'],
  ['risk of a site of 50 sources: contours, F–N, 2000 places', 'risk(50)'],
  ['rate and place from 40 sensors', 'estimate()'],
];

/** What takes longer than a drag may take so many seconds. */
const SECONDS = 5;

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
  const kinds = ['7782-50-5', '74-98-6', '7664-41-7', '71-43-2', '67-56-1'];
  const source = (i) => ({ ...setup, substance: kinds[i % 5], place: [117.2 + 0.0008 * (i % 10), 28.4 + 0.0008 * Math.floor(i / 10)],
    vessel: { ...setup.vessel, amount: 20000 + 500 * i, ...(i % 5 > 2 ? { pressure: 101325, head: 3, kind: 'atmospheric tank, single containment', bundArea: 200 } : { pressure: 900000 }) } });
  const risk = (n) => k.riskOf({ sources: Array.from({ length: n }, (_, i) => source(i)), crowds: crowd, targets: [], installation: 'new' });
  const code = workerData?.code ?? process.argv[1];
  const rounds = Number(workerData?.rounds ?? process.argv[2]);
  const run = new Function('k', 'setup', 'crowd', 'places', 'estimate', 'risk', 'return ' + code);
  const times = [];
  const cpu = [];
  for (let i = 0; i <= rounds; i += 1) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const made = run(k, setup, crowd, places, estimate, risk);
    const { user, system } = process.cpuUsage(before);
    times.push(performance.now() - start);
    cpu.push((user + system) / 1000);
    if (made.ok === false) throw new Error(JSON.stringify(made));
  }
  const answer = { loaded, times, cpu };
  if (parentPort) parentPort.postMessage(answer); else process.stdout.write(JSON.stringify(answer));
})().catch((error) => { console.error(error); process.exit(1); });
`;

interface Timed {
  readonly loaded: number;
  /** The first one is cold. */
  readonly times: readonly number[];
  /** ms of processor, whatever else the machine did meanwhile. */
  readonly cpu: readonly number[];
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
    const slow = name.startsWith('risk') || name.startsWith('rate');
    const { times, cpu } = inProcess(code, slow ? 4 : wish.rounds);
    const starts = Array.from({ length: wish.starts - 1 }, () => inProcess(code, 0));
    const colds = [...starts.map((one) => one.cpu[0] ?? Infinity), cpu[0] ?? Infinity];
    const cold = quantile(colds, 0.5);
    const [warm, worst] = [quantile(cpu.slice(1), 0.5), quantile(cpu.slice(1), 0.99)];
    rows.push([name, rounded(cold), rounded(warm), rounded(worst), rounded(quantile(times.slice(1), 0.5))]);
    if (name.includes('heavy gas') && cold > 100) late += 1;
    if (slow ? warm > SECONDS * 1000 : worst > 100) late += 1;
  }
  const worker = await inWorker(CASES[0]?.[1] ?? '', wish.rounds);
  console.log(machine());
  printTable(
    ['computation', 'cold, ms of processor', 'warm, median', 'warm, 99 %', 'warm, median ms on the clock'],
    rows,
  );
  console.log(
    `worker: opened and loaded in ${rounded(worker.started)} ms, first answer ${rounded(worker.times[0] ?? 0)} ms, then ${rounded(quantile(worker.times.slice(1), 0.5))} ms`,
  );
  console.log(
    late === 0
      ? 'within: zones 100 ms of processor (heavy gas also cold), risk and estimation 5 s'
      : `${late} limit(s) missed`,
  );
  return late === 0 ? 0 : 1;
}

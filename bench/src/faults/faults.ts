import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPlatform, until, type Platform, type PlatformOptions } from '@anlan/journeys';
import { compare, type Comparison } from '../kill/compare.ts';
import { openLedger } from '../kill/ledger.ts';
import { driveLevel, driveLoad, subjects } from '../kill/load.ts';
import { people, recovered } from '../kill/people.ts';
import { optionsOf } from '../options.ts';
import { machine, printTable } from '../table.ts';
import { layCable } from './cable.ts';
import { FAULTS, TMPFS } from './list.ts';
import { acknowledgedOf, type Fault, type Trial } from './trial.ts';
import { watchFault, type Seen } from './watch.ts';

const run = promisify(execFile);
const BEND = new URL('./bend.js', import.meta.url).href;
const RECOVERY_WITHIN = 120_000;
const EXCURSIONS = 2;
const START_WITHIN = 600_000;
const DISK = '3g';

interface Line extends Seen {
  readonly label: string;
  readonly acknowledged: number;
  /** Seconds until all parts were well again; null = not in time. */
  readonly well: number | null;
  readonly note: string;
}

interface Outcome {
  readonly lines: readonly Line[];
  readonly found: readonly Comparison[];
}

/** Each fault under load on a real platform: what was acknowledged is there once, and it gets well without hands. */
export async function faults(args: readonly string[]): Promise<number> {
  const { seconds, only, server } = optionsOf(args, { seconds: 20, only: '', server: '' });
  const wanted = only === '' ? undefined : new Set(only.split(','));
  const chosen = (all: Readonly<Record<string, Fault>>): Fault[] =>
    Object.entries(all)
      .filter(([name]) => wanted === undefined || wanted.has(name))
      .map(([, fault]) => fault);
  const program = server === '' ? {} : { program: server };
  console.log(`faults · ${seconds} s each · ${machine()}`);
  const outcomes: Outcome[] = [];
  if (chosen(FAULTS).length > 0) outcomes.push(await tried(program, chosen(FAULTS), seconds));
  if (chosen(TMPFS).length > 0) {
    if (process.getuid?.() === 0)
      outcomes.push(await onSmallDisk((home) => tried({ ...program, home }, chosen(TMPFS), seconds)));
    else console.log('a full disk is tried by root only: it needs a small disk of its own');
  }
  return report(outcomes);
}

/** A data folder that is a disk of its own, in memory. */
async function onSmallDisk(work: (home: string) => Promise<Outcome>): Promise<Outcome> {
  const disk = await mkdtemp(join('/var/tmp', 'anlan-faults-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK},mode=755`, 'tmpfs', disk]);
  try {
    const home = join(disk, 'home');
    await mkdir(home, { mode: 0o755 });
    await chmod(disk, 0o755);
    return await work(home);
  } finally {
    await run('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
  }
}

async function tried(options: PlatformOptions, list: readonly Fault[], seconds: number): Promise<Outcome> {
  const platform = await startPlatform({ within: START_WITHIN, ...options, env: { NODE_OPTIONS: `--import=${BEND}` } });
  const cables = await Promise.all([layCable(platform.ports.mqtt), layCable(platform.ports.jt808)]);
  const [mqtt, jt808] = cables.map(({ port }) => port) as [number, number];
  const reached: Platform = { ...platform, ports: { ...platform.ports, mqtt, jt808 } };
  const trial: Trial = { platform, reached, cables, ledger: openLedger(), subjects: subjects(), seconds };
  try {
    const load = driveLoad(() => reached, trial.subjects, trial.ledger);
    const office = await people(() => platform, trial.ledger);
    const lines: Line[] = [];
    for (const fault of list) lines.push(await oneFault(trial, fault));
    for (const device of load) device.stop();
    await within(120_000, 'the load to drain', Promise.all([office.stop(), ...load.map(({ finished }) => finished)]));
    await caughtUp(platform);
    return { lines, found: await compare(platform.home, trial.ledger) };
  } finally {
    await Promise.all(cables.map((cable) => cable.close()));
    await platform.remove();
  }
}

async function oneFault(trial: Trial, fault: Fault): Promise<Line> {
  const { ledger, platform, reached } = trial;
  const driven = Array.from({ length: fault.excursions === true ? EXCURSIONS : 0 }, (_, index) =>
    driveLevel(() => reached, trial.subjects.point(), index % 2 === 1, ledger),
  );
  const before = acknowledgedOf(ledger);
  const watch = watchFault(() => platform);
  const note = (await fault.run(trial)) ?? '';
  const acknowledged = acknowledgedOf(ledger) - before;
  const ended = performance.now();
  let why = '';
  const late = async (error: unknown): Promise<void> => {
    const answer = await fetch(`${platform.url}/api/health`);
    why = `${(error as Error).message}: ${(await answer.text()).slice(0, 500)}`;
  };
  await recovered(platform, RECOVERY_WITHIN).catch(late);
  const well = (performance.now() - ended) / 1000;
  await within(120_000, 'its excursions', Promise.all(driven)).catch(late);
  const seen = await watch.stop();
  console.log(`${fault.label}: well again after ${well.toFixed(1)} s · ${seen.troubles.join(' · ')} ${note}${why}`);
  await pause(2000);
  return { label: fault.label, acknowledged, well: why === '' ? well : null, note, ...seen };
}

async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  const late = async (): Promise<never> => {
    await pause(ms, undefined, { ref: false });
    throw new Error(`waited in vain for ${what}`);
  };
  return Promise.race([work, late()]);
}

/** All that was acknowledged has passed history and rules. */
async function caughtUp(platform: Platform): Promise<void> {
  interface Health {
    readonly parts: readonly { readonly name: string; readonly detail: string | null }[];
  }
  await until(
    'history and rules caught up',
    async () => {
      const { parts } = (await (await fetch(`${platform.url}/api/health`)).json()) as Health;
      const lanes = parts.filter(({ name }) => name === 'history' || name === 'rules');
      return lanes.length === 2 && lanes.every(({ detail }) => detail === '落后 0 条');
    },
    120_000,
    200,
  );
}

function report(outcomes: readonly Outcome[]): number {
  const found = outcomes.flatMap((outcome) => outcome.found);
  printTable(
    ['fault', 'acknowledged meanwhile', 'well again after, s', 'intake at most, MB', 'said to be in trouble', 'seen'],
    outcomes
      .flatMap(({ lines }) => lines)
      .map(({ label, acknowledged, well, most, troubles, note }) => {
        const parts = troubles.map((line) => line.slice(0, line.indexOf(':'))).join(', ');
        return [label, acknowledged, well?.toFixed(1) ?? 'NOT IN TIME', most.toFixed(0), parts || '–', note || '–'];
      }),
  );
  printTable(
    ['what', 'acknowledged', 'lost', 'duplicated'],
    found.map(({ what, acknowledged, lost, duplicated }) => [what, acknowledged, lost, duplicated]),
  );
  for (const { what, examples } of found) for (const example of examples) console.log(`${what}: ${example}`);
  const lost = found.reduce((sum, one) => sum + one.lost, 0);
  const duplicated = found.reduce((sum, one) => sum + one.duplicated, 0);
  console.log(`lost ${lost}, duplicated ${duplicated}`);
  const unwell = outcomes.flatMap(({ lines }) => lines).some(({ well }) => well === null);
  return lost === 0 && duplicated === 0 && !unwell ? 0 : 1;
}

import { setTimeout as pause } from 'node:timers/promises';
import { startPlatform, until, type Platform } from '@anlan/journeys';
import { optionsOf } from '../options.ts';
import { machine, printTable, quantile } from '../table.ts';
import { BLOWS, randomOf, startAgain, strike, surplus, type Blow } from './blow.ts';
import { compare, type Comparison } from './compare.ts';
import { openLedger, type Ledger } from './ledger.ts';
import { driveLevel, driveLoad, driveSpeeding, subjects, type Subjects } from './load.ts';
import { people, recovered } from './people.ts';

const LEVELS_A_ROUND = 4;
const SPEEDINGS_A_ROUND = 1;
const RECOVERY_WITHIN = 60_000;
const DRIVEN_WITHIN = 120_000;

/** What one round needs, and what it leaves behind. */
interface Trial {
  platform: Platform;
  readonly ledger: Ledger;
  readonly subjects: Subjects;
  readonly random: () => number;
  readonly program: string;
  readonly recoveries: { readonly blow: Blow; readonly ms: number }[];
  readonly twice: string[];
  /** Starts that found a port of their predecessor still taken. */
  readonly repeated: number[];
}

/** Kills the platform or a part of it at random moments under load, and compares what it acknowledged with what it kept. */
export async function kill(args: readonly string[]): Promise<number> {
  const { rounds, seed, server } = optionsOf(args, { rounds: 50, seed: Math.floor(Math.random() * 1e9), server: '' });
  const program = server === '' ? {} : { program: server };
  const trial: Trial = {
    platform: await startPlatform(program),
    ledger: openLedger(),
    subjects: subjects(),
    random: randomOf(seed),
    program: server,
    recoveries: [],
    twice: [],
    repeated: [],
  };
  try {
    console.log(`kill · ${rounds} rounds · seed ${seed} · ${machine()}`);
    const found = await tried(trial, rounds);
    return report(trial, found);
  } finally {
    await trial.platform.remove();
  }
}

async function tried(trial: Trial, rounds: number): Promise<Comparison[]> {
  const { ledger, random } = trial;
  const current = (): Platform => trial.platform;
  const load = driveLoad(current, trial.subjects, ledger);
  const office = await people(current, ledger);
  let blows: Blow[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    if (blows.length === 0) blows = shuffled(BLOWS, random);
    await oneRound(trial, round, blows.pop() as Blow);
  }
  for (const device of load) device.stop();
  await Promise.race([
    Promise.all([office.stop(), ...load.map(({ finished }) => finished)]),
    late('the load did not drain'),
  ]);
  await caughtUp(trial.platform);
  return compare(trial.platform.home, ledger);
}

async function oneRound(trial: Trial, round: number, blow: Blow): Promise<void> {
  const { ledger, random, subjects } = trial;
  const current = (): Platform => trial.platform;
  const driven = [
    ...Array.from({ length: LEVELS_A_ROUND }, (_, i) => driveLevel(current, subjects.point(), i % 2 === 1, ledger)),
    ...Array.from({ length: SPEEDINGS_A_ROUND }, () => driveSpeeding(current, subjects.vehicle(), ledger)),
  ];
  await pause(300 + random() * 3500);
  const struck = performance.now();
  await strike(trial.platform, blow);
  if (blow === 'everything' || blow === 'supervisor') {
    const { home, ports } = trial.platform;
    const program = trial.program === '' ? {} : { program: trial.program };
    trial.platform = await startAgain({ home, ports, ...program }, (attempt) => trial.repeated.push(attempt));
  }
  await recovered(trial.platform, RECOVERY_WITHIN);
  const ms = performance.now() - struck;
  trial.recoveries.push({ blow, ms });
  await Promise.race([Promise.all(driven), late(`the excursions of round ${round} were not all acknowledged`)]);
  await until('one process of each role', async () => (await surplus(trial.platform)).length === 0, 15_000).catch(
    async () => {
      trial.twice.push(`round ${round}, ${blow}: ${(await surplus(trial.platform)).join(', ')}`);
    },
  );
  const acknowledged = [...ledger.readings, ...ledger.fixes].filter((sent) => sent.acknowledged).length;
  console.log(
    `${String(round).padStart(3)} ${blow.padEnd(10)} well again after ${(ms / 1000).toFixed(1)} s · ${acknowledged} readings and positions acknowledged`,
  );
}

async function late(what: string): Promise<never> {
  await pause(DRIVEN_WITHIN, undefined, { ref: false });
  throw new Error(what);
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
      return (
        parts.filter(({ name, detail }) => ['history', 'rules'].includes(name) && detail === '落后 0 条').length === 2
      );
    },
    60_000,
    200,
  );
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

function report({ ledger, recoveries, twice, repeated }: Trial, found: readonly Comparison[]): number {
  const unknown = ledger.deeds.filter(({ outcome }) => outcome === 'unknown').length;
  printTable(
    ['what', 'acknowledged', 'lost', 'duplicated'],
    found.map(({ what, acknowledged, lost, duplicated }) => [what, acknowledged, lost, duplicated]),
  );
  printTable(
    ['killed', 'times', 'well again after, s: median', 'longest'],
    BLOWS.map((blow) => {
      const times = recoveries.filter((one) => one.blow === blow).map(({ ms }) => ms / 1000);
      return [
        blow,
        times.length,
        ...(times.length === 0 ? ['–', '–'] : [quantile(times, 0.5).toFixed(1), quantile(times, 1).toFixed(1)]),
      ];
    }),
  );
  console.log(
    `${unknown} acts of people were cut off without an answer; each is there with its audit entry or not at all`,
  );
  console.log(
    `${repeated.length} starts found a port of their predecessor still taken and were repeated a second later`,
  );
  for (const line of [
    ...found.flatMap(({ what, examples }) => examples.map((example) => `${what}: ${example}`)),
    ...twice,
  ])
    console.log(line);
  const lost = found.reduce((sum, one) => sum + one.lost, 0);
  const duplicated = found.reduce((sum, one) => sum + one.duplicated, 0) + twice.length;
  console.log(`lost ${lost}, duplicated ${duplicated}`);
  return lost === 0 && duplicated === 0 ? 0 : 1;
}

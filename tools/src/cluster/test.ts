import { mkdtemp, rm, writeFile, chmod, readFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  compare,
  driveLevel,
  driveLoad,
  driveSpeeding,
  openLedger,
  people,
  randomOf,
  subjects,
  type Comparison,
} from '@anlan/bench/kill';
import { until, type Platform } from '@anlan/journeys';
import { NODES, openCluster, type Cluster } from './cluster.ts';
import { MACHINES, type Machine } from './layout.ts';
import { clickhouseHome, homeOf } from './machine.ts';
import { replayAll } from './replay.ts';

const LEVELS_A_ROUND = 3;
const SPEEDINGS_A_ROUND = 1;
const WELL_WITHIN = 300_000;
const DRIVEN_WITHIN = 300_000;

interface Trial {
  readonly cluster: Cluster;
  readonly random: () => number;
  readonly recoveries: { readonly node: string; readonly what: string; readonly ms: number }[];
}

export interface TestOptions {
  readonly rounds: number;
  readonly seed: number;
  /** One node to be killed in each round; a shuffled deck of all otherwise. */
  readonly only?: string;
  /** A folder with a cluster that has been up and is down again; a fresh one below the system's temporary folder otherwise. */
  readonly folder?: string;
  readonly keep: boolean;
}

/**
 * Kills one node of a cluster each round under load through the real ports, and compares what was acknowledged with what
 * is there; then everything in the log is sent once more, as messages the window of the bus no longer knows. Exit code.
 */
export async function test({ rounds, seed, only, keep, ...given }: TestOptions): Promise<number> {
  const folder = given.folder ?? (await mkdtemp(join(tmpdir(), 'anlan-cluster-')));
  await chmod(folder, 0o755);
  const tell = (line: string): void => console.log(`    ${line}`);
  console.log(
    `cluster · ${rounds} rounds · seed ${seed} · ${cpus().length} processors, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()[0]!.toFixed(1)}`,
  );
  const began = performance.now();
  const cluster = await openCluster(folder, { demo: true, tell });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void cluster.down().then(() => process.exit(130)));
  try {
    await cluster.well(WELL_WITHIN);
    console.log(`up and well after ${((performance.now() - began) / 1000).toFixed(0)} s in ${folder}`);
    const trial: Trial = { cluster, random: randomOf(seed), recoveries: [] };
    const found = await tried(trial, rounds, only);
    return report(trial, found);
  } finally {
    await cluster.down();
    if (!keep && given.folder === undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Devices and people see one machine, whichever answers: the one they lost is not asked again first. */
function machineOf(trial: Trial): () => Platform {
  const { cluster, random } = trial;
  return () => platformOf(cluster, MACHINES[Math.floor(random() * MACHINES.length)] as Machine);
}

function platformOf({ layout }: Cluster, name: Machine): Platform {
  const ports = layout.machines[name];
  const home = homeOf(layout, name);
  return {
    url: `http://127.0.0.1:${ports.web}`,
    ports,
    home,
    key: async () => (await readFile(join(home, 'demonstration.key'), 'utf8')).trim(),
  } as unknown as Platform;
}

async function tried(trial: Trial, rounds: number, only: string | undefined): Promise<[string, Comparison[]][]> {
  const { cluster, random } = trial;
  const ledger = openLedger();
  const chosen = subjects();
  const current = machineOf(trial);
  const load = driveLoad(current, chosen, ledger);
  const office = await people(current, ledger);
  let deck: string[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    if (deck.length === 0) deck = shuffled(NODES, random);
    const driven = [
      ...Array.from({ length: LEVELS_A_ROUND }, (_, i) => driveLevel(current, chosen.point(), i % 2 === 1, ledger)),
      ...Array.from({ length: SPEEDINGS_A_ROUND }, () => driveSpeeding(current, chosen.vehicle(), ledger)),
    ];
    await pause(500 + random() * 3500);
    const node = only ?? deck.pop() ?? '';
    const what = (await cluster.status()).find((one) => one.node === node)?.state ?? '';
    const struck = performance.now();
    await cluster.kill(node);
    await pause(500);
    await cluster.well(WELL_WITHIN);
    const ms = performance.now() - struck;
    trial.recoveries.push({ node, what, ms });
    await within(Promise.all(driven), `the excursions of round ${round}`);
    const acknowledged = [...ledger.readings, ...ledger.fixes].filter((sent) => sent.acknowledged).length;
    console.log(
      `${String(round).padStart(3)} ${`${node} ${what}`.padEnd(26)} all well after ${(ms / 1000).toFixed(1).padStart(5)} s · ${acknowledged} readings and positions acknowledged`,
    );
  }
  for (const device of load) device.stop();
  await within(Promise.all([office.stop(), ...load.map(({ finished }) => finished)]), 'the load');
  const after = async (): Promise<Comparison[]> => {
    await caughtUp(cluster);
    return compare(await ledgerHome(cluster), ledger);
  };
  const before = await after();
  const messages = await replayAll(cluster.layout);
  console.log(`${messages} messages of the log sent again, as new ones`);
  return [
    ['after the kills', before],
    ['after the replay', await after()],
  ];
}

async function within<T>(work: Promise<T>, what: string): Promise<T> {
  const late = pause(DRIVEN_WITHIN, undefined, { ref: false }).then(() => {
    throw new Error(`${what}: not all acknowledged`);
  });
  return Promise.race([work, late]);
}

/** The comparison reads the stores' addresses from files as one machine has them. */
async function ledgerHome({ layout, database }: Cluster): Promise<string> {
  const home = clickhouseHome(layout);
  const memory = { owner: layout.passwords.owner, port: layout.postgres[database.primary()] };
  await writeFile(join(home, 'postgres.json'), JSON.stringify(memory));
  return home;
}

/** All that was acknowledged has passed history and rules. */
async function caughtUp({ layout }: Cluster): Promise<void> {
  interface Health {
    readonly parts: readonly { readonly name: string; readonly detail: string | null }[];
  }
  await until(
    'history and rules caught up',
    async () => {
      const answer = await fetch(`http://127.0.0.1:${layout.machines.a.web}/api/health`).catch(() => undefined);
      if (answer === undefined) return false;
      const { parts } = (await answer.json()) as Health;
      return (
        parts.filter(({ name, detail }) => ['history', 'rules'].includes(name) && detail === '落后 0 条').length === 2
      );
    },
    120_000,
    300,
  );
  // The newest number of the log is asked for twice a second.
  await pause(1500);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

function report({ recoveries }: Trial, found: readonly [string, readonly Comparison[]][]): number {
  for (const [when, comparisons] of found) {
    console.log(`\n${when.padEnd(48)} acknowledged      lost  duplicated`);
    for (const { what, acknowledged, lost, duplicated, examples } of comparisons) {
      console.log(
        `${what.padEnd(48)} ${String(acknowledged).padStart(12)} ${String(lost).padStart(9)} ${String(duplicated).padStart(11)}`,
      );
      for (const example of examples) console.log(`    ${example}`);
    }
  }
  const slowest = recoveries.toSorted((a, b) => b.ms - a.ms)[0];
  const median = recoveries.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(recoveries.length / 2)] ?? 0;
  console.log(
    `\nall well again after a kill: median ${(median / 1000).toFixed(1)} s, longest ${((slowest?.ms ?? 0) / 1000).toFixed(1)} s (${slowest?.node ?? ''})`,
  );
  const all = found.flatMap(([, comparisons]) => comparisons);
  const lost = all.reduce((sum, one) => sum + one.lost, 0);
  const duplicated = all.reduce((sum, one) => sum + one.duplicated, 0);
  console.log(`lost ${lost}, duplicated ${duplicated}`);
  return lost === 0 && duplicated === 0 ? 0 : 1;
}

import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@anlan/journeys';
import type { Sender } from '../ingest/pace.ts';
import { streamOf, type Stream } from '../ingest/stream.ts';
import { optionsOf } from '../options.ts';
import { STORES } from '../peers/stores/beside.ts';
import type { Keeper } from '../peers/stores/store.ts';
import { machine, printTable, quantile } from '../table.ts';
import { randomOf } from './blow.ts';
import { openIntake } from './intake.ts';

const SECOND = 1000;
const EACH = 100;
/** More batches a second than anything here takes: each has a second of its own, and the last shall not lie in the future. */
const BATCHES_A_SECOND = 300;
const NO_ROOM_MS = 20;
const COUNTED_WITHIN = 60_000;
const HEAD = [
  'store',
  'before the answer',
  'rounds',
  'acknowledged',
  'found',
  'lost',
  'lost, %',
  'answered again after, s: median',
  'longest',
];

/** A batch that was acknowledged: so many readings at a time that no other batch has. */
interface Batch {
  readonly at: number;
  readonly readings: number;
}

interface Bed {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Readings in a batch, one of each point. */
  readonly size: number;
  readonly random: () => number;
  readonly stream: Stream & { last(): number };
}

type Open = (gateways: number) => Promise<Keeper | string>;

const OWN: readonly Open[] = [
  (gateways) => openIntake('Anlan, intake killed', 'ingest', gateways, EACH),
  (gateways) => openIntake('Anlan, all processes killed', 'everything', gateways, EACH),
];

/** Kills the intake and other stores while they take the same stream, and counts what of the acknowledged they still hold. */
export async function killPeers(args: readonly string[]): Promise<number> {
  const { rounds, seconds, seed, gateways, connections } = optionsOf(args, {
    rounds: 10,
    seconds: 5,
    seed: Math.floor(Math.random() * 1e9),
    gateways: 100,
    connections: 4,
  });
  const from = Math.floor(Date.now() / SECOND - (rounds + 1) * seconds * BATCHES_A_SECOND) * SECOND;
  console.log(`kill-peers · ${rounds} rounds of ${seconds} s · seed ${seed} · ${machine()}`);
  const rows: (string | number)[][] = [];
  let code = 0;
  for (const open of [...OWN, ...STORES]) {
    const keeper = await open(gateways);
    if (typeof keeper === 'string') {
      rows.push([keeper]);
      continue;
    }
    const stream = noted(streamOf(gateways, EACH, from));
    try {
      const bed = { rounds, seconds, connections, size: gateways * EACH, random: randomOf(seed), stream };
      const { row, lost } = await tried(keeper, bed);
      rows.push(row);
      if (lost > 0 && OWN.includes(open)) code = 1;
    } catch (error) {
      // Others may not start again on what a kill has left; that is a result too.
      if (OWN.includes(open)) throw error;
      rows.push([keeper.name, keeper.durable, (error as Error).message]);
    } finally {
      await keeper.end();
    }
  }
  printTable(HEAD, rows);
  return code;
}

/** A stream that says of what time the batch is that was taken last. */
function noted(stream: Stream): Bed['stream'] {
  let last = Number.NaN;
  return {
    ...stream,
    columns: (from, count, value) => (last = stream.columns(from, count, value)),
    last: () => last,
  };
}

async function tried(keeper: Keeper, bed: Bed): Promise<{ row: (string | number)[]; lost: number }> {
  await tryCounting(keeper, bed);
  const all: Batch[] = [];
  const times: number[] = [];
  for (let round = 1; round <= bed.rounds; round += 1) {
    const { acknowledged, seconds } = await oneRound(keeper, bed);
    all.push(...acknowledged);
    times.push(seconds);
    const { sum, lost } = await missing(keeper, acknowledged);
    console.log(
      `${keeper.name}, ${round}: ${sum} acknowledged, ${lost} lost, answered again after ${seconds.toFixed(1)} s · load average ${loadavg()[0]!.toFixed(1)}`,
    );
  }
  // Once more at the end: what a round has kept, a later one may have lost.
  const { sum, lost } = await missing(keeper, all);
  const share = ((lost / sum) * 100).toFixed(2);
  const [median, longest] = [0.5, 1].map((q) => quantile(times, q).toFixed(1)) as [string, string];
  return { row: [keeper.name, keeper.durable, bed.rounds, sum, sum - lost, lost, share, median, longest], lost };
}

/** A batch after which nothing is killed must be found whole, or nothing that is counted later means anything. */
async function tryCounting(keeper: Keeper, { stream, size }: Bed): Promise<void> {
  const senders = await keeper.senders({ stream, size, batch: size, connections: 1 });
  for (const sender of senders) {
    const answer = sender.send();
    const batch = { at: stream.last(), readings: await answer };
    await sender.end();
    const whole = async (): Promise<boolean> => (await missing(keeper, [batch])).lost === 0 && batch.readings === size;
    await until(`a batch that ${keeper.name} acknowledged`, whole, COUNTED_WITHIN, 500);
  }
}

/** Sends as fast as it is answered, kills at a random moment, and waits for the first answer after it. */
async function oneRound(keeper: Keeper, bed: Bed): Promise<{ acknowledged: Batch[]; seconds: number }> {
  const { size, stream, connections } = bed;
  const senders = await keeper.senders({ stream, size, batch: size, connections });
  const acknowledged: Batch[] = [];
  const state = { striking: false, gone: false };
  const sending = Promise.all(senders.map((sender) => send(sender, bed, acknowledged, state)));
  await Promise.race([sending, pause(bed.seconds * SECOND * (0.3 + 0.7 * bed.random()))]);
  state.striking = true;
  const struck = performance.now();
  await keeper.kill();
  state.gone = true;
  await sending;
  for (const sender of senders) await sender.end();
  await keeper.again();
  return { acknowledged, seconds: (performance.now() - struck) / SECOND };
}

/** Sends until the other end is gone; an error before it is struck is one of the bench. */
async function send(
  sender: Sender,
  { stream }: Bed,
  acknowledged: Batch[],
  state: { readonly striking: boolean; readonly gone: boolean },
): Promise<void> {
  while (!state.gone) {
    // A sender takes its readings before it waits for anything, so `last` is of this batch.
    const answer = sender.send();
    const at = stream.last();
    try {
      const readings = await answer;
      if (readings > 0) acknowledged.push({ at, readings });
      else await pause(NO_ROOM_MS);
    } catch (error) {
      if (!state.striking) throw error;
      return;
    }
  }
}

/** How many of the acknowledged readings are not there. */
async function missing(keeper: Keeper, batches: readonly Batch[]): Promise<{ sum: number; lost: number }> {
  if (batches.length === 0) return { sum: 0, lost: 0 };
  const times = batches.map(({ at }) => at);
  const from = times.reduce((least, at) => Math.min(least, at));
  const held = await keeper.count(from, times.reduce((most, at) => Math.max(most, at)) + SECOND);
  const sum = batches.reduce((before, { readings }) => before + readings, 0);
  const lost = batches.reduce((before, { at, readings }) => before + Math.max(0, readings - (held.get(at) ?? 0)), 0);
  return { sum, lost };
}

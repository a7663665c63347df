import { pino } from 'pino';
import { openDatabase } from '../access/scoped.ts';
import { openJudge } from '../ingest/judge.ts';
import { batchOfRecord, type Batch } from '../ingest/record.ts';
import { idOf, plant, rulesOf } from '../simulation/plant.ts';
import { randomOf } from '../simulation/random.ts';
import { becauseOf, sampleFrame, startTracing } from './index.ts';

/** `cost.js ENTRIES ROUNDS`: what tracing costs an entry of the journal that leads to nothing; one line of figures a way. */
const [entries = 100_000, rounds = 7] = process.argv.slice(2).map(Number);
const START = Date.UTC(2026, 2, 18);

/** Entries of one device, four readings each, all within their limits. */
function batches(): Batch[] {
  return Array.from({ length: entries }, (_, index) => {
    const at = START + index * 1000;
    const readings = (['x1', 'x2', 'x3', 'y1'] as const).map(
      (point, place) => [idOf(point), at, 40 + ((index + place) % 5), 'good'] as const,
    );
    return batchOfRecord({ device: 'device', receivedAt: at, fixes: [], readings });
  });
}

/** ns an entry for being judged under eight rules. */
function judged(all: readonly Batch[]): number {
  const judge = openJudge(rulesOf(randomOf(1)), plant(), { memories: [], running: [] });
  const ns = timed(all, (batch) => judge.take(batch));
  if (judge.waiting() > 0) throw new Error('these entries should lead to nothing');
  return ns;
}

let explained = 0;
/** Asks for the cause as often as entries lead to something here: never. */
const take = (batch: Batch, because: () => object): void => {
  if (batch.receivedAt < 0) explained += Object.keys(because()).length;
};

/** ns an entry for what the rules do beside judging, so that a cause can be told. */
function traced(all: readonly Batch[]): number {
  return timed(all, (batch, index) => {
    const durable = Date.now();
    take(batch, () => becauseOf(index, batch, durable, Date.now()));
    sampleFrame(index, batch, durable, Date.now);
  });
}

function timed(all: readonly Batch[], work: (batch: Batch, index: number) => void): number {
  const began = process.hrtime.bigint();
  for (let index = 0; index < all.length; index += 1) work(all[index]!, index);
  return Number(process.hrtime.bigint() - began) / all.length;
}

const all = batches();
const figures: Record<string, number[]> = {};
const note = (name: string, ns: number): void => void (figures[name] ??= []).push(Math.round(ns));

async function through(name: string, otlp: string | undefined | null): Promise<void> {
  // A database that is not there: steps wait in memory, as far as that goes.
  const away = openDatabase('postgres://nobody@127.0.0.1:1/none', 1);
  const log = pino({ level: 'silent' });
  const tracing = otlp === null ? undefined : await startTracing({ db: away.db, role: 'cost', otlp, log });
  note(name, traced(all));
  await tracing?.stop();
  await away.pool.end();
}

traced(all);
for (let round = 0; round < rounds; round += 1) {
  note('judging alone', judged(all));
  await through('tracing, nobody noting', null);
  await through('tracing', undefined);
  await through('tracing, with a collector', 'http://127.0.0.1:1');
}
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
console.log(
  JSON.stringify(Object.fromEntries(Object.entries(figures).map(([name, values]) => [name, median(values)]))),
);
process.exit(explained);

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { optionsOf } from '../options.ts';
import { machine, printTable } from '../table.ts';
import { type Coverage, openCoverage } from './coverage.ts';
import { DECODERS, type Decoder, vectorsOf } from './decoders.ts';
import { type Mutator, openMutator } from './mutate.ts';

/** A single input may take this long (ms): what takes longer hangs a listener. */
const SLOWEST = 1000;
/** After so many inputs the processor's time is read anew: what took long by the clock counts by no more than was used since. */
const MARKED = 256;
/** Heap a decoder may have gained after all inputs (MB): streams are bounded, so that more is growth. */
const MOST_GROWTH = 64;
/** Coverage is looked at after so many inputs; a find among them is narrowed down by halves. */
const BATCH = 256;
/** Part of the inputs that coverage guides; the rest is made of what was found, at full speed. */
const GUIDED = 0.05;
const MOST_GUIDED = 200_000;

interface Result {
  readonly protocol: string;
  readonly inputs: number;
  readonly messages: number;
  readonly refusals: number;
  readonly perSecond: number;
  readonly slowest: number;
  readonly growth: number;
  /** Inputs kept because they reached code that none before them had. */
  readonly found: number;
  readonly fault: string;
}

/** Random and mutated inputs for each decoder; 1 when one throws, hangs or grows. */
export async function fuzz(args: readonly string[]): Promise<number> {
  const { protocol, inputs, seed } = optionsOf(args, { protocol: 'all', inputs: 10_000_000, seed: 2017 });
  const wanted = protocol === 'all' ? Object.keys(DECODERS) : [protocol];
  const unknown = wanted.filter((name) => !(name in DECODERS));
  if (unknown.length > 0) {
    console.error(`no decoder ${unknown.join(', ')}; there are ${Object.keys(DECODERS).join(', ')}`);
    return 2;
  }
  console.log(`fuzz --inputs ${inputs} --seed ${seed} · ${machine()}`);
  const results = wanted.map((name) => fuzzOne(name, inputs, seed));
  printTable(
    ['protocol', 'inputs', 'messages', 'refusals', 'inputs/s', 'slowest ms', 'growth MB', 'kept by coverage', 'fault'],
    results.map((one) => [
      one.protocol,
      one.inputs,
      one.messages,
      one.refusals,
      one.perSecond,
      one.slowest.toFixed(1),
      one.growth.toFixed(1),
      one.found,
      one.fault || '–',
    ]),
  );
  return results.some(({ fault }) => fault !== '') ? 1 : 0;
}

function fuzzOne(protocol: string, inputs: number, seed: number): Result {
  const mutator = openMutator(vectorsOf(protocol), seed);
  const trial = openTrial(DECODERS[protocol]!.open());
  const began = performance.now();
  const heap = heapUsed();
  const seeds = mutator.corpus.length;
  guided(trial, mutator, Math.min(MOST_GUIDED, Math.ceil(inputs * GUIDED)));
  while (trial.done < inputs && trial.fault === '') trial.run(mutator.next());
  const growth = (heapUsed() - heap) / 2 ** 20;
  const fault = trial.fault === '' && growth > MOST_GROWTH ? `grew by ${growth.toFixed(0)} MB` : trial.fault;
  const { done, messages, refusals, slowest } = trial;
  const perSecond = Math.round(done / ((performance.now() - began) / 1000));
  const found = mutator.corpus.length - seeds;
  return { protocol, inputs: done, messages, refusals, perSecond, slowest, growth, found, fault };
}

/** Inputs that make the decoder run code none has run before are kept, so that the next go on from there. */
function guided(trial: Trial, mutator: Mutator, inputs: number): void {
  const coverage = openCoverage();
  try {
    for (const frame of mutator.corpus) trial.run(frame);
    const seen = new Set(coverage.take());
    while (trial.done < inputs && trial.fault === '') {
      const batch = Array.from({ length: BATCH }, () => mutator.next());
      for (const input of reaching(batch, trial, coverage, seen)) mutator.keep(input);
    }
  } finally {
    coverage.close();
  }
}

/** Those inputs of a batch that reach blocks not `seen`, which are seen from then on; found by halving. */
function reaching(
  batch: readonly Uint8Array[],
  trial: Trial,
  coverage: Coverage,
  seen: Set<string>,
): readonly Uint8Array[] {
  for (const input of batch) trial.run(input);
  const blocks = coverage.take();
  if ([...blocks].every((block) => seen.has(block))) return [];
  if (batch.length === 1) {
    for (const block of blocks) seen.add(block);
    return batch;
  }
  const half = batch.length >> 1;
  const found = [batch.slice(0, half), batch.slice(half)].flatMap((part) => reaching(part, trial, coverage, seen));
  // What only the whole reached, as streams remember, is news no more either.
  for (const block of blocks) seen.add(block);
  return found;
}

/** A decoder under trial, with what has come of it so far. */
interface Trial {
  run(input: Uint8Array): void;
  done: number;
  messages: number;
  refusals: number;
  slowest: number;
  fault: string;
}

function openTrial(decoder: Decoder): Trial {
  let mark = process.cpuUsage();
  const trial: Trial = {
    done: 0,
    messages: 0,
    refusals: 0,
    slowest: 0,
    fault: '',
    run(input) {
      if (trial.fault !== '') return;
      const started = performance.now();
      trial.fault = tried(decoder, input, trial);
      let took = performance.now() - started;
      if (took > SLOWEST) took = Math.min(took, millisecondsOf(process.cpuUsage(mark)));
      if (trial.done % MARKED === 0) mark = process.cpuUsage();
      if (took > trial.slowest) trial.slowest = took;
      if (took > SLOWEST && trial.fault === '') trial.fault = `${took.toFixed(0)} ms for ${hexOf(input)}`;
      trial.done += 1;
    },
  };
  return trial;
}

const millisecondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

function tried(decoder: Decoder, input: Uint8Array, sums: { messages: number; refusals: number }): string {
  try {
    const { messages, refusals } = decoder.push(input);
    sums.messages += messages;
    sums.refusals += refusals;
    return '';
  } catch (error) {
    return `${(error as Error).message} for ${hexOf(input)}`;
  }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 200)).toString('hex');

/** Heap that is really in use (bytes): what merely waits to be collected is no growth. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

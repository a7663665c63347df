import { optionsOf } from '../options.ts';
import { machine, printTable } from '../table.ts';
import { DECODERS, type Decoder, vectorsOf } from './decoders.ts';

/** A single input may take this long (ms): what takes longer hangs a listener. */
const SLOWEST = 1000;
/** Heap a decoder may have gained after all inputs (MB): streams are bounded, so that more is growth. */
const MOST_GROWTH = 64;
/** Inputs between two looks at the clock. */
const ROUND = 10_000;

interface Result {
  readonly protocol: string;
  readonly inputs: number;
  readonly messages: number;
  readonly refusals: number;
  readonly perSecond: number;
  readonly slowest: number;
  readonly growth: number;
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
    ['protocol', 'inputs', 'messages', 'refusals', 'inputs/s', 'slowest ms', 'growth MB', 'fault'],
    results.map((one) => [
      one.protocol,
      one.inputs,
      one.messages,
      one.refusals,
      one.perSecond,
      one.slowest.toFixed(1),
      one.growth.toFixed(1),
      one.fault || '–',
    ]),
  );
  return results.some(({ fault }) => fault !== '') ? 1 : 0;
}

function fuzzOne(protocol: string, inputs: number, seed: number): Result {
  const decoder = DECODERS[protocol]!.open();
  const mutate = mutator(vectorsOf(protocol), seed);
  const began = performance.now();
  const heap = heapUsed();
  const sums = { messages: 0, refusals: 0 };
  let slowest = 0;
  let fault = '';
  let done = 0;
  while (done < inputs && fault === '') {
    for (let end = Math.min(inputs, done + ROUND); done < end && fault === ''; done += 1) {
      const input = mutate();
      const started = performance.now();
      fault = tried(decoder, input, sums);
      const took = performance.now() - started;
      if (took > slowest) slowest = took;
      if (took > SLOWEST) fault = `${took.toFixed(0)} ms for ${hexOf(input)}`;
    }
  }
  const growth = (heapUsed() - heap) / 2 ** 20;
  if (fault === '' && growth > MOST_GROWTH) fault = `grew by ${growth.toFixed(0)} MB`;
  const perSecond = Math.round(done / ((performance.now() - began) / 1000));
  return { protocol, inputs: done, ...sums, perSecond, slowest, growth, fault };
}

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

function heapUsed(): number {
  // With --expose-gc the measure is exact; without it the bound leaves room for what is not collected yet.
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed;
}

/** A repeatable source of inputs: noise, and frames with bytes changed, cut, doubled, or glued to another. */
function mutator(frames: readonly Uint8Array[], seed: number): () => Uint8Array {
  let state = seed | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const frame = (): Uint8Array => frames[next() % frames.length]!.slice();
  const kinds: readonly (() => Uint8Array)[] = [
    () => Uint8Array.from({ length: next() % 96 }, () => next()),
    frame,
    () => {
      const changed = frame();
      for (let n = 1 + (next() % 4); n > 0; n -= 1) changed[next() % changed.length] = next();
      return changed;
    },
    () => {
      const cut = frame();
      return cut.subarray(next() % cut.length);
    },
    () => {
      const cut = frame();
      return cut.subarray(0, next() % cut.length);
    },
    () => {
      const [first, second] = [frame(), frame()];
      const at = next() % first.length;
      return Uint8Array.from([...first.subarray(0, at), ...second.subarray(next() % second.length)]);
    },
    () => {
      const changed = frame();
      // One bit: what a check must find.
      changed[next() % changed.length]! ^= 1 << (next() % 8);
      return changed;
    },
  ];
  return () => kinds[next() % kinds.length]!();
}

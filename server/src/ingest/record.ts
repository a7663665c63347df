import { QUALITIES, type Quality } from '@anlan/kernel/telemetry';
import { type MovedFix, readFixes, sizeOfFixes, writeFixes } from './fix-record.ts';
import { parse, points, text } from './points.ts';

/** Readings side by side: the n-th of each column belong together. `point` holds numbers of the table of points. */
export interface Columns {
  readonly count: number;
  readonly point: Uint32Array;
  /** Device time, ms. */
  readonly at: Float64Array;
  readonly value: Float64Array;
  /** Place in `QUALITY`. */
  readonly quality: Uint8Array;
}

/** What the intake makes durable as one, and what follows it reads: a message of a device, or a batch of many devices. */
export interface Batch {
  /** Id of the device that spoke; empty where the readings are of several. */
  readonly device: string;
  readonly receivedAt: number;
  /** The sender's own number of the batch, a UUID; empty for messages of a device. */
  readonly key: string;
  readonly readings: Columns;
  readonly fixes: readonly MovedFix[];
}

export const QUALITY = Object.keys(QUALITIES) as readonly Quality[];
export const GOOD = QUALITY.indexOf('good');

/** The head of a payload: sizes u32, receivedAt f64, device and key 16 bytes each; little-endian throughout. */
const HEAD = 64;
const MARK = 0xa7;
const VERSION = 2;
/** The same with the fixes as JSON. */
const FIXES_AS_JSON = 1;
/** Every reading is of a point of its own, in the order of the dictionary: there is no column of places in it. */
const EACH_ITS_OWN = 1;
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Of the many messages that tell a position and nothing else. */
const NO_READINGS: Columns = {
  count: 0,
  point: new Uint32Array(0),
  at: new Float64Array(0),
  value: new Float64Array(0),
  quality: new Uint8Array(0),
};

/**
 * What was decoded of a payload, or encoded into it, lies at the payload itself: nobody in this process need do it again.
 * (A weak map of them costs a quarter of the intake's processor in collections of garbage.)
 */
const BATCH = Symbol('batch');
type Payload = Buffer & { [BATCH]?: Batch };

/** Payloads up to so many bytes are cut from a common piece of memory, which is aligned as columns need it. */
const SMALL = 2048;

/**
 * The bytes of a batch as they stand in the journal: a dictionary of the points' ids, then times, values, places in the
 * dictionary and qualities as columns, then the fixes. It needs nothing but itself to be read again, so that a
 * replay does not depend on a register that has changed since.
 */
export function encodeBatch(batch: Batch): Buffer {
  const { count, point } = batch.readings;
  const dictionary = dictionaryOf(point, count);
  const fixesLength = sizeOfFixes(batch.fixes);
  const places = dictionary.each ? 0 : 4 * count;
  const size = HEAD + 16 * dictionary.count + 16 * count + places + count + fixesLength;
  // Aligned, so that the columns can be read where they lie.
  const payload: Payload = size <= SMALL ? Buffer.allocUnsafe(size) : Buffer.from(new ArrayBuffer(size));
  payload.fill(0, 0, HEAD);
  const words = new Uint32Array(payload.buffer, payload.byteOffset, HEAD / 4);
  payload[0] = MARK;
  payload[1] = VERSION;
  words[1] = count;
  payload.writeDoubleLE(batch.receivedAt, 8);
  writeId(batch.device, payload.subarray(16, 32));
  writeId(batch.key, payload.subarray(32, 48));
  words[12] = dictionary.count;
  words[13] = fixesLength;
  words[14] = dictionary.each ? EACH_ITS_OWN : 0;
  writeFixes(batch.fixes, payload, size - fixesLength);
  payload[BATCH] = { ...batch, readings: count === 0 ? NO_READINGS : written(payload, batch.readings, dictionary) };
  return payload;
}

/** Writes the columns into a payload; what is given back lies there but for the points, whose numbers are this process's own. */
function written(payload: Buffer, { count, point, at, value, quality }: Columns, dictionary: Dictionary): Columns {
  const parts = columnsOf(payload, count, dictionary.count, dictionary.each);
  for (let index = 0; index < dictionary.count; index += 1)
    points.copy(dictionary.numbers[index]!, parts.dictionary, 4 * index);
  parts.at.set(at.subarray(0, count));
  parts.value.set(value.subarray(0, count));
  parts.place?.set(dictionary.places.subarray(0, count));
  parts.quality.set(quality.subarray(0, count));
  return { count, point: point.slice(0, count), at: parts.at, value: parts.value, quality: parts.quality };
}

function writeId(id: string, target: Uint8Array): void {
  if (!parse(id || NOBODY, target)) throw new Error(`not an id: ${id}`);
}

/** The batch of a payload; also of one that an earlier version wrote as JSON. */
export function batchOf(payload: Payload): Batch {
  return (payload[BATCH] ??=
    payload[0] === MARK ? decodeBatch(payload) : batchOfRecord(JSON.parse(payload.toString('utf8'))));
}

function decodeBatch(given: Buffer): Batch {
  if (given[1] !== VERSION && given[1] !== FIXES_AS_JSON)
    throw new Error(`the journal holds payloads of version ${given[1]}, which is not known here`);
  const payload = given.byteOffset % 8 === 0 ? given : Buffer.from(new Uint8Array(given).buffer);
  const words = new Uint32Array(payload.buffer, payload.byteOffset, HEAD / 4);
  const [count, known, fixes] = [words[1]!, words[12]!, words[13]!];
  const each = (words[14]! & EACH_ITS_OWN) !== 0;
  const parts = columnsOf(payload, count, known, each);
  const moved = payload.subarray(payload.length - fixes);
  const point = new Uint32Array(known);
  for (let index = 0; index < known; index += 1) point[index] = points.at(parts.dictionary, 4 * index);
  const [device, key] = [text(payload.subarray(16, 32)), text(payload.subarray(32, 48))];
  return {
    device: device === NOBODY ? '' : device,
    receivedAt: new Float64Array(payload.buffer, payload.byteOffset + 8, 1)[0]!,
    key: key === NOBODY ? '' : key,
    readings: {
      count,
      point: parts.place === undefined ? point : parts.place.map((place) => point[place]!),
      at: parts.at,
      value: parts.value,
      quality: parts.quality,
    },
    fixes: given[1] === VERSION || fixes === 0 ? readFixes(moved) : (JSON.parse(moved.toString()) as MovedFix[]),
  };
}

/** The columns where they lie in a payload. */
function columnsOf(payload: Buffer, count: number, known: number, each: boolean) {
  const { buffer } = payload;
  const from = payload.byteOffset + HEAD;
  const times = from + 16 * known;
  const places = times + 16 * count;
  const qualities = places + (each ? 0 : 4 * count);
  return {
    dictionary: new Uint32Array(buffer, from, 4 * known),
    at: new Float64Array(buffer, times, count),
    value: new Float64Array(buffer, times + 8 * count, count),
    place: each ? undefined : new Uint32Array(buffer, places, count),
    quality: new Uint8Array(buffer, qualities, count),
  };
}

let marks = new Uint32Array(1024);
let at = new Uint32Array(1024);
let mark = 0;
let numbers = new Uint32Array(1024);
let places = new Uint32Array(1024);

/** The distinct points of a column in the order they first come. */
interface Dictionary {
  readonly count: number;
  readonly each: boolean;
  readonly numbers: Uint32Array;
  /** Where in the dictionary each row's point is. */
  readonly places: Uint32Array;
}

/** The arrays are used again by the next call. */
function dictionaryOf(point: Uint32Array, count: number): Dictionary {
  if (marks.length < points.count) {
    marks = new Uint32Array(2 * points.count);
    at = new Uint32Array(2 * points.count);
  }
  if (places.length < count) {
    places = new Uint32Array(2 * count);
    numbers = new Uint32Array(2 * count);
  }
  mark = (mark + 1) >>> 0;
  if (mark === 0) {
    marks.fill(0);
    mark = 1;
  }
  let distinct = 0;
  for (let index = 0; index < count; index += 1) {
    const number = point[index]!;
    if (marks[number] !== mark) {
      marks[number] = mark;
      at[number] = distinct;
      numbers[distinct] = number;
      distinct += 1;
    }
    places[index] = at[number]!;
  }
  return { count: distinct, each: distinct === count, numbers, places };
}

/** A message row by row: what the journal held until its payloads became columns, and what tests are written in. */
export interface SignalRecord {
  readonly device: string;
  readonly receivedAt: number;
  readonly fixes: readonly MovedFix[];
  readonly readings: readonly ReadPoint[];
}

/** Point id, device time ms, value, quality. */
export type ReadPoint = readonly [point: string, at: number, value: number, quality: Quality];

export function batchOfRecord({ device, receivedAt, fixes, readings }: SignalRecord): Batch {
  return {
    device,
    receivedAt,
    key: '',
    fixes,
    readings: {
      count: readings.length,
      point: Uint32Array.from(readings, ([point]) => points.of(point)),
      at: Float64Array.from(readings, ([, time]) => time),
      value: Float64Array.from(readings, ([, , value]) => value),
      quality: Uint8Array.from(readings, ([, , , quality]) => QUALITY.indexOf(quality)),
    },
  };
}

/** The rows of a batch, for those who look at few. */
export function recordOf({ device, receivedAt, fixes, readings }: Batch): SignalRecord {
  const { count, point, at: times, value, quality } = readings;
  const rows = Array.from({ length: count }, (_, index): ReadPoint => [
    points.id(point[index]!),
    times[index]!,
    value[index]!,
    QUALITY[quality[index]!]!,
  ]);
  return { device, receivedAt, fixes, readings: rows };
}

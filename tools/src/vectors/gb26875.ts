import {
  addressHex,
  type Application,
  checksum,
  decodeApplication,
  decodeFrame,
  encodeApplication,
  encodeFrame,
  Gb26875Stream,
  type Header,
  readHeader,
  type TimeTag,
  zoneAndNumber,
} from '@anlan/gb26875';
import { checkEach, firstDifference, type VectorResult } from './compare.ts';

interface Gb26875Vector {
  readonly id: string;
  readonly kind?: 'appData';
  readonly hex: string;
  readonly valid: boolean;
  readonly invalidReason?: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

const REASONS: Readonly<Record<string, string>> = { 'end flag': 'end-flag' };

/** Runs GB/T 26875.3 vectors (`hex` of a frame, or of application data for `kind` appData). */
export function checkGb26875(vectors: readonly unknown[]): VectorResult[] {
  return checkEach<Gb26875Vector>(vectors, (vector) => {
    const bytes = Uint8Array.from(Buffer.from(vector.hex, 'hex'));
    if (vector.kind === 'appData') return applicationDifference(bytes, vector.expect);
    return vector.valid ? frameDifference(bytes, vector.expect) : refusalDifference(bytes, vector);
  });
}

function frameDifference(bytes: Uint8Array, expect: Gb26875Vector['expect']): string | undefined {
  const [item, ...more] = new Gb26875Stream().push(bytes);
  if (!item?.ok || more.length > 0) return `not decoded: ${JSON.stringify(item)}`;
  const { message } = item;
  const app = message.application ? applicationFacts(message.application) : null;
  const difference = firstDifference(expect, { ...frameFacts(bytes, message), app });
  if (difference !== undefined) return difference;
  const encoded = encodeFrame(message);
  if (!(encoded instanceof Uint8Array)) return encoded.detail;
  const again = decodeFrame(encoded);
  return again.ok ? firstDifference(message, again.message, 0, 'encoded again') : again.detail;
}

function refusalDifference(bytes: Uint8Array, { expect, invalidReason }: Gb26875Vector): string | undefined {
  const item = new Gb26875Stream().push(bytes)[0];
  if (!item || item.ok) return 'accepted';
  if (item.reason !== REASONS[invalidReason ?? '']) return `refused as ${item.reason}`;
  return firstDifference(expect, frameFacts(bytes, readHeader(bytes)));
}

function applicationDifference(bytes: Uint8Array, expect: Gb26875Vector['expect']): string | undefined {
  const application = decodeApplication(bytes);
  if (!application) return 'no application data';
  const difference = firstDifference(expect, { app: applicationFacts(application) });
  if (difference !== undefined) return difference;
  const encoded = encodeApplication(application);
  if (!(encoded instanceof Uint8Array)) return encoded.detail;
  return firstDifference(application, decodeApplication(encoded), 0, 'encoded again');
}

function frameFacts(bytes: Uint8Array, header: Header): Record<string, unknown> {
  const sum = checksum(bytes).toString(16).padStart(2, '0');
  return {
    header: {
      ...header,
      time: timeText(header.time),
      timeHex: Buffer.from(bytes.subarray(6, 12)).toString('hex'),
      source: addressHex(header.source),
      destination: addressHex(header.destination),
      sourceNumber: header.source,
      destinationNumber: header.destination,
      appLength: bytes.length - 30,
    },
    checksum: sum,
    checksumComputed: sum,
  };
}

function applicationFacts({ typeFlag, count, objects, surplus }: Application): Record<string, unknown> {
  const [first] = objects;
  return {
    typeFlag,
    count,
    objects: objects.map(objectFacts),
    parameter: first?.parameter ?? first?.minutes,
    objectsHex: Buffer.from(surplus).toString('hex'),
    hex: count === undefined ? typeFlag.toString(16).padStart(2, '0') : undefined,
  };
}

function objectFacts(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { zone, number } = zoneAndNumber(Number(object.componentAddress));
  const words = { addressLowWord: zone, addressHighWord: number };
  return { ...object, ...words, time: object.time && timeText(object.time as TimeTag) };
}

function timeText(tag: TimeTag): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const { year, month, day, hour, minute, second } = tag;
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

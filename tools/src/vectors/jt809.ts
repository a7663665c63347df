import {
  assemble,
  crc16,
  crypt,
  decodeFrame,
  encodeFrame,
  FrameSplitter,
  HEADER_BYTES,
  openFrame,
  readEnvelope,
  type BodyOf,
  type CipherConstants,
  type Decoded,
  type Header,
  type Opened,
  type Refusal,
} from '@anlan/jt809';
import { checkEach, firstDifference, type VectorResult } from './compare.ts';
import { hex, hexOf } from './jt808-location.ts';

interface Vector {
  readonly id: string;
  readonly kind?: 'crc' | 'cipher';
  readonly hex: string;
  readonly valid: boolean;
  readonly invalidReason?: string;
  readonly cipherParams?: Readonly<Record<'key' | 'M1' | 'IA1' | 'IC1', number>>;
  readonly expect: {
    readonly header?: unknown;
    readonly crc?: string;
    readonly body?: Readonly<Record<string, unknown>>;
  };
}

/** What single vectors hold against the envelope and layout of their message, with what is right instead. */
const WRONG: Readonly<Record<string, { readonly why: string; readonly body: unknown }>> = {
  'jt809-a016': {
    why: 'a vehicle part is read into 0x9300, which has none: its 0x9301 with 52 bytes of data begins the body',
    body: { objectType: 2, objectId: '测B01844', answerTime: 10, infoId: 25, text: '平台查岗请求是否是人类' },
  },
};

/** Vectors whose body has no legal envelope: the frame is taken, its body refused. */
const BODY_REFUSED: ReadonlySet<string> = new Set(['jt809-a009']);

/** Runs the vectors of `jt809.json`: frames, and check values of the CRC and the cipher. */
export function checkJt809(vectors: readonly unknown[]): VectorResult[] {
  return checkEach<Vector>(vectors, (vector) => {
    if (vector.kind === 'crc')
      return firstDifference(vector.expect, {
        crc: hex(crc16(bytesOf(vector)), 4)
          .slice(2)
          .toLowerCase(),
      });
    if (vector.kind === 'cipher') return checkCipher(vector);
    return vector.valid ? checkFrame(vector) : checkRefused(vector);
  });
}

function checkCipher(vector: Vector): string | undefined {
  const { key, ...constants } = constantsOf(vector.cipherParams!);
  return firstDifference(vector.expect, { cipherHex: hexOf(crypt(bytesOf(vector), key, constants)) });
}

function constantsOf({ key, M1, IA1, IC1 }: NonNullable<Vector['cipherParams']>): CipherConstants & { key: number } {
  return { key, m1: M1, ia1: IA1, ic1: IC1 };
}

function checkRefused(vector: Vector): string | undefined {
  const reason = vector.invalidReason!.startsWith('CRC') ? 'crc' : vector.invalidReason;
  const refusal = opened(vector);
  if (refusal.ok) return `accepted, but: ${vector.invalidReason}`;
  if (refusal.reason !== reason) return `refused for ${refusal.reason}, but: ${vector.invalidReason}`;
  return firstDifference(vector.expect, refusal.header ? { header: headerShape(refusal.header) } : {});
}

/** The frame opened after it went through the splitter, as it would arrive. */
function opened(vector: Vector): Opened | Refusal {
  const [cut, ...more] = new FrameSplitter().push(bytesOf(vector));
  if (!cut || more.length > 0) throw new Error(`not one frame: ${vector.id}`);
  return cut.ok ? openFrame(cut.frame, { strict: true }) : cut;
}

function checkFrame(vector: Vector): string | undefined {
  const frame = opened(vector);
  if (!frame.ok) return `refused: ${frame.reason}, ${frame.detail}`;
  const decoded = decodeFrame(bytesOf(vector), { strict: true });
  if (decoded.ok === BODY_REFUSED.has(vector.id)) return decoded.ok ? 'accepted' : `body refused: ${decoded.detail}`;
  const crc = vector.hex.slice(-6, -2);
  const body = bodyShape(frame, decoded, vector.expect.body ?? {});
  return (
    firstDifference(vector.expect, { header: headerShape(frame.header), crc, body }) ??
    firstDifference(WRONG[vector.id]?.body ?? {}, decoded.ok ? decoded.body : {}) ??
    firstDifference(vector.hex.toLowerCase(), hexOf(assemble(frame.header, frame.body))) ??
    (decoded.ok ? writtenAgain(decoded) : undefined)
  );
}

/** The first difference between a message and what is read of it once written. */
function writtenAgain(decoded: Decoded): string | undefined {
  if (decoded.kind === 'encrypted') return undefined;
  const { edition, accessCode, serial, version, sentAt } = decoded.header;
  const bytes = encodeFrame(decoded, { edition, accessCode, serial, version, sentAt });
  const again = decodeFrame(bytes, { edition, strict: true });
  return again.ok ? firstDifference(decoded.body, again.body) : `not read again: ${again.detail}`;
}

function headerShape(header: Header): Record<string, unknown> {
  const { length, serial, type, accessCode, version, encryption, key, edition, sentAt } = header;
  return {
    length,
    sn: serial,
    type: hex(type, 4),
    gnssCenterId: accessCode,
    version: version.join('.'),
    encryptFlag: encryption,
    encryptKey: key,
    headerLength: HEADER_BYTES[edition],
    utc: sentAt,
  };
}

/** A body under the names of the vector: those of its log-in, its envelope, its position, or its bytes. */
function bodyShape(frame: Opened, decoded: Decoded | Refusal, expected: Readonly<Record<string, unknown>>): unknown {
  const shape: Record<string, unknown> = { bodyHex: hexOf(frame.body), encryptedBodyHex: hexOf(frame.body) };
  if (decoded.ok && decoded.kind === 'login') {
    const { userId, password, downLinkAddress, downLinkPort } = decoded.body;
    Object.assign(shape, { userId, password, downLinkIp: downLinkAddress, downLinkPort });
  }
  if (decoded.ok && decoded.kind === 'logout') Object.assign(shape, decoded.body);
  if (decoded.ok && decoded.kind === 'position') shape['position'] = positionShape(decoded.body);
  // The vectors show the envelope with a vehicle, be it that of the message or not.
  if ('vehicleNo' in expected) Object.assign(shape, envelopeShape(frame.body));
  return shape;
}

function envelopeShape(body: Uint8Array): Record<string, unknown> {
  const { vehicle, subType, statedLength, data } = readEnvelope(body, 'vehicle')!;
  return {
    vehicleNo: vehicle!.plate,
    vehicleColor: vehicle!.colour,
    subType: hex(subType, 4),
    dataLength: statedLength,
    dataLengthOk: statedLength === data.length,
    dataHex: hexOf(data),
  };
}

function positionShape(position: BodyOf<'position'>): Record<string, unknown> {
  if ('report' in position) return {};
  const { encrypted, time, longitude, latitude, speed, recorderSpeed, mileage, direction, altitude } = position;
  return {
    encrypt: encrypted,
    time,
    longitudeRaw: Math.round(longitude * 1e6),
    latitudeRaw: Math.round(latitude * 1e6),
    longitude,
    latitude,
    speedKmh: speed,
    recorderSpeedKmh: recorderSpeed,
    mileageKm: mileage,
    direction,
    altitudeM: altitude,
    state: hex(position.status, 8),
    alarm: hex(position.alarm, 8),
  };
}

function bytesOf({ hex: digits }: Vector): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'));
}

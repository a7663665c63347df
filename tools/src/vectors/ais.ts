import { AisStream, decodePayload, decodeSentence, encodeMessage, type Message, type Payload } from '@anlan/ais';
import { payloadBytes, type Report, unarmour } from '@anlan/ais';
import { checkEach, firstDifference, type VectorResult } from './compare.ts';

interface AisVector {
  readonly id: string;
  readonly text: string;
  readonly valid: boolean;
  readonly expect: Readonly<Record<string, unknown>> & { readonly type: number; readonly bits: number };
}

// The vectors' coordinates are rounded to six decimals.
const ROUNDED = 0.000_000_51;

/** Runs AIS vectors (`text` of one or more sentences) through the stream and back through the encoder. */
export function checkAis(vectors: readonly unknown[]): VectorResult[] {
  return checkEach<AisVector>(vectors, (vector) =>
    vector.valid ? validDifference(vector) : invalidDifference(vector),
  );
}

function validDifference({ text, expect }: AisVector): string | undefined {
  const items = new AisStream().push(text, 0);
  const report = items[0];
  if (items.length !== 1 || !report?.ok) return `not decoded: ${JSON.stringify(items)}`;
  const difference = firstDifference(expect, factsOf(report), ROUNDED);
  if (difference !== undefined) return difference;
  const again = new AisStream().push(`${encodeMessage(report.message).join('\r\n')}\r\n`, 0)[0];
  return again?.ok ? firstDifference(report.message, again.message, 0, 'encoded again') : 'does not encode';
}

function invalidDifference({ text, expect }: AisVector): string | undefined {
  const sentence = decodeSentence(text);
  if (!sentence.ok) return `sentence refused: ${sentence.detail}`;
  const payload = unarmour(sentence.payload, sentence.fill);
  if ('ok' in payload) return payload.detail;
  const result = decodePayload(payload);
  if (!('ok' in result)) return 'accepted';
  if (result.reason !== 'short-message') return `refused as ${result.reason}`;
  return firstDifference(expect, { checksumOk: true, type: payload.six[0], bits: payload.bits });
}

function factsOf({ message, payload, talker, formatter, channel, fragments }: Report): Record<string, unknown> {
  const around = { talker, sentence: formatter, channel, fragments, bits: payload.bits };
  return { ...around, payloadBitsHex: nibbles(payload), ...rawValues(message) };
}

function nibbles(payload: Payload): string {
  return Buffer.from(payloadBytes(payload))
    .toString('hex')
    .slice(0, Math.ceil(payload.bits / 4));
}

/** The message as the vectors write it: flags as 0 and 1, "not available" as its code, raw integers beside values. */
function rawValues(message: Message): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(message))
    values[name] = typeof value === 'boolean' ? Number(value) : value;
  const perDegree = message.type === 27 ? 600 : 600_000;
  const raw = (name: string, scale: number, none: number): number =>
    values[name] === undefined ? none : Math.round((values[name] as number) * scale);
  return {
    ...values,
    lon: values.lon ?? 181,
    lat: values.lat ?? 91,
    lonRaw: raw('lon', perDegree, 181 * perDegree),
    latRaw: raw('lat', perDegree, 91 * perDegree),
    turnRaw: raw('turn', 1, -128),
    speedRaw: raw('speed', 10, 1023),
    courseRaw: raw('course', 10, 3600),
    draughtRaw: raw('draught', 10, 0),
    heading: raw('heading', 1, 511),
    imo: raw('imo', 1, 0),
    etaMonth: raw('etaMonth', 1, 0),
    etaDay: raw('etaDay', 1, 0),
    etaHour: raw('etaHour', 1, 24),
    etaMinute: raw('etaMinute', 1, 60),
    year: raw('year', 1, 0),
    month: raw('month', 1, 0),
    day: raw('day', 1, 0),
    hour: raw('hour', 1, 24),
    minute: raw('minute', 1, 60),
    second: raw('second', 1, 60),
  };
}

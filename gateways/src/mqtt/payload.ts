import { QUALITIES, type IntakeRefusal, type Quality, type Signal } from '@anlan/kernel/telemetry';

/** Readings of a payload, or why there are none. */
export type Payload =
  | { readonly ok: true; readonly at: number; readonly signals: readonly Signal[] }
  | { readonly ok: false; readonly reason: IntakeRefusal; readonly detail: string };

const MOST_READINGS = 1000;
const LONGEST_POINT = 64;
// Zone required: a device's local time without zone would be read as ours.
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Reads `{"at": …, "readings": [{"point", "value", "quality"?, "at"?}]}`; see README.md for the fields.
 * Refuses the whole payload at its first fault: a half-accepted message could not be acknowledged honestly.
 */
export function readPayload(bytes: Uint8Array): Payload {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return refuse('malformed', 'not JSON in UTF-8');
  }
  if (!isObject(json)) return refuse('malformed', 'not an object');
  const at = timeOf(json.at);
  if (at === undefined) return refuse('malformed', '"at" is neither epoch milliseconds nor ISO 8601 with zone');
  const { readings } = json;
  if (!Array.isArray(readings) || readings.length === 0) return refuse('malformed', '"readings" is not a filled list');
  if (readings.length > MOST_READINGS) return refuse('oversized', `more than ${MOST_READINGS} readings`);
  const signals: Signal[] = [];
  for (const reading of readings) {
    const signal = readReading(reading, at);
    if ('ok' in signal) return signal;
    signals.push(signal);
  }
  return { ok: true, at, signals };
}

function readReading(reading: unknown, messageAt: number): Signal | (Payload & { ok: false }) {
  if (!isObject(reading)) return refuse('malformed', 'a reading is not an object');
  const { point, value, quality = 'good' } = reading;
  if (typeof point !== 'string' || point === '' || point.length > LONGEST_POINT) {
    return refuse('malformed', `"point" is not a name of at most ${LONGEST_POINT} characters`);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('not-a-number', `value of ${point}`);
  if (!isQuality(quality)) return refuse('malformed', `quality of ${point}`);
  const at = reading.at === undefined ? messageAt : timeOf(reading.at);
  if (at === undefined) return refuse('malformed', `time of ${point}`);
  return { kind: 'reading', point, at, value, quality };
}

function timeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !ISO_TIME.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

function isQuality(value: unknown): value is Quality {
  return typeof value === 'string' && Object.hasOwn(QUALITIES, value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: IntakeRefusal, detail: string): Payload & { ok: false } {
  return { ok: false, reason, detail };
}

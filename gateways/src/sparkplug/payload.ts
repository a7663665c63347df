import protobuf from 'protobufjs/light.js';

/** Datatypes of Sparkplug B 3.0 (6.4.16) that are numbers or truth values, and how many bits a signed one has. */
const SIGNED: Readonly<Record<number, number>> = { 1: 8, 2: 16, 3: 32, 4: 64 };
const NUMERIC: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13]);
const BOOLEAN = 11;
const STRINGS: ReadonlySet<number> = new Set([12, 14, 15]);

/** One metric as it stands in a payload. */
export interface Metric {
  readonly name?: string;
  readonly alias?: number;
  /** Epoch ms. */
  readonly timestamp?: number;
  readonly datatype?: number;
  readonly historical: boolean;
  readonly isNull: boolean;
  /** Whole numbers as they stand, unsigned: `numberOf` knows their sign. Null where there is none; undefined for data sets and templates. */
  readonly value?: bigint | number | boolean | string | null;
}

/** A payload of Sparkplug B 3.0 (6.4); `timestamp` is epoch ms, `seq` 0 to 255. */
export interface Payload {
  readonly timestamp?: number;
  readonly seq?: number;
  readonly metrics: readonly Metric[];
}

/** Only what is used: fields not named here are passed over by their length. The standard's own text is proto2, which tells 0 from nothing. */
const schema = protobuf.Root.fromJSON({
  nested: {
    Payload: {
      edition: 'proto2',
      fields: {
        timestamp: { type: 'uint64', id: 1 },
        metrics: { rule: 'repeated', type: 'Metric', id: 2 },
        seq: { type: 'uint64', id: 3 },
      },
    },
    Metric: {
      edition: 'proto2',
      oneofs: {
        value: { oneof: ['intValue', 'longValue', 'floatValue', 'doubleValue', 'booleanValue', 'stringValue'] },
      },
      fields: {
        name: { type: 'string', id: 1 },
        alias: { type: 'uint64', id: 2 },
        timestamp: { type: 'uint64', id: 3 },
        datatype: { type: 'uint32', id: 4 },
        isHistorical: { type: 'bool', id: 5 },
        isTransient: { type: 'bool', id: 6 },
        isNull: { type: 'bool', id: 7 },
        intValue: { type: 'uint32', id: 10 },
        longValue: { type: 'uint64', id: 11 },
        floatValue: { type: 'float', id: 12 },
        doubleValue: { type: 'double', id: 13 },
        booleanValue: { type: 'bool', id: 14 },
        stringValue: { type: 'string', id: 15 },
      },
    },
  },
});
const payloadType = schema.lookupType('Payload');

interface RawMetric {
  name?: string;
  alias?: string;
  timestamp?: string;
  datatype?: number;
  isHistorical?: boolean;
  isNull?: boolean;
  intValue?: number;
  longValue?: string;
  floatValue?: number;
  doubleValue?: number;
  booleanValue?: boolean;
  stringValue?: string;
}

/** Reads a payload of Sparkplug B (protobuf); undefined when it is none. Never throws. */
export function readPayload(bytes: Uint8Array): Payload | undefined {
  try {
    // 64-bit numbers as text: nothing is lost before it is known whether they are signed.
    const raw = payloadType.toObject(payloadType.decode(bytes), { longs: String, defaults: false }) as {
      timestamp?: string;
      seq?: string;
      metrics?: RawMetric[];
    };
    return {
      ...whole('timestamp', raw.timestamp),
      ...whole('seq', raw.seq),
      metrics: (raw.metrics ?? []).map(metricOf),
    };
  } catch {
    return undefined;
  }
}

function whole<K extends string>(key: K, text: string | undefined): { [name in K]?: number } {
  return (text === undefined ? {} : { [key]: Number(text) }) as { [name in K]?: number };
}

function metricOf(raw: RawMetric): Metric {
  const { name, datatype } = raw;
  return {
    ...(name === undefined ? {} : { name }),
    ...whole('alias', raw.alias),
    ...whole('timestamp', raw.timestamp),
    ...(datatype === undefined ? {} : { datatype }),
    historical: raw.isHistorical === true,
    isNull: raw.isNull === true,
    value: raw.isNull === true ? null : valueOf(raw),
  };
}

function valueOf(raw: RawMetric): Metric['value'] {
  const whole = raw.longValue ?? raw.intValue;
  if (whole !== undefined) return BigInt(whole);
  return raw.floatValue ?? raw.doubleValue ?? raw.booleanValue ?? raw.stringValue;
}

/**
 * The value of a metric as a point takes it; undefined when it is no finite number, or a whole one too large to be exact.
 * `datatype` is that of its birth where the metric names none: data may leave it out.
 */
export function numberOf({ value, datatype }: Pick<Metric, 'value' | 'datatype'>): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (datatype !== undefined && !NUMERIC.has(datatype)) return undefined;
  if (typeof value === 'bigint') {
    // Negative whole numbers are sent as two's complement in the unsigned fields (6.4.16).
    const bits = SIGNED[datatype ?? 0];
    const number = Number(bits === undefined ? value : BigInt.asIntN(bits, value));
    return Number.isSafeInteger(number) ? number : undefined;
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** What a metric says of itself when it is written. */
export interface Written {
  readonly name?: string;
  readonly alias?: number;
  readonly timestamp: number;
  readonly datatype: number;
  readonly value: number | boolean | string | null;
  readonly historical?: boolean;
}

/** Writes a payload; a command to a node is one as well. */
export function writePayload(payload: { timestamp: number; seq?: number; metrics: readonly Written[] }): Buffer {
  const { timestamp, seq, metrics } = payload;
  const raw = { timestamp, ...(seq === undefined ? {} : { seq }), metrics: metrics.map(rawOf) };
  return Buffer.from(payloadType.encode(payloadType.fromObject(raw)).finish());
}

function rawOf({ name, alias, timestamp, datatype, value, historical }: Written): RawMetric {
  const head = {
    ...(name === undefined ? {} : { name }),
    ...(alias === undefined ? {} : { alias: String(alias) }),
    ...(historical === true ? { isHistorical: true } : {}),
    timestamp: String(timestamp),
    datatype,
  };
  if (value === null) return { ...head, isNull: true };
  if (datatype === BOOLEAN) return { ...head, booleanValue: Boolean(value) };
  if (STRINGS.has(datatype)) return { ...head, stringValue: String(value) };
  if (datatype === 9) return { ...head, floatValue: Number(value) };
  if (datatype === 10) return { ...head, doubleValue: Number(value) };
  const long = datatype === 4 || datatype === 8 || datatype === 13;
  if (long) return { ...head, longValue: BigInt.asUintN(64, BigInt(Number(value))).toString() };
  return { ...head, intValue: Number(value) >>> 0 };
}

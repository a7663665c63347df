import { counted, padded, record, sizedBytes, u16, u32, u8, type Field, type RecordOf } from './field.ts';

/** A wall clock in China as "YYYY-MM-DD hh:mm:ss", sent as day, month, year, hour, minute, second. */
const wallClock: Field<string> = {
  read(input) {
    const [day, month, year] = [input.u8(), input.u8(), input.u16()];
    const clock = [input.u8(), input.u8(), input.u8()].map((part) => digits(part, 2)).join(':');
    return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)} ${clock}`;
  },
  write(output, value) {
    const [, year, month, day, hour, minute, second] = WALL_CLOCK.exec(value) ?? [];
    for (const part of [day, month]) output.u8(Number(part));
    output.u16(Number(year));
    for (const part of [hour, minute, second]) output.u8(Number(part));
  },
};

// Wide enough to hold what is no date, as the bytes may.
const WALL_CLOCK = /^(\d{4,5})-(\d{2,3})-(\d{2,3}) (\d{2,3}):(\d{2,3}):(\d{2,3})$/;
const DATE = /^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** Milliseconds since 1970 of a wall clock in China (UTC+8) "YYYY-MM-DD hh:mm:ss"; null when it is no date of 20YY. */
export function wallClockMs(text: string): number | null {
  if (!DATE.test(text)) return null;
  const iso = text.replace(' ', 'T');
  const asUtc = Date.parse(`${iso}Z`);
  // Date.parse takes 31 February for 2 March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(iso)) return null;
  return asUtc - 8 * 3_600_000;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Metres, below the sea negative. */
const metres: Field<number> = {
  read: (input) => (input.u16() << 16) >> 16,
  write(output, value) {
    if (value < -0x8000 || value > 0x7fff) throw new RangeError(`${value} m does not fit`);
    output.u16(value & 0xffff);
  },
};

const microDegrees: Field<number> = {
  read: (input) => input.u32() / 1e6,
  write: (output, value) => output.u32(Math.round(value * 1e6)),
};

const raw = record({
  /** 1 when longitude and latitude are encrypted by the map plug-in. */
  encrypted: u8,
  /** "YYYY-MM-DD hh:mm:ss" in China, see `wallClockMs`. */
  time: wallClock,
  longitude: microDegrees,
  latitude: microDegrees,
  /** km/h by satellite. */
  speed: u16,
  /** km/h by the recorder. */
  recorderSpeed: u16,
  /** km. */
  mileage: u32,
  /** Degrees clockwise from north. */
  direction: u16,
  altitude: metres,
  /** Status word of JT/T 808 0x0200. */
  status: u32,
  /** Alarm word of JT/T 808 0x0200. */
  alarm: u32,
});

const SOUTH = 1 << 2;
const WEST = 1 << 3;

/** 0x1202 of 2011, 36 bytes; south and west are negative, from bits 2 and 3 of the status as in JT/T 808. */
export const position2011: Field<RecordOf2011> = {
  read(input, context) {
    const value = raw.read(input, context);
    if (value.status & SOUTH) value.latitude = 0 - value.latitude;
    if (value.status & WEST) value.longitude = 0 - value.longitude;
    return value;
  },
  write(output, value, context) {
    const { latitude, longitude } = value;
    const status = withBit(withBit(value.status, SOUTH, latitude), WEST, longitude);
    raw.write(output, { ...value, latitude: Math.abs(latitude), longitude: Math.abs(longitude), status }, context);
  },
};

type RecordOf2011 = ReturnType<typeof raw.read>;

function withBit(word: number, bit: number, degrees: number): number {
  if (degrees === 0) return word;
  return (degrees < 0 ? word | bit : word & ~bit) >>> 0;
}

const fields2019 = {
  encrypted: u8,
  /** Body of a JT/T 808-2019 message 0x0200. */
  report: sizedBytes,
  platform: padded(11),
  alarm: u32,
  cityPlatform: padded(11),
  cityAlarm: u32,
  provincePlatform: padded(11),
  provinceAlarm: u32,
};

/** 0x1202 of 2019: the terminal's own report, and the alarms that three levels of platform saw. */
export const position2019: Field<RecordOf<typeof fields2019>> = record(fields2019);

const BYTES_2011 = 36;

/** A position in the layout of the edition; 36 bytes are one of 2011 even from a platform of 2019. */
export const position: Field<Position> = {
  read(input, context) {
    const older = context.edition === 2011 || input.remaining === BYTES_2011;
    return older ? position2011.read(input, context) : position2019.read(input, context);
  },
  write(output, value, context) {
    if ('report' in value) position2019.write(output, value, context);
    else position2011.write(output, value, context);
  },
};

/** A position as 2011 lays it out, or, with `report`, as 2019 does. */
export type Position = RecordOf2011 | RecordOf<typeof fields2019>;

const elements = counted<Position>({
  read: (input, context) => (context.edition === 2011 ? position2011 : position2019).read(input, context),
  write: position.write,
});

/** 0x1203 and 0x9203: up to 255 positions of one vehicle; all of 2011 when the bytes are 36 a piece. */
export const positions: Field<Position[]> = {
  read(input, context) {
    const count = input.bytes[input.offset] ?? 0;
    const older = input.remaining === 1 + count * BYTES_2011;
    return elements.read(input, older ? { ...context, edition: 2011 } : context);
  },
  write: elements.write,
};

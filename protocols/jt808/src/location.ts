import { i16, rest, scaled, u16, u32, type Field, type Value } from './field.ts';
import { itemList } from './items.ts';
import { degrees, signed } from './position.ts';
import { ifMore, record } from './structure.ts';
import { gmt8 } from './time.ts';

const STATUS_HEMISPHERES = {
  word: 'status',
  south: 2,
  west: 3,
  latitudes: ['latitude'],
  longitudes: ['longitude'],
} as const;

/** JT/T 808-2019 §8.18 table 23 without the additional items: 28 bytes. */
const base = {
  /** Alarm word, see ALARM_BITS. */
  alarm: u32,
  /** Status word, see STATUS_BITS. */
  status: u32,
  /** Degrees, south negative. */
  latitude: degrees,
  /** Degrees, west negative. */
  longitude: degrees,
  /** Metres; read as signed, for devices send heights below the sea so and none is above 32767 m. */
  altitude: i16,
  /** Kilometres per hour. */
  speed: scaled(u16, 10),
  /** Degrees clockwise from north, 0..359. */
  direction: u16,
  time: gmt8,
};

/** What is left after a malformed additional item. */
const malformedItems: Field<Uint8Array> = {
  read(input, context, parent) {
    const bytes = rest.read(input, context, parent);
    context.warnings.push({ code: 'malformed-item', detail: `${bytes.length} bytes are no additional item` });
    return bytes;
  },
  write: rest.write,
};

/** A position without additional items, as the media messages carry it. */
export const positionBase = signed(record(base), STATUS_HEMISPHERES);

/** The body of 0x0200; `malformed` holds the bytes after the last item that could be read. */
export const location = signed(
  record({ ...base, items: itemList, malformed: ifMore('malformed', malformedItems) }),
  STATUS_HEMISPHERES,
);

export type LocationBase = Value<typeof positionBase>;
export type LocationBody = Value<typeof location>;

import { type Field, flag, s, spare, text, u } from './fields.ts';

/** A message table: at least `minimum` bits must be there; with `tail`, the last text may be shorter or missing. */
export interface Layout<F extends readonly Field[] = readonly Field[]> {
  readonly fields: F;
  readonly minimum: number;
  readonly bits: number;
  readonly tail: boolean;
  /** A message of this table with every member undefined. */
  readonly blank: Readonly<Record<string, undefined>>;
}

/** Bits of type, repeat indicator and MMSI. */
export const HEADER_BITS = 38;

// The tables follow ITU-R M.1371-5, Annex 8. Positions are in 1/10 000 minute; 181° and 91° mean not available.
const accuracy = flag('accuracy');
const lon = s('lon', 28, { scale: 600_000, none: 108_600_000 });
const lat = s('lat', 27, { scale: 600_000, none: 54_600_000 });
const speed = u('speed', 10, { scale: 10, none: 1023 });
const course = u('course', 12, { scale: 10, none: 3600 });
const heading = u('heading', 9, { none: 511 });
const second = u('second', 6);
const epfd = u('epfd', 4);
const raim = flag('raim');
const assigned = flag('assigned');
const dte = flag('dte');
const shipname = text('shipname', 20);
const shipType = u('shipType', 8);
const callsign = text('callsign', 7);
const dimensions = [u('bow', 9), u('stern', 9), u('port', 6), u('starboard', 6)] as const;

const classA = layout([
  u('status', 4),
  s('turn', 8, { none: -128 }),
  speed,
  accuracy,
  lon,
  lat,
  course,
  heading,
  second,
  u('maneuver', 2),
  spare(3),
  raim,
  u('radio', 19),
]);

const baseStation = layout([
  u('year', 14, { none: 0 }),
  u('month', 4, { none: 0 }),
  u('day', 5, { none: 0 }),
  u('hour', 5, { none: 24 }),
  u('minute', 6, { none: 60 }),
  u('second', 6, { none: 60 }),
  accuracy,
  lon,
  lat,
  epfd,
  spare(10),
  raim,
  u('radio', 19),
]);

// Senders drop up to four bits of the 424: the data terminal flag may be missing, the destination not.
const voyage = layout(
  [
    u('aisVersion', 2),
    u('imo', 30, { none: 0 }),
    callsign,
    shipname,
    shipType,
    ...dimensions,
    epfd,
    u('etaMonth', 4, { none: 0 }),
    u('etaDay', 5, { none: 0 }),
    u('etaHour', 5, { none: 24 }),
    u('etaMinute', 6, { none: 60 }),
    u('draught', 8, { scale: 10, none: 0 }),
    text('destination', 20),
    dte,
    spare(1),
  ],
  420,
);

const searchAndRescueAircraft = layout([
  u('altitude', 12, { none: 4095 }),
  u('speed', 10, { none: 1023 }),
  accuracy,
  lon,
  lat,
  course,
  second,
  u('regional', 8),
  dte,
  spare(3),
  assigned,
  raim,
  u('radio', 20),
]);

const classB = layout([
  u('reserved', 8),
  speed,
  accuracy,
  lon,
  lat,
  course,
  heading,
  second,
  u('regional', 2),
  flag('cs'),
  flag('display'),
  flag('dsc'),
  flag('band'),
  flag('msg22'),
  assigned,
  raim,
  u('radio', 20),
]);

const classBExtended = layout([
  u('reserved', 8),
  speed,
  accuracy,
  lon,
  lat,
  course,
  heading,
  second,
  u('regional', 4),
  shipname,
  shipType,
  ...dimensions,
  epfd,
  raim,
  dte,
  assigned,
  spare(4),
]);

const aidToNavigation = layout([
  u('aidType', 5),
  text('name', 20),
  accuracy,
  lon,
  lat,
  ...dimensions,
  epfd,
  second,
  flag('offPosition'),
  u('regional', 8),
  raim,
  flag('virtualAid'),
  assigned,
  spare(1),
  text('nameExtension', 14),
]);

const staticA = layout([u('part', 2), shipname, spare(8)]);

const staticBHead = [
  u('part', 2),
  shipType,
  text('vendorId', 3),
  u('unitModel', 4),
  u('serial', 20),
  callsign,
] as const;
const staticB = layout([...staticBHead, ...dimensions, epfd, spare(2)], 162);
const staticBAuxiliary = layout([...staticBHead, u('mothershipMmsi', 30), epfd, spare(2)], 162);

const longRange = layout([
  accuracy,
  raim,
  u('status', 4),
  s('lon', 18, { scale: 600, none: 108_600 }),
  s('lat', 17, { scale: 600, none: 54_600 }),
  u('speed', 6, { none: 63 }),
  u('course', 9, { none: 511 }),
  u('gnss', 1),
  spare(1),
]);

/** Tables by message type; type 24 has one per part. */
export const LAYOUTS = {
  1: classA,
  2: classA,
  3: classA,
  4: baseStation,
  5: voyage,
  9: searchAndRescueAircraft,
  11: baseStation,
  18: classB,
  19: classBExtended,
  21: aidToNavigation,
  27: longRange,
} as const;

/** Tables of type 24: part A, part B, and part B of an auxiliary craft (MMSI 98…), which names its mother ship. */
export const STATIC_LAYOUTS = { A: staticA, B: staticB, auxiliary: staticBAuxiliary } as const;

const BY_TYPE: readonly (Layout | undefined)[] = Array.from({ length: 64 }, (_, type) =>
  type in LAYOUTS ? LAYOUTS[type as keyof typeof LAYOUTS] : undefined,
);

/** The table of a message, or undefined when its content is kept undecoded. `part` matters for type 24 only. */
export function layoutFor(type: number, mmsi: number, part: number | undefined): Layout | undefined {
  if (type !== 24) return BY_TYPE[type];
  if (part === 0) return staticA;
  if (part !== 1) return undefined;
  return Math.trunc(mmsi / 10_000_000) === 98 ? staticBAuxiliary : staticB;
}

function layout<const F extends readonly Field[]>(fields: F, minimum?: number): Layout<F> {
  const last = fields.at(-1)!;
  const tail = last.name === 'nameExtension';
  const all = fields.reduce((sum, field) => sum + field.width, HEADER_BITS);
  const bits = tail ? all - last.width : all;
  const trailing = tail ? fields.at(-2)! : last;
  const named = fields.filter((field) => field.kind !== 'spare').map((field) => field.name);
  const blank = Object.fromEntries(['type', 'repeat', 'mmsi', ...named].map((name) => [name, undefined]));
  return { fields, minimum: minimum ?? bits - (trailing.kind === 'spare' ? trailing.width : 0), bits, tail, blank };
}

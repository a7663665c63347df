import { ByteReader, ByteWriter } from '@anlan/wire';
import { bytes, i16, scaled, u16, u32, u8, type Context, type Value } from './field.ts';
import { degrees } from './position.ts';
import { refuse, type Refusal } from './refusal.ts';
import { record } from './structure.ts';
import { gmt8 } from './time.ts';

/** Hundredths of g, or of degrees a second. */
const hundredths = scaled(i16, 100);
const tenths = scaled(u16, 10);

/** One block of the vehicle-state record that a terminal attaches to an alarm (.bin); T/JSATL 12-2017 §4.7. */
const block = record({
  total: u32,
  index: u32,
  /** Alarm and status words of 0x0200. */
  alarm: u32,
  status: u32,
  /** Degrees without hemisphere, which stands in the status. */
  latitude: degrees,
  longitude: degrees,
  /** Metres. */
  altitude: u16,
  /** Kilometres per hour, by satellite. */
  speed: tenths,
  /** Degrees clockwise from north. */
  direction: u16,
  time: gmt8,
  /** In g. */
  accelerationX: hundredths,
  accelerationY: hundredths,
  accelerationZ: hundredths,
  /** Degrees a second. */
  turnX: hundredths,
  turnY: hundredths,
  turnZ: hundredths,
  /** Kilometres per hour, by pulses and by OBD. */
  pulseSpeed: tenths,
  obdSpeed: tenths,
  gear: u8,
  /** Per cent. */
  accelerator: u8,
  brake: u8,
  /** 0 not braked, 1 braked. */
  braking: u8,
  /** Revolutions a minute. */
  engineSpeed: u16,
  /** Degrees; which side is positive the standard leaves open. */
  wheelAngle: u16,
  /** 0 off, 1 left, 2 right. */
  turnLight: u8,
  reserved: bytes(2),
});

const BLOCK = 64;
const CHECK = BLOCK - 1;
const CONTEXT: Context = { version: 2013, warnings: [] };

/** The state of a vehicle at one instant around an alarm. */
export type VehicleState = Value<typeof block>;

/** The blocks of a vehicle-state record, or why and where it is none. Never throws. */
export function readVehicleStates(file: Uint8Array): VehicleState[] | Refusal {
  if (file.length === 0 || file.length % BLOCK !== 0)
    return refuse('too-short', file.length - (file.length % BLOCK), {
      detail: `${file.length} bytes are not blocks of ${BLOCK}`,
    });
  const states: VehicleState[] = [];
  for (let at = 0; at < file.length; at += BLOCK) {
    const check = sum(file, at);
    if (file[at + CHECK] !== check)
      return refuse('checksum', at + CHECK, { expected: check, found: file[at + CHECK]! });
    states.push(block.read(new ByteReader(file, at, at + CHECK), CONTEXT, {}));
  }
  return states;
}

/** A vehicle-state record as a terminal writes it; throws a RangeError for a value that does not fit. */
export function writeVehicleStates(states: readonly VehicleState[]): Uint8Array {
  const output = new ByteWriter(states.length * BLOCK);
  for (const state of states) {
    block.write(output, state, CONTEXT, {});
    const written = output.finish();
    output.u8(sum(written, written.length - CHECK));
  }
  return output.finish();
}

/** The low eight bits of the sum of all bytes before the check. */
function sum(file: Uint8Array, from: number): number {
  let total = 0;
  for (let at = from; at < from + CHECK; at += 1) total += file[at]!;
  return total & 0xff;
}

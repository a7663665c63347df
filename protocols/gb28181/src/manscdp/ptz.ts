import { fromHex, toHex } from '@anlan/wire';

/** A command to a pan-tilt head (GB/T 28181-2016 appendix A.3): movement, lens, or a preset. Speeds 0…1. */
export type PtzCommand =
  | { readonly kind: 'stop' }
  /** −1 left, down, wide; +1 right, up, near. */
  | {
      readonly kind: 'move';
      readonly pan: -1 | 0 | 1;
      readonly tilt: -1 | 0 | 1;
      readonly zoom: -1 | 0 | 1;
      readonly speed: number;
    }
  | { readonly kind: 'lens'; readonly focus: -1 | 0 | 1; readonly iris: -1 | 0 | 1; readonly speed: number }
  | { readonly kind: 'preset'; readonly act: 'set' | 'call' | 'delete'; readonly number: number };

const START = 0xa5;
const PRESETS = { set: 0x81, call: 0x82, delete: 0x83 } as const;

/** Writes PTZCmd: eight bytes as 16 hex digits in capitals. `address` 0…4095 is that of the head, 1 as usual. */
export function encodePtz(command: PtzCommand, address = 1): string {
  const [code, first, second, third] = CODES[command.kind](command as never);
  const bytes = [START, 0, address & 0xff, code, first, second, (third << 4) | ((address >> 8) & 15)];
  // Version 0 in the high half; the low half is the sum of the other three halves (A.3.1).
  bytes[1] = ((START >> 4) + (START & 15)) & 15;
  const check = bytes.reduce((sum, byte) => sum + byte, 0) & 0xff;
  return toHex(Uint8Array.of(...bytes, check)).toUpperCase();
}

type Codes = readonly [code: number, first: number, second: number, third: number];
type Of<K extends PtzCommand['kind']> = Extract<PtzCommand, { kind: K }>;

const share = (speed: number, most: number): number => Math.min(most, Math.max(0, Math.round(speed * most)));
const bit = (value: number, wanted: number, place: number): number => (value === wanted ? 1 << place : 0);

const CODES: { [K in PtzCommand['kind']]: (command: Of<K>) => Codes } = {
  stop: () => [0, 0, 0, 0],
  // A.3.2: bit 5 wide, 4 tele, 3 up, 2 down, 1 left, 0 right.
  move: ({ pan, tilt, zoom, speed }) => [
    bit(zoom, -1, 5) | bit(zoom, 1, 4) | bit(tilt, 1, 3) | bit(tilt, -1, 2) | bit(pan, -1, 1) | bit(pan, 1, 0),
    pan === 0 ? 0 : share(speed, 255),
    tilt === 0 ? 0 : share(speed, 255),
    zoom === 0 ? 0 : share(speed, 15),
  ],
  // A.3.3: bit 6, then bit 3 iris smaller, 2 iris larger, 1 focus near, 0 focus far.
  lens: ({ focus, iris, speed }) => [
    0x40 | bit(iris, -1, 3) | bit(iris, 1, 2) | bit(focus, 1, 1) | bit(focus, -1, 0),
    focus === 0 ? 0 : share(speed, 255),
    iris === 0 ? 0 : share(speed, 255),
    0,
  ],
  // A.3.4: the number stands in the sixth byte.
  preset: ({ act, number }) => [PRESETS[act], 0, number & 0xff, 0],
};

/** Reads PTZCmd; undefined for what has another form, a wrong sum, or says something else. */
export function decodePtz(text: string): PtzCommand | undefined {
  const bytes = text.length === 16 ? fromHex(text) : null;
  if (bytes === null || bytes[0] !== START) return undefined;
  if ((bytes.subarray(0, 7).reduce((sum, byte) => sum + byte, 0) & 0xff) !== bytes[7]) return undefined;
  const [code, first, second, third] = [bytes[3]!, bytes[4]!, bytes[5]!, bytes[6]! >> 4];
  const act = (Object.keys(PRESETS) as (keyof typeof PRESETS)[]).find((key) => PRESETS[key] === code);
  if (act !== undefined) return { kind: 'preset', act, number: second };
  if (code === 0) return { kind: 'stop' };
  if (code > 0x4f) return undefined;
  const way = (plus: number, minus: number): -1 | 0 | 1 => (code & (1 << plus) ? 1 : code & (1 << minus) ? -1 : 0);
  const speed = Math.max(first / 255, second / 255, third / 15);
  if ((code & 0x40) !== 0) return { kind: 'lens', focus: way(1, 0), iris: way(2, 3), speed };
  return { kind: 'move', pan: way(0, 1), tilt: way(3, 2), zoom: way(4, 5), speed };
}

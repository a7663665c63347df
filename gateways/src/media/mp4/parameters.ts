import { BitReader } from './bits.ts';
import { unescapeNal } from './nal.ts';

/** What of a sequence parameter set a container must say. */
export interface PictureFormat {
  readonly width: number;
  readonly height: number;
  /** RFC 6381, such as `avc1.4d001e`. */
  readonly codec: string;
  readonly chroma: number;
  readonly depthLuma: number;
  readonly depthChroma: number;
  /** H.265: the general profile, tier and level (12 bytes). */
  readonly tier?: Uint8Array;
  readonly subLayers?: number;
  readonly nested?: boolean;
}

const LARGEST_SIDE = 16_384;
/** Profiles whose set says chroma format and depth (H.264 7.3.2.1.1). */
const HIGH_PROFILES: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Reads an H.264 sequence parameter set; undefined when it is none, or impossible. */
export function readH264(sps: Uint8Array): PictureFormat | undefined {
  if (sps.length < 4) return undefined;
  const input = new BitReader(unescapeNal(sps.subarray(1)));
  const profile = input.bits(8);
  input.skip(16);
  input.ue();
  const { chroma, depthLuma, depthChroma } = HIGH_PROFILES.has(profile)
    ? highFormat(input)
    : { chroma: 1, depthLuma: 8, depthChroma: 8 };
  input.ue();
  skipOrder(input);
  input.ue();
  input.skip(1);
  const widthInBlocks = input.ue() + 1;
  const heightInUnits = input.ue() + 1;
  const frames = input.flag();
  if (!frames) input.skip(1);
  input.skip(1);
  const [left, right, top, bottom] = input.flag() ? [input.ue(), input.ue(), input.ue(), input.ue()] : [0, 0, 0, 0];
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (frames ? 1 : 2);
  const width = widthInBlocks * 16 - unitX * (left + right);
  const height = heightInUnits * 16 * (frames ? 1 : 2) - unitY * (top + bottom);
  if (input.overrun || !possible(width, height)) return undefined;
  return { width, height, codec: `avc1.${hex(sps.subarray(1, 4))}`, chroma, depthLuma, depthChroma };
}

function highFormat(input: BitReader): Pick<PictureFormat, 'chroma' | 'depthLuma' | 'depthChroma'> {
  const chroma = input.ue();
  if (chroma === 3) input.skip(1);
  const depthLuma = input.ue() + 8;
  const depthChroma = input.ue() + 8;
  input.skip(1);
  if (input.flag()) {
    for (let list = 0; list < (chroma === 3 ? 12 : 8); list += 1)
      if (input.flag()) skipScaling(input, list < 6 ? 16 : 64);
  }
  return { chroma, depthLuma, depthChroma };
}

function skipScaling(input: BitReader, size: number): void {
  let last = 8;
  let next = 8;
  for (let index = 0; index < size; index += 1) {
    if (next !== 0) next = (last + input.se() + 256) % 256;
    last = next === 0 ? last : next;
  }
}

/** The order in which pictures are shown: nothing of it matters here but its length. */
function skipOrder(input: BitReader): void {
  const kind = input.ue();
  if (kind === 0) input.ue();
  if (kind !== 1) return;
  input.skip(1);
  input.se();
  input.se();
  for (let count = Math.min(input.ue(), 255); count > 0; count -= 1) input.se();
}

/** Reads an H.265 sequence parameter set; undefined when it is none, or impossible. */
export function readH265(sps: Uint8Array): PictureFormat | undefined {
  const bytes = unescapeNal(sps.subarray(2));
  if (bytes.length < 14) return undefined;
  const input = new BitReader(bytes);
  input.skip(4);
  const subLayers = input.bits(3) + 1;
  const nested = input.flag();
  const tier = bytes.slice(1, 13);
  input.skip(96);
  skipSubLayers(input, subLayers);
  input.ue();
  const chroma = input.ue();
  if (chroma === 3) input.skip(1);
  const [fullWidth, fullHeight] = [input.ue(), input.ue()];
  const [left, right, top, bottom] = input.flag() ? [input.ue(), input.ue(), input.ue(), input.ue()] : [0, 0, 0, 0];
  const [depthLuma, depthChroma] = [input.ue() + 8, input.ue() + 8];
  const width = fullWidth - (chroma === 1 || chroma === 2 ? 2 : 1) * (left + right);
  const height = fullHeight - (chroma === 1 ? 2 : 1) * (top + bottom);
  if (input.overrun || !possible(width, height)) return undefined;
  return { width, height, codec: h265Name(tier), chroma, depthLuma, depthChroma, tier, subLayers, nested };
}

function skipSubLayers(input: BitReader, subLayers: number): void {
  const said: [boolean, boolean][] = [];
  for (let layer = 1; layer < subLayers; layer += 1) said.push([input.flag(), input.flag()]);
  if (subLayers > 1) input.skip(2 * (9 - subLayers));
  for (const [profile, level] of said) input.skip((profile ? 88 : 0) + (level ? 8 : 0));
}

/** ISO/IEC 14496-15 annex E.3: space and profile, compatibility flags reversed, tier and level, constraints. */
function h265Name(tier: Uint8Array): string {
  const head = tier[0] ?? 0;
  const space = ['', 'A', 'B', 'C'][head >> 6];
  let flags = 0;
  for (let bit = 0; bit < 32; bit += 1) {
    if (((tier[1 + (bit >> 3)] ?? 0) >> (7 - (bit & 7))) & 1) flags += 2 ** bit;
  }
  const constraints = [...tier.subarray(5, 11)];
  while (constraints.at(-1) === 0) constraints.pop();
  const said = constraints.map((byte) => `.${byte.toString(16).toUpperCase()}`).join('');
  return `hvc1.${space}${head & 0x1f}.${flags.toString(16).toUpperCase()}.${head & 0x20 ? 'H' : 'L'}${tier[11] ?? 0}${said}`;
}

const possible = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width <= LARGEST_SIDE && height <= LARGEST_SIDE;

/** A frame of AAC with what its ADTS header says (ISO/IEC 14496-3 1.A.2). */
export interface AdtsFrame {
  /** AudioSpecificConfig, 2 bytes. */
  readonly config: Uint8Array;
  readonly rate: number;
  readonly channels: number;
  readonly codec: string;
  readonly data: Uint8Array;
}

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

/** Samples of one frame. */
export const AAC_FRAME = 1024;

/** Reads one ADTS frame; undefined when it is none. */
export function readAdts(bytes: Uint8Array): AdtsFrame | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  if (bytes.length < 8 || a !== 0xff || (b & 0xf6) !== 0xf0) return undefined;
  const type = (c >> 6) + 1;
  const index = (c >> 2) & 0x0f;
  const channels = ((c & 1) << 2) | (d >> 6);
  const rate = RATES[index];
  if (rate === undefined || channels === 0) return undefined;
  const config = Uint8Array.of((type << 3) | (index >> 1), ((index & 1) << 7) | (channels << 3));
  return { config, rate, channels, codec: `mp4a.40.${type}`, data: bytes.subarray((b & 1) === 1 ? 7 : 9) };
}

/** Puts an ADTS header before a frame whose AudioSpecificConfig is known; undefined for one ADTS cannot say. */
export function writeAdts(config: Uint8Array, data: Uint8Array): Uint8Array | undefined {
  const [a = 0, b = 0] = config;
  const type = a >> 3;
  const index = ((a & 7) << 1) | (b >> 7);
  const channels = (b >> 3) & 0x0f;
  const length = data.length + 7;
  if (type < 1 || type > 4 || RATES[index] === undefined || channels < 1 || channels > 7 || length > 0x1fff)
    return undefined;
  const out = new Uint8Array(length);
  out.set([0xff, 0xf1, ((type - 1) << 6) | (index << 2) | (channels >> 2), ((channels & 3) << 6) | (length >> 11)]);
  out.set([(length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc], 4);
  out.set(data, 7);
  return out;
}

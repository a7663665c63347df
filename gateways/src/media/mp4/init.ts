import { box, brand, fullBox, text, u16, u32, zeros, type Part } from './boxes.ts';
import type { PictureFormat } from './parameters.ts';

/** Ticks of every track are milliseconds. */
export const TIMESCALE = 1000;
export const PICTURE_TRACK = 1;
export const SOUND_TRACK = 2;

/** The pictures of a stream as its decoder must know them. */
export interface PictureTrack {
  readonly codec: 'h264' | 'h265';
  readonly format: PictureFormat;
  /** Parameter sets: VPS of H.265, SPS, PPS. */
  readonly vps?: Uint8Array;
  readonly sps: Uint8Array;
  readonly pps: Uint8Array;
}

export interface SoundTrack {
  readonly config: Uint8Array;
  readonly rate: number;
  readonly channels: number;
  readonly codec: string;
}

const UNITY = [u32(0x1_0000), u32(0), u32(0), u32(0), u32(0x1_0000), u32(0), u32(0), u32(0), u32(0x4000_0000)].flat();

/** The type a browser is asked about before it plays: RFC 6381. */
export function mimeOf(picture: PictureTrack, sound: SoundTrack | undefined): string {
  return `video/mp4; codecs="${[picture.format.codec, ...(sound ? [sound.codec] : [])].join(', ')}"`;
}

/** The beginning of a fragmented MP4: what kinds of tracks follow, and no picture yet. */
export function initSegment(picture: PictureTrack, sound?: SoundTrack): Uint8Array {
  const tracks = [pictureTrak(picture), ...(sound ? [soundTrak(sound)] : [])];
  const extended = [PICTURE_TRACK, ...(sound ? [SOUND_TRACK] : [])].map((id) =>
    fullBox('trex', 0, 0, u32(id), u32(1), u32(0), u32(0), u32(0)),
  );
  const mvhd = fullBox(
    'mvhd',
    0,
    0,
    u32(0),
    u32(0),
    u32(TIMESCALE),
    u32(0),
    u32(0x1_0000),
    u16(0x100),
    zeros(10),
    UNITY,
    zeros(24),
    u32(3),
  );
  const ftyp = box('ftyp', brand('iso5'), u32(512), brand('iso5'), brand('iso6'), brand('mp41'));
  return Buffer.concat([ftyp, box('moov', mvhd, ...tracks, box('mvex', ...extended))]);
}

interface Trak {
  readonly id: number;
  readonly volume: number;
  readonly width: number;
  readonly height: number;
  readonly handler: string;
  readonly head: Uint8Array;
  readonly entry: Uint8Array;
}

function trak({ id, volume, width, height, handler, head, entry }: Trak): Uint8Array {
  const tkhd = fullBox(
    'tkhd',
    0,
    3,
    u32(0),
    u32(0),
    u32(id),
    u32(0),
    u32(0),
    zeros(8),
    u16(0),
    u16(0),
    u16(volume),
    u16(0),
    UNITY,
    u32(width * 0x1_0000),
    u32(height * 0x1_0000),
  );
  const mdhd = fullBox('mdhd', 0, 0, u32(0), u32(0), u32(TIMESCALE), u32(0), u16(0x55c4), u16(0));
  const hdlr = fullBox('hdlr', 0, 0, u32(0), brand(handler), zeros(12), text('anlan'));
  const dinf = box('dinf', fullBox('dref', 0, 0, u32(1), fullBox('url ', 0, 1)));
  const none = ['stts', 'stsc', 'stco'].map((name) => fullBox(name, 0, 0, u32(0)));
  const stbl = box('stbl', fullBox('stsd', 0, 0, u32(1), entry), ...none, fullBox('stsz', 0, 0, u32(0), u32(0)));
  return box('trak', tkhd, box('mdia', mdhd, hdlr, box('minf', head, dinf, stbl)));
}

function pictureTrak(track: PictureTrack): Uint8Array {
  const { width, height } = track.format;
  const configured = track.codec === 'h264' ? box('avcC', ...avcConfig(track)) : box('hvcC', ...hevcConfig(track));
  const visual: Part[] = [
    zeros(6),
    u16(1),
    zeros(16),
    u16(width),
    u16(height),
    u32(0x48_0000),
    u32(0x48_0000),
    u32(0),
    u16(1),
    zeros(32),
    u16(0x18),
    u16(0xffff),
  ];
  return trak({
    id: PICTURE_TRACK,
    volume: 0,
    width,
    height,
    handler: 'vide',
    head: fullBox('vmhd', 0, 1, zeros(8)),
    entry: box(track.codec === 'h264' ? 'avc1' : 'hvc1', ...visual, configured),
  });
}

/** ISO/IEC 14496-15 5.3.3.1: lengths of 4 bytes, one set of each kind. */
function avcConfig({ sps, pps, format }: PictureTrack): Part[] {
  const high = [100, 110, 122, 144].includes(sps[1] ?? 0);
  const more = high ? [0xfc | format.chroma, 0xf8 | (format.depthLuma - 8), 0xf8 | (format.depthChroma - 8), 0] : [];
  return [
    [1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1],
    u16(sps.length),
    sps,
    [1],
    u16(pps.length),
    pps,
    more,
  ];
}

/** ISO/IEC 14496-15 8.3.3.1. */
function hevcConfig({ vps, sps, pps, format }: PictureTrack): Part[] {
  const { tier = zeros(12), subLayers = 1, nested = false } = format;
  const array = (type: number, nal: Uint8Array): Part[] => [[0x80 | type], u16(1), u16(nal.length), nal];
  const sets = [...(vps ? [array(32, vps)] : []), array(33, sps), array(34, pps)];
  return [
    [1],
    tier,
    u16(0xf000),
    [0xfc, 0xfc | format.chroma, 0xf8 | (format.depthLuma - 8), 0xf8 | (format.depthChroma - 8)],
    u16(0),
    [(subLayers << 3) | (nested ? 4 : 0) | 3, sets.length],
    ...sets.flat(),
  ];
}

function soundTrak({ config, rate, channels }: SoundTrack): Uint8Array {
  const decoder = [
    0x04,
    13 + 2 + config.length,
    0x40,
    0x15,
    0,
    0,
    0,
    ...u32(0),
    ...u32(0),
    0x05,
    config.length,
    ...config,
  ];
  const descriptor = [0x03, 3 + decoder.length + 3, 0, SOUND_TRACK, 0, ...decoder, 0x06, 1, 2];
  const entry: Part[] = [zeros(6), u16(1), zeros(8), u16(channels), u16(16), zeros(4), u32(rate * 0x1_0000)];
  return trak({
    id: SOUND_TRACK,
    volume: 0x100,
    width: 0,
    height: 0,
    handler: 'soun',
    head: fullBox('smhd', 0, 0, zeros(4)),
    entry: box('mp4a', ...entry, fullBox('esds', 0, 0, descriptor)),
  });
}

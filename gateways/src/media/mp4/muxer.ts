import type { AccessUnit } from '../unit.ts';
import { AAC_FRAME, readAdts, type AdtsFrame } from './aac.ts';
import { u32 } from './boxes.ts';
import { fragment } from './fragment.ts';
import { initSegment, mimeOf, PICTURE_TRACK, SOUND_TRACK, type PictureTrack, type SoundTrack } from './init.ts';
import { roleOf, type NalRole } from './nal.ts';
import { readH264, readH265 } from './parameters.ts';
import { Timeline } from './timeline.ts';

/** A piece of the stream: what a player must have first, or a picture or sound; `at` in ms of the stream. */
export type Segment =
  | { readonly kind: 'init'; readonly mime: string; readonly bytes: Uint8Array }
  | { readonly kind: 'picture' | 'sound'; readonly key: boolean; readonly at: number; readonly bytes: Uint8Array };

/** Segments, or the word that the stream has become another one and must be begun anew. */
export type Muxed = readonly Segment[] | 'changed';

/** How long the first pictures wait for sound, and how long sound may stay away, in ms. */
const SOUND_WAIT = 400;
const SOUND_LOST = 3000;
const MOST_WAITING = 60;

const READ = { h264: readH264, h265: readH265 };
/** Units of a picture that the container says instead. */
const LEFT_OUT: ReadonlySet<NalRole> = new Set(['vps', 'sps', 'pps', 'delimiter']);

type Sets = Partial<Record<'vps' | 'sps' | 'pps', Uint8Array>>;

const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && Buffer.compare(a, b) === 0);

/** Writes one stream as fragmented MP4, a fragment for every picture, so that each can be shown as soon as it has come. */
export class Muxer {
  readonly #time = new Timeline();
  #sequence = 0;
  #sets: Sets = {};
  #picture: PictureTrack | undefined;
  #sound: SoundTrack | undefined;
  #soundHeard: AdtsFrame | undefined;
  #waiting: { unit: AccessUnit; arrivedAt: number }[] = [];
  #begun = false;
  #lastSound = 0;
  #soundEnd = 0;

  /** The wall clock (ms) at which time 0 of the stream arrived. */
  get epoch(): number {
    return this.#time.epoch;
  }

  /** Takes the next unit, which arrived at `arrivedAt` (ms of the wall clock). */
  push(unit: AccessUnit, arrivedAt: number): Muxed {
    if (unit.codec === 'aac') return this.#takeSound(unit, arrivedAt);
    if (unit.codec !== 'h264' && unit.codec !== 'h265') return [];
    if (this.#picture !== undefined && this.#picture.codec !== unit.codec) return 'changed';
    if (this.#begun) return this.#pictures(unit, arrivedAt);
    return this.#begin(unit, arrivedAt);
  }

  /** Before the first segment: pictures are held from the first key picture on until it is known whether sound comes. */
  #begin(unit: AccessUnit, arrivedAt: number): Muxed {
    if (!unit.key && this.#waiting.length === 0) return this.#collect(unit) ?? [];
    if (this.#waiting[0] !== undefined && this.#waiting[0].unit.codec !== unit.codec) this.#waiting = [];
    this.#waiting.push({ unit, arrivedAt });
    const waited = arrivedAt - (this.#waiting[0]?.arrivedAt ?? arrivedAt);
    const enough = waited >= SOUND_WAIT || this.#waiting.length >= MOST_WAITING;
    return this.#soundHeard !== undefined || enough ? this.#flush() : [];
  }

  #flush(): Muxed {
    const held = this.#waiting;
    this.#waiting = [];
    this.#begun = true;
    const out: Segment[] = [];
    for (const { unit, arrivedAt } of held) {
      const made = this.#pictures(unit, arrivedAt);
      if (made === 'changed') return made;
      out.push(...made);
    }
    // Without readable parameter sets nothing could be begun: the next key picture tries again.
    if (out.length === 0) this.#begun = false;
    return out;
  }

  #pictures(unit: AccessUnit, arrivedAt: number): Muxed {
    const codec = unit.codec as 'h264' | 'h265';
    this.#collect(unit);
    const head = unit.key ? this.#head(codec) : [];
    if (head === undefined || this.#picture === undefined) return [];
    if (this.#sound !== undefined && arrivedAt - this.#lastSound > SOUND_LOST) return 'changed';
    const nals = unit.nals.filter((nal) => nal.length > 0 && !LEFT_OUT.has(roleOf(codec, nal)));
    if (nals.length === 0) return head;
    const { decodeAt, shift, duration } = this.#time.place(unit.at, arrivedAt);
    const data = nals.flatMap((nal) => [u32(nal.length), nal]);
    const bytes = fragment({
      track: PICTURE_TRACK,
      sequence: this.#next(),
      decodeAt,
      shift,
      duration,
      key: unit.key,
      data,
    });
    return [...head, { kind: 'picture', key: unit.key, at: decodeAt + shift, bytes }];
  }

  /** Remembers parameter sets, which may come with a picture or by themselves. */
  #collect(unit: AccessUnit): undefined {
    for (const nal of unit.nals) {
      const role = roleOf(unit.codec as 'h264' | 'h265', nal);
      if (role === 'vps' || role === 'sps' || role === 'pps') this.#sets = { ...this.#sets, [role]: nal.slice() };
    }
    return undefined;
  }

  /** A new beginning when the parameter sets are new; nothing when they are as before; undefined when they cannot be read. */
  #head(codec: 'h264' | 'h265'): Segment[] | undefined {
    const { vps, sps, pps } = this.#sets;
    const known = this.#picture;
    if (known !== undefined && same(known.sps, sps) && same(known.pps, pps) && same(known.vps, vps)) return [];
    const format = sps && READ[codec](sps);
    if (sps === undefined || pps === undefined || format === undefined) return known === undefined ? undefined : [];
    this.#picture = { codec, format, sps, pps, ...(vps && { vps }) };
    if (known === undefined && this.#soundHeard !== undefined) {
      const { config, rate, channels, codec: name } = this.#soundHeard;
      this.#sound = { config, rate, channels, codec: name };
    }
    return [{ kind: 'init', mime: mimeOf(this.#picture, this.#sound), bytes: initSegment(this.#picture, this.#sound) }];
  }

  #takeSound(unit: AccessUnit, arrivedAt: number): Muxed {
    const frame = unit.nals[0] && readAdts(unit.nals[0]);
    if (frame === undefined) return [];
    this.#soundHeard = frame;
    this.#lastSound = arrivedAt;
    if (!this.#begun) return this.#waiting.length > 0 ? this.#flush() : [];
    if (this.#sound === undefined) return [];
    if (!same(this.#sound.config, frame.config)) return 'changed';
    return this.#soundSegment(unit, frame, arrivedAt);
  }

  #soundSegment(unit: AccessUnit, frame: AdtsFrame, arrivedAt: number): Segment[] {
    const duration = (AAC_FRAME * 1000) / frame.rate;
    const at = this.#time.soundAt(unit.at, arrivedAt);
    // Sound must not overlap; a hole of less than two frames is jitter.
    const startsAt = Math.abs(at - this.#soundEnd) < 2 * duration ? this.#soundEnd : Math.max(at, this.#soundEnd);
    this.#soundEnd = startsAt + duration;
    const decodeAt = Math.round(startsAt);
    const length = Math.round(this.#soundEnd) - decodeAt;
    const sample = { track: SOUND_TRACK, sequence: this.#next(), decodeAt, shift: 0, duration: length, key: true };
    return [{ kind: 'sound', key: false, at: decodeAt, bytes: fragment({ ...sample, data: [frame.data] }) }];
  }

  #next(): number {
    this.#sequence = (this.#sequence + 1) >>> 0;
    return this.#sequence;
  }
}

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedPictures, recordedSound } from '../testing/recorded.ts';
import type { AccessUnit } from '../unit.ts';
import { readAdts, writeAdts } from './aac.ts';
import { movedEarlier } from './fragment.ts';
import { Muxer, type Segment } from './muxer.ts';
import { roleOf, splitNals } from './nal.ts';
import { readH264, readH265 } from './parameters.ts';

const NOW = 1_800_000_000_000;

/** The boxes of a file by their path, with their content. */
function boxes(bytes: Uint8Array, within = ''): Map<string, Buffer[]> {
  const found = new Map<string, Buffer[]>();
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length;) {
    const size = all.readUInt32BE(at);
    expect(size).toBeGreaterThanOrEqual(8);
    expect(at + size).toBeLessThanOrEqual(all.length);
    const path = `${within}${all.toString('latin1', at + 4, at + 8)}`;
    const content = all.subarray(at + 8, at + size);
    found.set(path, [...(found.get(path) ?? []), content]);
    if (/(moov|trak|mdia|minf|stbl|mvex|moof|traf)$/.test(path)) {
      for (const [inner, parts] of boxes(content, `${path}/`))
        found.set(inner, [...(found.get(inner) ?? []), ...parts]);
    }
    at += size;
  }
  return found;
}

function mux(units: readonly AccessUnit[], muxer = new Muxer()): Segment[] {
  return units.flatMap((unit) => {
    const made = muxer.push(unit, NOW + unit.at);
    if (made === 'changed') throw new Error('changed');
    return made;
  });
}

const mixed = (codec: 'h264' | 'h265'): AccessUnit[] =>
  [...recordedPictures(codec), ...recordedSound()].toSorted((a, b) => a.at - b.at);

describe('the recorded streams', () => {
  it.each([
    ['h264', 'video/mp4; codecs="avc1.4d4016"'],
    ['h265', 'video/mp4; codecs="hvc1.1.6.L60.90"'],
  ] as const)('of %s become a beginning and a fragment for each picture', (codec, mime) => {
    const units = recordedPictures(codec);
    const [head, ...pictures] = mux(units) as [Segment, ...Segment[]];
    expect(head).toMatchObject({ kind: 'init', mime });
    const moov = boxes(head.bytes);
    const sized = moov.get('moov/trak/tkhd')?.[0] as Buffer;
    expect([sized.readUInt32BE(76) >> 16, sized.readUInt32BE(80) >> 16]).toEqual([352, 288]);
    expect(pictures.map((each) => (each.kind === 'picture' ? each.at : -1))).toEqual(units.map(({ at }) => at));
    for (const [index, picture] of pictures.entries()) {
      const parts = boxes(picture.bytes);
      const wanted = (units[index] as AccessUnit).nals.filter((nal) => ['key', 'picture'].includes(roleOf(codec, nal)));
      expect(parts.get('mdat')?.[0]?.length).toBe(wanted.reduce((sum, nal) => sum + nal.length + 4, 0));
      expect(Number(parts.get('moof/traf/tfdt')?.[0]?.readBigUInt64BE(4))).toBe(index * 80);
      expect(parts.get('moof/traf/trun')?.[0]?.readUInt32BE(12)).toBe(index === 0 ? 40 : 80);
    }
  });

  it('carry sound that begins with the pictures, and end when it stays away', () => {
    const muxer = new Muxer();
    const out = mux(mixed('h264'), muxer);
    expect(out[0]).toMatchObject({ kind: 'init', mime: 'video/mp4; codecs="avc1.4d4016, mp4a.40.2"' });
    const sound = out.filter(({ kind }) => kind === 'sound');
    expect(sound.length).toBeGreaterThan(55);
    const times = sound.map((each) => (each.kind === 'sound' ? each.at : 0));
    expect(times.slice(1).map((at, index) => at - (times[index] as number))).toEqual(Array(times.length - 1).fill(64));
    const [key] = recordedPictures('h264') as [AccessUnit];
    expect(muxer.push({ ...key, at: 9000 }, NOW + 9000)).toBe('changed');
  });
});

describe('a muxer', () => {
  const units = recordedPictures('h264');

  it('says nothing before a key picture, and waits a moment for sound', () => {
    const muxer = new Muxer();
    expect(mux(units.slice(1, 25), muxer)).toEqual([]);
    const later = units.slice(25);
    expect(mux(later.slice(0, 5), muxer)).toEqual([]);
    expect(mux(later.slice(5, 6), muxer).map(({ kind }) => kind)).toEqual([
      'init',
      ...Array<string>(6).fill('picture'),
    ]);
    expect(muxer.epoch).toBe(NOW + 2000);
  });

  it('goes on where the wall clock is when the sender sets its clock', () => {
    for (const jump of [-3_600_000, 86_400_000, -1500]) {
      const muxer = new Muxer();
      const [, ...pictures] = units.flatMap((unit, index) => {
        const at = index < 20 ? unit.at : unit.at + jump;
        const made = muxer.push({ ...unit, at }, NOW + unit.at);
        return made === 'changed' ? [] : made;
      });
      expect(pictures.map((each) => (each.kind === 'picture' ? each.at : -1))).toEqual(units.map(({ at }) => at));
    }
  });

  it('decodes pictures in the order they came and shows them at their time', () => {
    const shown = [0, 120, 40, 80, 240, 160, 200, 360, 280, 320];
    const muxer = new Muxer();
    const sent = shown.map((at, index) => ({ ...(units[index] as AccessUnit), at }));
    const out = sent.flatMap((unit, index) => muxer.push(unit, NOW + index * 100) as Segment[]);
    const [, ...pictures] = out;
    expect(pictures.map((each) => (each.kind === 'picture' ? each.at : -1))).toEqual(shown);
    const decoded = pictures.map(({ bytes }) => Number(boxes(bytes).get('moof/traf/tfdt')?.[0]?.readBigUInt64BE(4)));
    expect(decoded).toEqual(decoded.toSorted((a, b) => a - b));
  });

  it('begins anew when the parameter sets change, and ends when the coding does', () => {
    const muxer = new Muxer();
    mux(units, muxer);
    const [key] = recordedPictures('h264') as [AccessUnit];
    const sps = (key.nals[0] as Uint8Array).slice();
    sps[3] = 0x1e;
    const changed = { ...key, at: 4000, nals: [sps, ...key.nals.slice(1)] };
    expect((muxer.push(changed, NOW + 4000) as Segment[]).map(({ kind }) => kind)).toEqual(['init', 'picture']);
    expect(muxer.push({ ...(recordedPictures('h265')[0] as AccessUnit), at: 4080 }, NOW)).toBe('changed');
  });

  it('takes any bytes as NAL units without throwing, and its times never run back', () => {
    const any = fc.record({
      codec: fc.constant('h264' as const),
      at: fc.double({ min: -1e12, max: 1e12, noNaN: true }),
      key: fc.boolean(),
      nals: fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(any, fc.constantFrom(...units)), { maxLength: 60 }), (given) => {
        const muxer = new Muxer();
        let last = -1;
        for (const [index, unit] of given.entries()) {
          const made = muxer.push(unit, NOW + index * 40);
          if (made === 'changed') return;
          for (const each of made) {
            if (each.kind !== 'picture') continue;
            const at = Number(boxes(each.bytes).get('moof/traf/tfdt')?.[0]?.readBigUInt64BE(4));
            expect(at).toBeGreaterThan(last);
            last = at;
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

it('fragments moved earlier begin at 0 and keep their distances', () => {
  const [, ...pictures] = mux(units().slice(25));
  const moved = movedEarlier(Buffer.concat(pictures.map(({ bytes }) => bytes)), 80);
  const times = boxes(moved)
    .get('moof/traf/tfdt')
    ?.map((each) => Number(each.readBigUInt64BE(4)));
  expect(times?.slice(0, 4)).toEqual([0, 0, 80, 160]);
});
const units = (): AccessUnit[] => recordedPictures('h264');

describe('parameter sets', () => {
  it('and NAL units are read from any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        readH264(bytes);
        readH265(bytes);
        for (const nal of splitNals(bytes)) expect(nal.length).toBeGreaterThan(0);
      }),
    );
  });

  it('of AAC survive their ADTS header', () => {
    const [frame] = recordedSound() as [AccessUnit];
    const read = readAdts(frame.nals[0] as Uint8Array);
    expect(read).toMatchObject({ rate: 16_000, channels: 1 });
    expect(readAdts(writeAdts(read!.config, read!.data) as Uint8Array)).toEqual(read);
  });
});

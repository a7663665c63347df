import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armour, unarmour } from './bits.ts';
import type { Field } from './fields.ts';
import {
  AisStream,
  countryDigits,
  decodePayload,
  encodeMessage,
  encodePayload,
  hazardCategory,
  type Message,
  mmsiKind,
  positionOf,
  rateOfTurn,
  reportedTime,
  shipTypeLabel,
} from './index.ts';
import { type Layout, LAYOUTS, STATIC_LAYOUTS } from './layouts.ts';

const TEXT = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 !"#$%&\'()*+,-./:;<=>?[\\]^_'];

function valueOf(field: Field): fc.Arbitrary<unknown> {
  if (field.kind === 'flag') return fc.boolean();
  if (field.kind === 'text') {
    const characters = fc.string({ unit: fc.constantFrom(...TEXT), maxLength: field.width / 6 });
    return characters.map((text) => text.trimEnd());
  }
  const half = 2 ** (field.width - 1);
  const raw =
    field.kind === 'signed' ? fc.integer({ min: -half, max: half - 1 }) : fc.integer({ min: 0, max: half * 2 - 1 });
  return raw.map((value) => (value === field.none ? undefined : value / field.scale));
}

function messageOf(type: number, layout: Layout, fixed: Record<string, unknown> = {}): fc.Arbitrary<Message> {
  const named = layout.fields.filter((field) => field.kind !== 'spare');
  const values = Object.fromEntries(named.map((field) => [field.name, valueOf(field)]));
  const header = { repeat: fc.nat(3), mmsi: fc.nat(979_999_999) };
  return fc.record({ ...header, ...values }).map((record) => ({ type, ...record, ...fixed }) as unknown as Message);
}

const tabled = Object.entries(LAYOUTS).map(([type, layout]) => messageOf(Number(type), layout));
const statics = [
  messageOf(24, STATIC_LAYOUTS.A, { part: 0 }),
  messageOf(24, STATIC_LAYOUTS.B, { part: 1 }),
  messageOf(24, STATIC_LAYOUTS.auxiliary, { part: 1, mmsi: 982_500_001 }),
];
const other = fc
  .record({
    type: fc.constantFrom(6, 7, 8, 14, 20, 26),
    repeat: fc.nat(3),
    mmsi: fc.nat(999_999_999),
    bits: fc.nat(1000),
  })
  .chain(({ bits, ...header }) =>
    fc.uint8Array({ minLength: Math.ceil(bits / 8), maxLength: Math.ceil(bits / 8) }).map((content) => {
      if (bits % 8 > 0) content[content.length - 1]! &= 0xff << (8 - (bits % 8));
      return { ...header, content, contentBits: bits };
    }),
  );

describe('messages', () => {
  it('decode(encode(m)) is m for every type, through bits and through sentences', () => {
    fc.assert(
      fc.property(fc.oneof(...tabled, ...statics, other), (message) => {
        expect(decodePayload(encodePayload(message))).toEqual(message);
        const report = new AisStream().push(`${encodeMessage(message).join('\r\n')}\r\n`, 0)[0]!;
        expect(report.ok && report.message).toEqual(message);
      }),
      { numRuns: 2000 },
    );
  });

  it('have the bit counts of ITU-R M.1371', () => {
    const bits = Object.fromEntries(Object.entries(LAYOUTS).map(([type, layout]) => [type, layout.bits]));
    expect(bits).toEqual({
      1: 168,
      2: 168,
      3: 168,
      4: 168,
      5: 424,
      9: 168,
      11: 168,
      18: 168,
      19: 312,
      21: 272,
      27: 96,
    });
    expect(Object.values(STATIC_LAYOUTS).map((layout) => layout.bits)).toEqual([168, 168, 168]);
  });

  it('are sent in sentences of at most 82 characters with line end', () => {
    fc.assert(
      fc.property(fc.oneof(...tabled, other), (message) => {
        expect(encodeMessage(message).every((line) => line.length <= 80)).toBe(true);
      }),
    );
  });

  it('bring numbers beyond their field to its limit instead of spoiling the neighbours', () => {
    const message = { type: 27, repeat: 0, mmsi: 413_000_001, speed: 99, course: 60, status: 0, gnss: 0, raim: true };
    const decoded = decodePayload(encodePayload({ ...message, lon: 1e9, lat: Number.NaN } as unknown as Message));
    expect(decoded).toMatchObject({ lon: 131_071 / 600, lat: undefined, course: 60, raim: true });
  });

  it('survive armour in any length', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(63), { maxLength: 60 }), fc.nat(5), (values, fill) => {
        const text = armour({ six: Uint8Array.from(values), bits: values.length * 6 }).text;
        const payload = unarmour(text, fill);
        if ('ok' in payload) throw new Error(payload.detail);
        expect(payload.bits).toBe(values.length === 0 ? 0 : values.length * 6 - fill);
        expect(armour(payload).text).toHaveLength(values.length);
      }),
    );
  });
});

describe('what messages mean', () => {
  const class27 = { type: 27, repeat: 0, mmsi: 1, accuracy: true, raim: true, status: 0, speed: 0, course: 0, gnss: 0 };

  it('positions beyond the earth and missing ones are no positions', () => {
    expect(positionOf({ ...class27, lon: 121.5, lat: 31.2 } as Message)).toEqual({ lon: 121.5, lat: 31.2 });
    expect(positionOf({ ...class27, lon: 205.1, lat: 31.2 } as Message)).toBeUndefined();
    expect(positionOf({ ...class27, lon: undefined, lat: 31.2 } as Message)).toBeUndefined();
  });

  it('the rate of turn follows the root law of M.1371', () => {
    expect(rateOfTurn(0)).toBe(0);
    expect(rateOfTurn(126)).toBeCloseTo(708.7, 0);
    expect(rateOfTurn(-20)).toBeCloseTo(-17.86, 1);
    expect(rateOfTurn(-127)).toBe(-10);
    expect(rateOfTurn(undefined)).toBeUndefined();
  });

  it('base stations tell the time unless it is impossible', () => {
    const base = { type: 4, repeat: 0, mmsi: 1, year: 2010, month: 5, day: 2, hour: 23, minute: 59, second: 58 };
    expect(reportedTime(base as Message)).toBe(Date.UTC(2010, 4, 2, 23, 59, 58));
    expect(reportedTime({ ...base, day: 31, month: 4 } as Message)).toBeUndefined();
    expect(reportedTime({ ...base, hour: 26 } as Message)).toBeUndefined();
  });

  it('ship types name group and hazard category', () => {
    expect(shipTypeLabel(81)).toEqual({ zh: '液货船（危险货物A类）', en: 'tanker, hazardous category A' });
    expect(shipTypeLabel(70).zh).toBe('货船');
    expect(shipTypeLabel(52).zh).toBe('拖船');
    expect([hazardCategory(84), hazardCategory(80), hazardCategory(52)]).toEqual(['D', undefined, undefined]);
  });

  it.each([
    [413_000_001, 'ship', 413],
    [4_132_001, 'coast', 413],
    [41_300_001, 'group', 413],
    [111_413_001, 'sar-aircraft', 413],
    [970_110_950, 'ais-sart', undefined],
    [972_158_237, 'man-overboard', undefined],
    [974_291_422, 'epirb', undefined],
    [984_131_234, 'auxiliary', 413],
    [994_131_234, 'aid', 413],
    [123_456_789, 'unknown', undefined],
    [0, 'unknown', undefined],
  ])('%d is a %s', (mmsi, kind, country) => {
    expect([mmsiKind(mmsi), countryDigits(mmsi)]).toEqual([kind, country]);
  });
});

import { fromHex, toHex } from '@anlan/wire';
import { describe, expect, it } from 'vitest';
import { ALARM_BITS, decodeBody, encodeBody, gmt8Moment, itemOf, loadOf, meanings, STATUS_BITS } from './index.ts';
import type { Item, LocationBody, Version } from './index.ts';

const location: LocationBody = {
  alarm: 0,
  status: 3,
  latitude: 23.12,
  longitude: 113.26,
  altitude: 12,
  speed: 36.5,
  direction: 90,
  time: gmt8Moment(Date.UTC(2025, 0, 2, 3, 4, 5)),
  items: [],
};

function decoded(bytes: Uint8Array, version: Version = 2019) {
  const header = {
    msgId: 0x0200,
    version,
    size: 17,
    bodyLength: bytes.length,
    encryption: 0,
    phone: '',
    serial: 0,
  } as const;
  const result = decodeBody(header, bytes);
  if (!result.ok || result.kind !== 'location') throw new Error('not a location');
  return result;
}

function again(body: LocationBody): LocationBody {
  return decoded(encodeBody({ kind: 'location', body }, 2019)).body;
}

/** The item that a location with these additional bytes has. */
function itemFrom(hex: string): Item {
  const base = encodeBody({ kind: 'location', body: location }, 2019);
  return decoded(Uint8Array.of(...base, ...fromHex(hex)!)).body.items[0]!;
}

describe('a location', () => {
  it('has its time in GMT+8 and as UTC milliseconds', () => {
    expect(again(location).time).toEqual({ bcd: '250102110405', epochMs: Date.UTC(2025, 0, 2, 3, 4, 5) });
  });

  it.each(['000000000000', '250230101010', '250132101010', '251301101010', '250101240000', '2501ab000000'])(
    'keeps the digits of an impossible time %s without making a date of them',
    (bcd) => {
      expect(again({ ...location, time: { bcd, epochMs: null } }).time).toEqual({ bcd, epochMs: null });
    },
  );

  it('has south and west as negative degrees and as status bits', () => {
    const body = again({ ...location, latitude: -33.9, longitude: -70.6 });
    expect(body).toMatchObject({ latitude: -33.9, longitude: -70.6, status: 0b1111 });
    expect(again({ ...body, latitude: 33.9 })).toMatchObject({ latitude: 33.9, status: 0b1011 });
  });

  it('below the sea has a negative altitude', () => {
    expect(again({ ...location, altitude: -154 }).altitude).toBe(-154);
  });

  it('with an item that reaches beyond its end keeps base, earlier items and the tail', () => {
    const base = encodeBody(
      { kind: 'location', body: { ...location, items: [{ id: 0x30, name: 'signalStrength', value: 9 }] } },
      2019,
    );
    const result = decoded(Uint8Array.of(...base, 0x01, 0x04, 0x00));
    expect(result.body.items).toEqual([{ id: 0x30, name: 'signalStrength', value: 9 }]);
    expect(result.body.malformed).toEqual(Uint8Array.of(0x01, 0x04, 0x00));
    expect(result.warnings).toMatchObject([{ code: 'malformed-item' }]);
  });

  it('gives an item by name', () => {
    expect(itemOf(again({ ...location, items: [{ id: 1, name: 'mileage', value: 12345.6 }] }).items, 'mileage')).toBe(
      12345.6,
    );
    expect(itemOf([], 'mileage')).toBeUndefined();
  });

  it('keeps an item of unknown ID or unfitting length as bytes', () => {
    expect(itemFrom('e10101')).toEqual({ id: 0xe1, name: 'raw', value: Uint8Array.of(1) });
    expect(itemFrom('01020304')).toEqual({ id: 1, name: 'raw', value: Uint8Array.of(3, 4) });
    // A TPMS item of 49 bytes that declares one wheel needs 50.
    expect(itemFrom(`6631${'00'.repeat(49)}`)).toMatchObject({ id: 0x66, name: 'raw' });
    expect(itemFrom('1102010000')).toMatchObject({ id: 0x11, name: 'raw' });
  });

  it.each([
    ['0019', 25],
    ['8019', -25],
    ['ffe7', -25],
    ['8000', 0],
    ['7fff', 32767],
  ])('reads the temperature word %s as %i °C, sign and magnitude or two’s complement', (word, celsius) => {
    expect(itemFrom(`0602${word}`)).toEqual({ id: 6, name: 'temperature', value: celsius });
  });

  it('writes temperatures as sign and magnitude', () => {
    const items: Item[] = [{ id: 6, name: 'temperature', value: -25 }];
    expect(toHex(encodeBody({ kind: 'location', body: { ...location, items } }, 2019)).slice(56)).toBe('06028019');
  });

  it('tells the long alarm sign of the 2019-based variants by the length of the item', () => {
    const hex = `000000010102${'3c'}0010${'00'.repeat(8)}250102110405000c${'41'.repeat(30)}25010211040501020000`;
    expect(itemFrom(`6741${hex}`)).toMatchObject({
      name: 'bsd',
      value: { type: 2, speed: 60, sign: { terminalId: 'A'.repeat(30), sequence: 1, attachments: 2 } },
    });
  });
});

describe('the bits of a location', () => {
  const keys = (word: number, version: Version) => meanings(word, ALARM_BITS, version).map(({ key }) => key);

  it('mean what the edition says', () => {
    expect(keys(0b1001, 2013)).toEqual(['emergency', 'danger']);
    expect(keys(0b1001, 2019)).toEqual(['emergency', 'dangerous-driving']);
    expect(keys(0x8000_0000, 2013)).toEqual(['illegal-door']);
    expect(keys(0x8000_0000, 2019)).toEqual([]);
  });

  it('have one meaning each in an edition', () => {
    for (const version of [2013, 2019] as const) {
      for (const table of [ALARM_BITS, STATUS_BITS]) {
        const bits = table.filter(({ versions }) => versions.includes(version)).map(({ bit }) => bit);
        expect(new Set(bits).size).toBe(bits.length);
      }
    }
  });

  it('tell the load', () => {
    expect([0, 0x100, 0x200, 0x300].map(loadOf)).toEqual(['empty', 'half', 'reserved', 'full']);
  });
});

import type { Fix } from '@anlan/kernel/position';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MovedFix, readFixes, sizeOfFixes, writeFixes } from './fix-record.ts';
import { batchOf, batchOfRecord, encodeBatch } from './record.ts';

const OBJECT = '0b3f2c1e-5555-4a4a-9a9a-0123456789ab';
const DEVICE = '0b3f2c1e-5555-4a4a-9a9a-0123456789ac';
const FIX: Fix = {
  at: 1_763_800_000_000,
  lon: 117.971234,
  lat: 28.451234,
  speed: 61.2,
  heading: null,
  altitude: -3,
  positioned: true,
  live: false,
};

const value = fc.double({ noNaN: true });
const perhaps = fc.option(value, { nil: undefined });
const fix = fc.record(
  {
    at: fc.maxSafeInteger(),
    lon: value,
    lat: value,
    speed: fc.option(value),
    heading: fc.option(value),
    altitude: fc.option(value),
    positioned: fc.boolean(),
    live: fc.boolean(),
    recorded: perhaps,
    odometer: perhaps,
    satellites: perhaps,
    navStatus: perhaps,
    alarmBits: fc.option(fc.nat(0xffffffff), { nil: undefined }),
    statusBits: fc.option(fc.nat(0xffffffff), { nil: undefined }),
    safety: fc.option(fc.constant([{ kind: 'fatigue', level: 2, note: '疲劳驾驶' }]), { nil: undefined }),
  },
  { requiredKeys: ['at', 'lon', 'lat', 'speed', 'heading', 'altitude', 'positioned', 'live'] },
);

function again(fixes: readonly MovedFix[]): MovedFix[] {
  const bytes = Buffer.alloc(sizeOfFixes(fixes) + 3);
  writeFixes(fixes, bytes, 3);
  return readFixes(bytes.subarray(3));
}

describe('the record of fixes', () => {
  it('gives back what was written, whatever of it is there', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ object: fc.uuid(), fix }), { maxLength: 5 }), (fixes) => {
        expect(again(fixes as unknown as MovedFix[])).toEqual(fixes);
      }),
    );
  });

  it('refuses an object that is no id, before anything is durable', () => {
    const record = { device: DEVICE, receivedAt: 1, fixes: [{ object: '赣E12345', fix: FIX }], readings: [] };
    expect(() => encodeBatch(batchOfRecord(record))).toThrow('not an id: 赣E12345');
  });

  it('is read out of a payload as it comes back from disk, and so is JSON of an earlier version', () => {
    const fixes = [{ object: OBJECT, fix: FIX }];
    const record = { device: DEVICE, receivedAt: 1_763_800_000_100, fixes, readings: [] };
    const payload = encodeBatch(batchOfRecord(record));
    expect(batchOf(Buffer.from(payload)).fixes).toEqual(fixes);

    const json = Buffer.from(JSON.stringify(fixes));
    const earlier = Buffer.concat([payload.subarray(0, 64), json]);
    earlier[1] = 1;
    earlier.writeUInt32LE(json.length, 52);
    expect(batchOf(earlier)).toMatchObject({ device: DEVICE, receivedAt: record.receivedAt, fixes });
    earlier[1] = 3;
    expect(() => batchOf(Buffer.from(earlier))).toThrow('version 3');
  });
});

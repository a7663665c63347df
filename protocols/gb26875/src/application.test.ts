import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from './fields.ts';
import {
  ANALOG_KINDS,
  analogValue,
  applicationOf,
  COMPONENT_STATES,
  COMPONENT_TYPES,
  decodeApplication,
  decodeFrame,
  DEVICE_OPERATIONS,
  DEVICE_STATES,
  encodeApplication,
  encodeFrame,
  momentOf,
  setBits,
  SYSTEM_OPERATIONS,
  SYSTEM_STATES,
  SYSTEM_TYPES,
  type TypeFlag,
  TYPES,
  timeTagOf,
  typeLabel,
  zoneAndNumber,
} from './index.ts';

const byte = fc.nat(255);
const tag = fc.record({
  year: fc.integer({ min: 2000, max: 2255 }),
  month: byte,
  day: byte,
  hour: byte,
  minute: byte,
  second: byte,
});
const words = (most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'aZ09 -#@号回路层烟感'), maxLength: most });

function valueOf(field: Field): fc.Arbitrary<unknown> {
  if (field.kind === 'time') return tag;
  if (field.kind === 'text' || field.kind === 'lengthText') return words(15);
  if (field.kind === 'signed') return fc.integer({ min: -32_768, max: 32_767 });
  return fc.integer({ min: 0, max: 2 ** (8 * field.size) - 1 });
}

const applications = fc.constantFrom(...(Object.keys(TYPES).map(Number) as TypeFlag[])).chain((flag) => {
  const fields: readonly Field[] = TYPES[flag].fields;
  const object = fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])));
  const most = Math.min(TYPES[flag].most, 5);
  return fc.array(object, { minLength: 1, maxLength: most }).map((objects) => applicationOf(flag, objects as never));
});

describe('application data', () => {
  it('decode(encode(a)) is a for every type, alone and in a frame', () => {
    const header = fc.record({
      serial: fc.nat(65_535),
      versionMain: byte,
      versionUser: byte,
      time: tag,
      source: fc.maxSafeNat().map((address) => address % 2 ** 48),
      destination: fc.maxSafeNat().map((address) => address % 2 ** 48),
      command: fc.constantFrom(1, 2, 3, 4, 5, 6, 128, 255),
    });
    fc.assert(
      fc.property(applications, header, (application, head) => {
        expect(decodeApplication(encodeApplication(application) as Uint8Array)).toEqual(application);
        const message = { ...head, application };
        expect(decodeFrame(encodeFrame(message) as Uint8Array)).toMatchObject({ ok: true, message });
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps any bytes: what it can not read comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (sent) => {
        const application = decodeApplication(sent)!;
        const again = encodeApplication(application);
        expect(again).toBeInstanceOf(Uint8Array);
        expect(decodeApplication(again as Uint8Array)).toEqual(application);
      }),
    );
  });

  it('has the object sizes of the standard, all of which fit 1024 bytes', () => {
    const size = (flag: TypeFlag): number => TYPES[flag].fields.reduce((sum, field) => sum + field.size, 0);
    const sizes = [1, 2, 3, 4, 5, 7, 21, 24, 25, 28, 62, 64, 84].map((flag) => size(flag as TypeFlag));
    expect(sizes).toEqual([10, 46, 16, 10, 4, 38, 7, 8, 2, 6, 6, 9, 7]);
    for (const flag of Object.keys(TYPES).map(Number) as TypeFlag[]) {
      expect(2 + size(flag) * TYPES[flag].most).toBeLessThanOrEqual(1024);
    }
  });

  it('reads objects whose vendor leaves the description out', () => {
    const object = { systemType: 1, systemAddress: 1, componentType: 40, componentAddress: 7, state: 2 };
    const short = applicationOf(2, [{ ...object, description: undefined, time: timeTagOf(Date.UTC(2020, 0, 1)) }]);
    const sent = encodeApplication(short) as Uint8Array;
    expect(sent).toHaveLength(2 + 15);
    expect(decodeApplication(sent)).toEqual(short);
  });

  it('keeps what a wrong count leaves over', () => {
    const sent = encodeApplication(
      applicationOf(5, [{ systemType: 1, systemAddress: 2, mainVersion: 3, userVersion: 4 }]),
    );
    const bytes = sent as Uint8Array;
    bytes[1] = 0;
    expect(decodeApplication(bytes)).toMatchObject({ count: 0, objects: [], surplus: Uint8Array.of(1, 2, 3, 4) });
    bytes[1] = 9;
    expect(decodeApplication(bytes)).toMatchObject({ count: 9, objects: [{ mainVersion: 3 }] });
  });

  it('refuses values that do not fit instead of spoiling the neighbours', () => {
    const time = timeTagOf(Date.UTC(2020, 0, 1));
    for (const wrong of [{ state: 65_536 }, { state: -1 }, { state: 1.5 }, { time: { ...time, year: 1999 } }]) {
      const object = { systemType: 1, systemAddress: 1, state: 0, time, ...wrong };
      expect(encodeApplication(applicationOf(1, [object]))).toMatchObject({ ok: false, reason: 'bad-value' });
    }
    const many = Array.from({ length: 200 }, () => ({ systemType: 1, systemAddress: 1, state: 0, time }));
    expect(encodeApplication(applicationOf(1, many))).toMatchObject({ ok: false, reason: 'too-long' });
  });

  it('cuts a long description after a whole character', () => {
    const object = { systemType: 1, systemAddress: 1, componentType: 1, componentAddress: 1 };
    const sent = encodeApplication(applicationOf(7, [{ ...object, description: '一'.repeat(40) }]));
    expect(decodeApplication(sent as Uint8Array)?.objects[0]?.description).toBe('一'.repeat(15));
  });
});

describe('meanings', () => {
  it('name the bits of states and operations', () => {
    const keys = (...given: Parameters<typeof setBits>): string[] => setBits(...given).map((bit) => bit.key);
    expect(keys(0b11, COMPONENT_STATES)).toEqual(['normal', 'fire']);
    expect(keys(0x0100, COMPONENT_STATES)).toEqual(['powerFault']);
    expect(keys(0x3900, SYSTEM_STATES)).toEqual(['mainPowerFault', 'manual', 'configurationChanged', 'reset']);
    expect(keys(8, DEVICE_STATES)).toEqual(['mainPowerFault']);
    expect([keys(32, SYSTEM_OPERATIONS), keys(32, DEVICE_OPERATIONS)]).toEqual([['confirm'], ['postQueryAnswer']]);
  });

  it('scale analogue values, by the table or by the device', () => {
    expect(analogValue(3, -105)).toEqual({ value: -10.5, unit: '℃', inRange: true });
    expect(analogValue(2, 1234)).toEqual({ value: 12.34, unit: 'm', inRange: true });
    expect(analogValue(12, 21)).toMatchObject({ inRange: false });
    expect(analogValue(4, 450, { unit: 'kPa', perUnit: 1 })).toEqual({ value: 450, unit: 'kPa', inRange: true });
    expect(analogValue(13, 1)).toBeUndefined();
    expect(Object.keys(ANALOG_KINDS)).toHaveLength(13);
  });

  it('name systems and components, reserved and own codes included', () => {
    expect(typeLabel(12, SYSTEM_TYPES)).toBe('自动喷水灭火系统');
    expect(typeLabel(40, COMPONENT_TYPES)).toBe('感烟火灾探测器');
    expect([typeLabel(5, SYSTEM_TYPES), typeLabel(200, COMPONENT_TYPES)]).toEqual(['预留（5）', '用户自定义（200）']);
    expect(zoneAndNumber(0x0002000a)).toEqual({ zone: 10, number: 2 });
  });

  it('time tags are Chinese time, binary or BCD, or no time', () => {
    const moment = Date.UTC(2024, 1, 29, 4, 5, 6);
    expect(momentOf(timeTagOf(moment))).toBe(moment);
    const bcd = { year: 2000 + 0x24, month: 0x02, day: 0x29, hour: 0x12, minute: 0x05, second: 0x06 };
    expect(momentOf(bcd, 'bcd')).toBe(moment);
    expect(momentOf({ year: 2000, month: 0, day: 0, hour: 0, minute: 0, second: 0 })).toBeUndefined();
    expect(momentOf({ ...timeTagOf(moment), hour: 24 })).toBeUndefined();
  });
});

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gmt8Moment, readVehicleStates, writeVehicleStates, type VehicleState } from './index.ts';

const state: VehicleState = {
  total: 2,
  index: 1,
  alarm: 4,
  status: 3,
  latitude: 28.454321,
  longitude: 117.943456,
  altitude: 82,
  speed: 63.5,
  direction: 271,
  time: gmt8Moment(Date.UTC(2026, 2, 1, 4, 0, 0)),
  accelerationX: -0.35,
  accelerationY: 0.02,
  accelerationZ: 1,
  turnX: -12.5,
  turnY: 0,
  turnZ: 3.25,
  pulseSpeed: 63.1,
  obdSpeed: 63,
  gear: 5,
  accelerator: 20,
  brake: 80,
  braking: 1,
  engineSpeed: 1850,
  wheelAngle: 12,
  turnLight: 2,
  reserved: new Uint8Array(2),
};
const states = [state, { ...state, index: 2, speed: 40.2 }];

describe('a vehicle-state record', () => {
  it('lays its values where the table says, with the sum of each block at its end', () => {
    const file = writeVehicleStates(states);
    expect(file).toHaveLength(128);
    const view = new DataView(file.buffer, file.byteOffset);
    expect([view.getUint16(26), view.getUint16(28), view.getInt16(36), view.getInt16(42)]).toEqual([
      635, 271, -35, -1250,
    ]);
    expect([file[52], file[53], file[54], file[55], view.getUint16(56), file[60]]).toEqual([5, 20, 80, 1, 1850, 2]);
    expect(file[63]).toBe(file.subarray(0, 63).reduce((sum, byte) => sum + byte, 0) & 0xff);
    expect(readVehicleStates(file)).toEqual(states);
  });

  it('that is cut short or damaged is refused with the place', () => {
    const file = writeVehicleStates(states);
    for (let length = 0; length < file.length; length += 1) {
      if (length === 64) continue;
      expect(readVehicleStates(file.subarray(0, length))).toMatchObject({
        reason: 'too-short',
        offset: length - (length % 64),
      });
    }
    for (let at = 0; at < file.length; at += 1) {
      const damaged = file.with(at, file[at]! ^ 1);
      expect(readVehicleStates(damaged)).toMatchObject({ reason: 'checksum', offset: at < 64 ? 63 : 127 });
    }
  });

  it('of any bytes is read or refused, never thrown over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 256 }), (bytes) => {
        const found = readVehicleStates(bytes);
        expect(Array.isArray(found) || !found.ok).toBe(true);
      }),
    );
  });
});

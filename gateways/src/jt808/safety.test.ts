import { gmt8Moment } from '@anlan/jt808';
import { describe, expect, it } from 'vitest';
import { location } from '../testing/terminal.ts';
import { attachedSigns, reportsOf } from './safety.ts';

const NOW = Date.UTC(2026, 2, 1);

/** A location with a tyre item; alarms are the bits of each wheel. */
function tyres(...alarms: readonly number[]) {
  const time = gmt8Moment(NOW);
  const sign = { terminalId: 'T1', time, sequence: 0, attachments: 1, reserved: new Uint8Array(1) };
  const place = { speed: 60, altitude: 10, latitude: 29, longitude: 106, time, vehicleStatus: 1 };
  const wheels = alarms.map((bits, position) => ({
    position,
    alarms: bits,
    pressure: 800 - position * 100,
    temperature: 35,
    battery: 90,
  }));
  const value = { alarmId: 1, flag: 1, ...place, sign, wheels };
  return location(NOW, { items: [{ id: 0x66, name: 'tpms', value }] });
}

describe('tyres', () => {
  it('reported at their intervals are no alarm', () => {
    const periodic = tyres(1, 1, 0);
    expect(reportsOf(periodic, NOW)).toEqual([]);
    expect(attachedSigns(periodic)).toEqual([]);
  });

  it('that are wrong are told by wheel, with what is wrong and the pressure', () => {
    const [report, ...more] = reportsOf(tyres(1, 0b101, 0b10_1000), NOW);
    expect(more).toEqual([]);
    expect(report).toMatchObject({
      item: 'tpms',
      label: '2 号轮胎压过低（700 kPa，35 ℃）；3 号轮胎温过高、胎压不平衡（600 kPa，35 ℃）',
      quantity: null,
    });
    expect(attachedSigns(tyres(0b100))).toHaveLength(1);
    expect(reportsOf(tyres(1 << 9), NOW)[0]?.label).toBe('1 号轮自定义报警（800 kPa，35 ℃）');
  });
});

import { describe, expect, it } from 'vitest';
import type { Level } from '@anlan/kernel/entity';
import type { Change } from '../alarm/change.ts';
import type { Latest } from '../ingest/latest.ts';
import type { RegisteredDevice } from '../ingest/register.ts';
import { ALL_RULES, SILENCE_RULES } from '../ingest/rules.ts';
import { subject, uuid } from '../ingest/testing/devices.ts';
import { openJudge } from '../ingest/judge.ts';
import { lookForEncounters } from './encounters.ts';
import { lookForLoss } from './offline.ts';

const START = Date.UTC(2026, 2, 18, 2);
const TRUCK = uuid(5);
const [ON, LOADED] = [1, 0x300];

/** What is told of a vehicle whose last fix was at START: rule and level as often as they change, by the minutes of silence. */
function lost(speed: number, statusBits: number, dangerousGoods: boolean, minutes: number): string[] {
  const moving = subject(TRUCK, { kind: 'vehicle', quantity: 'speed', dangerousGoods });
  const fix = { at: START, lon: 117.9, lat: 28.4, speed, heading: 90, receivedAt: START, statusBits };
  const judge = openJudge(SILENCE_RULES, { subject: () => moving }, { memories: [], running: [] });
  const latest = { fixes: new Map([[TRUCK, fix]]) } as unknown as Latest;
  for (let minute = 0; minute <= minutes; minute += 1)
    lookForLoss({ moving } as RegisteredDevice, latest, judge, SILENCE_RULES, START - 1, START + minute * 60_000);
  return judge
    .drain()
    .changes.map(({ rule, happening }) => `${rule.key} ${(happening as { level?: Level }).level ?? happening.kind}`);
}

describe('[S34.2] a vehicle that is lost under way', () => {
  it('loaded with dangerous goods is told after a quarter of an hour and again after an hour, by one rule', () => {
    expect(lost(60, ON | LOADED, true, 14)).toEqual([]);
    expect(lost(60, ON | LOADED, true, 70)).toEqual(['loaded-lost yellow', 'loaded-lost orange']);
    expect(lost(0, ON | LOADED, true, 20)).toEqual(['loaded-lost yellow']);
  });
  it('empty, or with other goods, is told later', () => {
    expect(lost(60, ON, true, 29)).toEqual([]);
    expect(lost(60, ON, true, 40)).toEqual(['vehicle-offline blue']);
    expect(lost(60, ON | LOADED, false, 40)).toEqual(['vehicle-offline blue']);
  });
  it('is not lost where it was parked with the engine off', () => {
    expect(lost(0, LOADED, true, 300)).toEqual([]);
    expect(lost(0, 0, false, 300)).toEqual([]);
  });
});

describe('[S38.2] two ships that come too near', () => {
  const ships = [uuid(6), uuid(7)] as const;
  /** The alarms while two ships meet head on, so many metres apart. */
  function meeting(apart: number): readonly Change[] {
    const rule = ALL_RULES.filter(({ key }) => key === 'close-encounter');
    const limits = { near: 100, nearest: 50 };
    const subjects = ships.map((id, index) =>
      subject(id, { kind: 'vessel', quantity: 'speed', limits, name: ['赣江一号', '赣江二号'][index]! }),
    );
    const byId = new Map(subjects.map((one) => [one.id, one]));
    const judge = openJudge(rule, { subject: (id) => byId.get(id) }, { memories: [], running: [] });
    const devices = subjects.map((moving) => ({ moving }) as RegisteredDevice);
    const register = { devices: () => devices, version: () => 1 };
    for (let second = 0; second <= 300; second += 5) {
      const at = START + second * 1000;
      const fixOf = (east: number, north: number, heading: number) => ({
        at,
        lon: 106.55 + east / 96_700,
        lat: 29.56 + north / 111_195,
        speed: 18,
        heading,
        receivedAt: at,
      });
      const fixes = new Map([
        [ships[0], fixOf(5 * second, 0, 90)],
        [ships[1], fixOf(1500 - 5 * second, apart, 270)],
      ]);
      lookForEncounters(register, { fixes }, judge, at);
    }
    return judge.drain().changes;
  }
  const told = (apart: number) =>
    meeting(apart).map(({ happening }) => `${happening.kind} ${(happening as { level?: Level }).level ?? ''}`.trim());
  it('ring once for both, and it is over when they have passed', () => {
    expect(told(40)).toEqual(['raised orange', 'recovered']);
    expect(told(80)).toEqual(['raised yellow', 'recovered']);
  });
  it('are both named, with how long it is till they are nearest', () => {
    const [{ subject: about }] = meeting(40) as [Change];
    expect(about.id).toBe(ships[0]);
    expect(about.name).toBe('赣江一号 ⇄ 赣江二号');
    expect(about.placeName).toMatch(/ · 距最近会遇 \d+ s$/);
  });
  it('pass in silence a hundred and fifty metres apart', () => {
    expect(told(150)).toEqual([]);
  });
});

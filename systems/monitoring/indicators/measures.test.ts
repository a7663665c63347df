import { describe, expect, it } from 'vitest';
import {
  alarmHours,
  answeredShare,
  completeShare,
  falseShare,
  handlingMinutes,
  hoursAvailable,
  hoursBetweenFailures,
  hoursToRepair,
  hoursWell,
  onlineShare,
  shareOf,
  type Rung,
  type Signal,
} from './measures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = 1000 * HOUR;
const SPAN = { from: NOW - 100 * HOUR, to: NOW };

const signal = (id: string, change: Partial<Signal> = {}): Signal => ({
  id,
  name: `测点 ${id}`,
  href: null,
  expectedPeriod: 60,
  lastAt: NOW,
  out: false,
  ...change,
});
const rung = (id: string, change: Partial<Rung> = {}): Rung => ({
  id,
  name: `报警 ${id}`,
  href: `/desk?alarm=${id}`,
  seenAt: NOW - 10 * HOUR,
  raisedAt: NOW - 10 * HOUR,
  answeredAt: null,
  recoveredAt: null,
  closedAt: null,
  falseAlarm: false,
  within: 5 * MINUTE,
  ...change,
});
const names = (counted: { missing: readonly { id: string }[] }) => counted.missing.map(({ id }) => id);

describe('[S16.1] signals online and complete', () => {
  it('counts those heard in time; neither event-driven ones nor those out of service', () => {
    const signals = [
      signal('a'),
      signal('b', { lastAt: NOW - 4 * MINUTE }),
      signal('c', { lastAt: null }),
      signal('d', { lastAt: null, out: true }),
      signal('e', { lastAt: null, expectedPeriod: 0 }),
    ];
    const counted = onlineShare(signals, NOW, ({ expectedPeriod }) => 3 * expectedPeriod * 1000);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([1, 3, ['b', 'c']]);
    expect(onlineShare([], NOW, () => 0)).toMatchObject({ numerator: 0, denominator: 0 });
  });

  it('completeness: 60 of 60 and 30 of 60 samples are 75 %; the surplus of one covers no gap of another', () => {
    const received = new Map([
      ['a', 90],
      ['b', 30],
    ]);
    const counted = completeShare([signal('a'), signal('b'), signal('c', { out: true })], received, 3600, 'samples');
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([90, 120, ['b']]);
    const slow = completeShare([signal('a', { expectedPeriod: 600 })], new Map([['a', 3]]), 3600, 'minutes');
    expect([slow.numerator, slow.denominator]).toEqual([30, 60]);
  });
});

describe('[S17.1] alarms answered, handled, false', () => {
  it('in time is within the rule’s seconds; what may still be answered does not count', () => {
    const alarms = [
      rung('in', { answeredAt: NOW - 10 * HOUR + 4 * MINUTE }),
      rung('late', { answeredAt: NOW - 9 * HOUR }),
      rung('never'),
      rung('young', { seenAt: NOW - MINUTE }),
    ];
    const counted = answeredShare(alarms, NOW);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([1, 3, ['late', 'never']]);
  });

  it('mean handling of 20 and 70 minutes is 45; the slow one is named', () => {
    const closed = (id: string, minutes: number) => rung(id, { closedAt: NOW - 10 * HOUR + minutes * MINUTE });
    const counted = handlingMinutes([closed('a', 20), closed('b', 70), rung('open')], 30);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([90, 2, ['b']]);
    expect(handlingMinutes([rung('open')], 30)).toMatchObject({ numerator: 0, denominator: 0 });
  });

  it('false ones are those closed as such', () => {
    const alarms = [rung('a', { closedAt: NOW, falseAlarm: true }), rung('b', { closedAt: NOW }), rung('c')];
    const counted = falseShare(alarms);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([1, 2, ['a']]);
  });

  it('hours beyond limits are those within the span: 2 h, and 10 h of one that runs', () => {
    const over = rung('over', { raisedAt: NOW - 102 * HOUR, recoveredAt: NOW - 98 * HOUR });
    const counted = alarmHours([over, rung('runs')], SPAN);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([12, null, ['runs', 'over']]);
  });
});

describe('[S16.1] failures of devices', () => {
  const failures = [
    rung('long', { raisedAt: NOW - 50 * HOUR, recoveredAt: NOW - 44 * HOUR }),
    rung('short', { raisedAt: NOW - 20 * HOUR, recoveredAt: NOW - 20 * HOUR + 5 * MINUTE }),
    rung('runs', { raisedAt: NOW - 4 * HOUR }),
  ];

  it('two failures of five devices in 100 h: 490 h of operation, 245 h between failures; flickers do not count', () => {
    const counted = hoursBetweenFailures(failures, 5, SPAN);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([490, 2, ['long', 'runs']]);
    expect(hoursBetweenFailures([], 5, SPAN)).toMatchObject({ numerator: 500, denominator: 0 });
  });

  it('repair is the mean of what is over: 6 h of one', () => {
    expect(hoursToRepair(failures, SPAN)).toMatchObject({ numerator: 6, denominator: 1 });
  });

  it('[S18.1] safety signals: two in 100 h, of which 10 h are silent, are available 190 of 200 h', () => {
    const counted = hoursAvailable([signal('a'), signal('b'), signal('c', { out: true })], [rung('silent')], SPAN);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([190, 200, ['silent']]);
    expect(hoursAvailable([], [], SPAN)).toMatchObject({ numerator: 0, denominator: 0 });
  });

  it('[S18.1] a safety signal that was never heard is available in none of its hours, and is named', () => {
    const signals = [signal('a'), signal('mute', { lastAt: null }), signal('off', { lastAt: null, out: true })];
    const counted = hoursAvailable(signals, [rung('silent')], SPAN);
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([90, 200, ['mute', 'silent']]);
    expect(hoursAvailable([signal('mute', { lastAt: null })], [], SPAN)).toMatchObject({
      numerator: 0,
      denominator: 100,
    });
  });
});

describe('[S44.1] hours that were well', () => {
  it('three of four hours at or above the least pressure; the signal that was not is named', () => {
    const hours = [0.12, 0.1, 0.09].map((low) => ({ id: 'a', low, high: 0.2 }));
    const counted = hoursWell(
      [signal('a'), signal('b')],
      [...hours, { id: 'b', low: 0.3, high: 0.4 }, { id: 'x', low: 0, high: 0 }],
      ({ low }) => low >= 0.1,
    );
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([3, 4, ['a']]);
    expect(hoursWell([signal('a')], [], () => true)).toMatchObject({ numerator: 0, denominator: 0 });
  });

  it('a share names who does not fulfil', () => {
    const counted = shareOf([signal('a'), signal('b')], ({ id }) => id === 'a');
    expect([counted.numerator, counted.denominator, names(counted)]).toEqual([1, 2, ['b']]);
  });
});

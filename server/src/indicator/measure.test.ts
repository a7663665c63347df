import { describe, expect, it } from 'vitest';
import { SYSTEMS } from '@anlan/systems';
import { MEASURES } from './measure.ts';
import { lossesOf, type RuledRung } from './read.ts';

const HOUR = 3_600_000;
const silence = (id: string, device: string | null, from: number, to: number | null): RuledRung => ({
  id,
  device,
  rule: 'gateway-lost',
  name: id,
  href: null,
  seenAt: from * HOUR,
  raisedAt: from * HOUR,
  answeredAt: null,
  recoveredAt: to === null ? null : to * HOUR,
  closedAt: null,
  falseAlarm: false,
  within: 0,
});

describe('measures of indicators', () => {
  it('there is one for each that is declared, and none beside', () => {
    const declared = SYSTEMS.flatMap(({ indicators = [] }) => indicators.map(({ key }) => key));
    expect(declared.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      Object.keys(MEASURES).toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  it('silences of one device that overlap are one loss of contact', () => {
    const losses = lossesOf([
      silence('b', 'one', 2, 5),
      silence('a', 'one', 1, 3),
      silence('c', 'one', 6, null),
      silence('d', 'one', 7, 8),
      silence('e', 'two', 2, 3),
      silence('f', null, 2, 3),
    ]);
    expect(
      losses.map(({ id, raisedAt, recoveredAt }) => [id, raisedAt / HOUR, recoveredAt && recoveredAt / HOUR]),
    ).toEqual([
      ['a', 1, 5],
      ['c', 6, null],
      ['e', 2, 3],
      ['f', 2, 3],
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { underFirst, type Caused } from './index.ts';

const alarm = (id: string, since: number, firstOutId: string | null): Caused => ({ id, since, firstOutId });
const plain = (one: Caused): Caused => one;

describe('alarms under their likely first cause', () => {
  it('puts the first-out before what followed it, whatever the order they are given in', () => {
    const given = [alarm('c', 30, 'a'), alarm('x', 5, null), alarm('b', 20, 'a'), alarm('a', 10, 'a')];
    expect(
      underFirst(given, plain).map(({ first, followers }) => [first.id, ...followers.map(({ id }) => id)]),
    ).toEqual([['a', 'b', 'c'], ['x']]);
  });

  it('lets the earliest stand for a first alarm that is not among them', () => {
    expect(underFirst([alarm('c', 30, 'gone'), alarm('b', 20, 'gone')], plain)).toEqual([
      { first: alarm('b', 20, 'gone'), followers: [alarm('c', 30, 'gone')] },
    ]);
  });

  it('neither loses nor doubles an alarm', () => {
    const ids = fc.integer({ min: 0, max: 9 });
    const drawn = fc.uniqueArray(fc.tuple(ids, fc.option(ids), fc.integer()), { selector: ([id]) => id });
    fc.assert(
      fc.property(drawn, (rows) => {
        const given = rows.map(([id, first, since]) => alarm(String(id), since, first === null ? null : String(first)));
        const back = underFirst(given, plain).flatMap(({ first, followers }) => [first, ...followers]);
        expect(back.map(({ id }) => id).sort()).toEqual(given.map(({ id }) => id).sort());
      }),
    );
  });
});

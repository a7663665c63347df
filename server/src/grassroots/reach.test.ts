import { describe, expect, it } from 'vitest';
import { destination } from '@anlan/domain/geo';
import { covers, metresOf, reachOf, type Station } from './reach.ts';

const ASKED = { minutes: 3, speed: 20, people: 6 };
const HERE = { lon: 117.97, lat: 28.45 };
const station = (metres: number, more: Partial<Station> = {}): Station => ({
  id: `s${metres}`,
  name: '站',
  ...destination(HERE, 90, metres),
  crew: 6,
  minutes: 3,
  unit: null,
  ...more,
});

describe('a place is covered', () => {
  it('by a station that is near enough for its minutes, with people enough, and quick enough [S69.1]', () => {
    expect(metresOf(ASKED)).toBe(1000);
    const judge = (one: Station) => covers(reachOf([one]).nearest({ id: 'u', ...HERE }), ASKED);
    expect([
      judge(station(990)),
      judge(station(1010)),
      judge(station(100, { crew: 5 })),
      judge(station(100, { minutes: 4 })),
    ]).toEqual([true, false, false, false]);
  });

  it('by its own station wherever that is entered, and by none where nobody is near', () => {
    const own = station(4000, { unit: 'u' });
    expect(covers(reachOf([station(900), own]).nearest({ id: 'u', lon: null, lat: null }), ASKED)).toBe(true);
    expect(reachOf([own]).nearest({ id: 'other', lon: 110, lat: 28 })).toBeUndefined();
  });

  it('finds the nearest of many as comparing with all of them would', () => {
    const many = Array.from({ length: 400 }, (_, index) => station(200 + index * 11, { id: `m${index}` }));
    expect(reachOf(many).nearest({ id: 'u', ...HERE })?.station.id).toBe('m0');
  });
});

import { describe, expect, it } from 'vitest';
import type { AlarmView } from '@anlan/kernel/alarm';
import { type Book, goOn } from './book.ts';

const alarm = (id: string, more: Partial<AlarmView> = {}): [string, AlarmView] => [
  id,
  { id, value: 82, peak: 82, recoveredAt: null, version: 1, ...more } as AlarmView,
];

describe('how running alarms go on', () => {
  const book: Book = new Map([alarm('a'), alarm('b', { recoveredAt: 5 }), alarm('c', { now: { value: 85, at: 9 } })]);

  it('enters the newest value and the worst, of those that run, and leaves the others as they were', () => {
    const next = goOn(book, {
      id: ['a', 'b', 'c', 'd'],
      at: [7, 7, 7, 7],
      value: [90, 90, 90, 90],
      peak: [93, 93, 93, 93],
    });
    expect(next.get('a')).toMatchObject({ value: 82, peak: 93, now: { value: 90, at: 7 }, version: 1 });
    expect(next.get('b')).toBe(book.get('b'));
    expect(next.get('c')).toBe(book.get('c'));
    expect(next.size).toBe(3);
  });

  it('is the same book where nothing changes', () => {
    expect(goOn(book, { id: ['d'], at: [7], value: [1], peak: [null] })).toBe(book);
  });
});

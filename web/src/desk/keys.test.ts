import { describe, expect, it } from 'vitest';
import { afterLeaving, KEY_HELP, press, stepFrom } from './keys.ts';
import { itemAt, offsetsOf, scrollTo, windowOf } from './virtual.ts';
import { WORDS } from './words.ts';

const ROWS = ['a', 'b', 'c'];
const hit = (key: string, part: object = {}) => press({ key, typing: false, dialog: false, ...part }, ROWS, 'b');

describe('the desk by keyboard alone', () => {
  it('moves by J, K, arrows, Home and End, and holds at the ends', () => {
    expect(hit('j')).toEqual({ kind: 'select', key: 'c' });
    expect(hit('K')).toEqual({ kind: 'select', key: 'a' });
    expect(hit('End')).toEqual({ kind: 'select', key: 'c' });
    expect(stepFrom(ROWS, 'c', 1)).toBe('c');
    expect(stepFrom(ROWS, 'a', -10)).toBe('a');
    expect(stepFrom(ROWS, null, 1)).toBe('a');
    expect(stepFrom([], null, 1)).toBeNull();
  });

  it('has a key for every verb', () => {
    const kinds = ['Enter', ' ', 's', 'h', 'c', 'd', 'e', '/', '?', 'Escape'].map((key) => hit(key)?.kind);
    expect(kinds.join(' ')).toBe('acknowledge expand shelve handle close danger event search help dismiss');
  });

  it('leaves letters to whoever types, except Escape', () => {
    expect(hit('s', { typing: true })).toBeNull();
    expect(hit('Escape', { typing: true })).toEqual({ kind: 'dismiss' });
  });

  it('leaves everything to an open dialog and to the browser', () => {
    expect(hit('Enter', { dialog: true })).toBeNull();
    expect(hit('s', { ctrl: true })).toBeNull();
    expect(hit('c', { meta: true })).toBeNull();
  });

  it('lets Enter and Space press the button that has the focus', () => {
    expect(hit('Enter', { pressing: true })).toBeNull();
    expect(hit(' ', { pressing: true })).toBeNull();
    expect(hit('j', { pressing: true })).toEqual({ kind: 'select', key: 'c' });
  });

  it('explains every key it has', () => {
    for (const [, word] of KEY_HELP) expect(WORDS[word][0]).not.toBe('');
  });

  it('goes on to the row below when one is closed, at the end to the one above', () => {
    expect(afterLeaving(ROWS, 'b')).toBe('c');
    expect(afterLeaving(ROWS, 'c')).toBe('b');
    expect(afterLeaving(['a'], 'a')).toBeNull();
  });
});

describe('a list of ten thousand rows', () => {
  const offsets = offsetsOf(Array.from({ length: 10_000 }, (_, i) => (i % 100 === 0 ? 28 : 48)));

  it('draws only what is in sight, and keeps its whole height', () => {
    const window = windowOf(offsets, 200_000, 800);
    expect(window.to - window.from).toBeLessThan(40);
    const drawn = (offsets[window.to] ?? 0) - (offsets[window.from] ?? 0);
    expect(window.before + drawn + window.after).toBe(offsets.at(-1));
    expect(offsets[window.from]).toBeLessThanOrEqual(200_000);
    expect(offsets[window.to]).toBeGreaterThanOrEqual(200_800);
  });

  it('finds the row under a height', () => {
    expect([0, 27, 28, 76].map((y) => itemAt(offsets, y))).toEqual([0, 0, 1, 2]);
  });

  it('scrolls only as far as the chosen row needs, below the sticky heading', () => {
    expect(scrollTo(offsets, 1, 0, 800)).toBe(0);
    expect(scrollTo(offsets, 50, 0, 800)).toBe((offsets[51] ?? 0) - 800);
    expect(scrollTo(offsets, 50, 100_000, 800, 28)).toBe((offsets[50] ?? 0) - 28);
  });
});

import { describe, expect, it } from 'vitest';
import { openFrames } from './frames.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);
const texts = (frames: ReturnType<typeof openFrames>, identity = 'd'): string[] =>
  frames.of(identity).map(({ hex }) => Buffer.from(hex, 'hex').toString());

describe("what is kept of a device's line", () => {
  it('is how its newest connection began and what passed last, with the gap told', () => {
    let now = 0;
    const frames = openFrames(() => (now += 2000));
    for (let i = 0; i < 3; i += 1) frames.note('d', 'in', bytes(`old ${i}`), 'a');
    for (let i = 0; i < 100; i += 1) frames.note('d', 'in', bytes(`new ${i}`), 'b');
    expect(texts(frames)).toEqual([
      ...Array.from({ length: 6 }, (_, i) => `new ${i}`),
      ...Array.from({ length: 24 }, (_, i) => `new ${76 + i}`),
    ]);
    const kept = frames.of('d');
    expect(kept.filter(({ opens }) => opens).map(({ number }) => number)).toEqual([3]);
    expect(kept[6]!.number - kept[5]!.number).toBe(71);
  });

  it('joins what comes byte by byte on a connection, never whole messages nor what is said the other way', () => {
    let now = 0;
    const frames = openFrames(() => (now += 1));
    for (const one of 'byte by byte') frames.note('d', 'in', bytes(one), 'a');
    frames.note('d', 'out', bytes('answer'), 'a');
    frames.note('d', 'in', bytes('x'), 'a');
    expect(texts(frames)).toEqual(['byte by byte', 'answer', 'x']);
    for (const one of ['first', 'second']) frames.note('m', 'in', bytes(one));
    expect(texts(frames, 'm')).toEqual(['first', 'second']);
  });

  it('is bounded, and says what it has cut', () => {
    let now = 0;
    const frames = openFrames(() => (now += 2000));
    frames.note('d', 'in', new Uint8Array(5000), 'a');
    expect(frames.of('d')).toMatchObject([{ cut: true, line: 'a', opens: true }]);
    for (let i = 0; i < 24; i += 1) frames.note('m', 'in', new Uint8Array(60_000));
    expect(frames.of('m').map(({ cut, number }) => [cut, number])).toEqual([
      [false, 22],
      [false, 23],
    ]);
  });

  it('is of no more devices than there are places: a quiet one gives way, a busy one only to who is asked for', () => {
    let now = 0;
    const frames = openFrames(() => now, 2);
    const speak = (...devices: string[]): void => {
      now += 1000;
      for (const device of devices) frames.note(device, 'in', bytes(device), 'a');
    };
    for (let second = 0; second < 10; second += 1) speak('a', 'b', 'c');
    expect([texts(frames, 'a').length, texts(frames, 'b').length]).toEqual([1, 1].map((n) => n * 10));
    // Somebody has asked for c by now; a and b were asked for too, and nobody gives way to nobody.
    expect(texts(frames, 'c')).toEqual([]);
    now += 600_001;
    expect(texts(frames, 'c')).toEqual([]);
    speak('a', 'b');
    for (let second = 0; second < 3; second += 1) speak('c');
    expect(texts(frames, 'c').length).toBeGreaterThan(0);
    // d comes when one has been quiet for a minute.
    speak('d');
    expect(texts(frames, 'd')).toEqual([]);
    now += 700_000;
    speak('d');
    speak('d');
    expect(texts(frames, 'd').length).toBeGreaterThan(0);
  });
});

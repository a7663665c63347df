import { describe, expect, it } from 'vitest';
import { ByDevice, Recent } from './recent.ts';

describe('what is remembered of a device', () => {
  it('holds at least the last keys asked for and at most twice as many', () => {
    const recent = new Recent<number>(8);
    for (let key = 0; key < 100; key += 1) {
      recent.add(String(key), key);
      for (let back = 0; back < Math.min(8, key + 1); back += 1)
        expect(recent.get(String(key - back))).toBe(key - back);
      expect(recent.get(String(key - 16))).toBeUndefined();
    }
  });

  it('finds the newest that fits', () => {
    const recent = new Recent<number>(2);
    for (const key of [1, 2, 3]) recent.add(String(key), key);
    expect([recent.find((value) => value < 3), recent.find(() => true), recent.find((value) => value > 3)]).toEqual([
      2,
      3,
      undefined,
    ]);
  });

  it('forgets one wherever it is, and no other', () => {
    const recent = new Recent<number>(2);
    for (const key of [1, 2, 3]) recent.add(String(key), key);
    recent.forget('1');
    recent.forget('3');
    expect([recent.get('1'), recent.get('2'), recent.get('3')]).toEqual([undefined, 2, undefined]);
  });
});

describe('what is remembered of each device', () => {
  it('stays while it speaks, and at least as long as so many others have spoken since', () => {
    const memory = new ByDevice(100, () => ({ said: 0 }));
    memory.of('talker').said = 1;
    memory.of('once').said = 1;
    for (let other = 0; other < 99; other += 1) memory.of(`other ${other}`);
    expect(memory.of('once').said).toBe(1);
    for (let other = 0; other < 1000; other += 1) {
      memory.of(`further ${other}`);
      memory.of('talker').said += 1;
    }
    expect([memory.of('talker').said, memory.of('once').said]).toEqual([1001, 0]);
  });
});

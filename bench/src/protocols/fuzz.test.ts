import { describe, expect, it } from 'vitest';
import { DECODERS, vectorsOf } from './decoders.ts';
import { fuzz } from './fuzz.ts';

describe('the fuzz command', () => {
  it.each(Object.keys(DECODERS))('%s has frames to begin with, and its decoder takes them', (protocol) => {
    const decoder = DECODERS[protocol]!.open();
    const taken = vectorsOf(protocol, true).map((frame) => decoder.push(frame));
    expect(taken.filter(({ messages }) => messages > 0).length).toBeGreaterThan(5);
  });

  it('finds nothing in a few thousand inputs, and says what it does not know', async () => {
    expect(await fuzz(['--inputs', '1000'])).toBe(0);
    expect(await fuzz(['--protocol', 'telex'])).toBe(2);
  }, 60_000);
});

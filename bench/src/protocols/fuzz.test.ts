import { describe, expect, it } from 'vitest';
import { DECODERS, vectorsOf } from './decoders.ts';
import { fuzz } from './fuzz.ts';

/** A million inputs in all: more where an input costs a microsecond, fewer where it is a whole document. */
const INPUTS: Readonly<Record<string, number>> = {
  jt808: 130_000,
  'jt808-attachment': 120_000,
  jt809: 130_000,
  hj212: 120_000,
  gb26875: 115_000,
  ais: 115_000,
  'coal-mine-files': 20_000,
  gb28181: 60_000,
  cap: 10_000,
  jt1078: 60_000,
  sparkplug: 60_000,
  rtsp: 60_000,
};

describe('the fuzz command', () => {
  it.each(Object.keys(DECODERS))('%s has frames to begin with, and its decoder takes them', (protocol) => {
    const decoder = DECODERS[protocol]!.open();
    const taken = vectorsOf(protocol, true).map((frame) => decoder.push(frame));
    expect(taken.filter(({ messages }) => messages > 0).length).toBeGreaterThan(5);
  });

  it('tries a million inputs and every decoder', () => {
    expect(Object.keys(INPUTS)).toEqual(Object.keys(DECODERS));
    expect(Object.values(INPUTS).reduce((sum, inputs) => sum + inputs, 0)).toBe(1_000_000);
  });

  it.each(Object.entries(INPUTS))(
    '%s neither throws, hangs nor grows on %i inputs',
    async (protocol, inputs) => {
      expect(await fuzz(['--protocol', protocol, '--inputs', String(inputs)])).toBe(0);
    },
    240_000,
  );

  it('says what it does not know', async () => {
    expect(await fuzz(['--protocol', 'telex'])).toBe(2);
  });
});

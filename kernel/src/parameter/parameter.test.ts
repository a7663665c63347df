import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inForce, valueSchema, type Parameter, type Setting } from './index.ts';

const rectify: Parameter = {
  key: 'danger.rectify',
  label: '整改期限',
  labelEn: 'Time to rectify',
  group: '隐患',
  kind: 'number',
  unit: '日',
  value: 15,
  min: 1,
  max: 90,
  source: 'test',
};
const set = (regionPath: string, from: number, value: number | null): Setting => ({
  key: rectify.key,
  regionPath,
  from,
  value,
});

describe('the value in force', () => {
  it('is the declared one where nobody set another', () => {
    expect(inForce(rectify, [], 'cn.36.11.02.', 100)).toEqual({ value: 15, regionPath: null, from: null });
  });

  it("is the nearest jurisdiction's, newest first, and only from its day on", () => {
    const settings = [set('cn.36.', 10, 20), set('cn.36.11.', 20, 10), set('cn.36.11.', 50, 7)];
    expect(inForce(rectify, settings, 'cn.36.11.02.', 15).value).toBe(20);
    expect(inForce(rectify, settings, 'cn.36.11.02.', 49).value).toBe(10);
    expect(inForce(rectify, settings, 'cn.36.11.02.', 50)).toEqual({ value: 7, regionPath: 'cn.36.11.', from: 50 });
    expect(inForce(rectify, settings, 'cn.36.07.', 60).value).toBe(20);
    expect(inForce(rectify, settings, 'cn.50.', 60).value).toBe(15);
  });

  it('goes back to the wider jurisdiction when withdrawn', () => {
    const settings = [set('cn.36.', 10, 20), set('cn.36.11.', 20, 10), set('cn.36.11.', 30, null)];
    expect(inForce(rectify, settings, 'cn.36.11.', 31)).toMatchObject({ value: 20, regionPath: 'cn.36.' });
  });

  it('never depends on the order in which the settings are read', () => {
    const settings = fc.array(
      fc.record({
        key: fc.constant(rectify.key),
        regionPath: fc.constantFrom('cn.', 'cn.36.', 'cn.36.11.', 'cn.50.'),
        from: fc.uniqueArray(fc.nat(50), { minLength: 1, maxLength: 1 }).map(([n]) => n as number),
        value: fc.option(fc.integer({ min: 1, max: 90 })),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(settings, fc.nat(60), (list, at) => {
        const distinct = list.filter(
          (a, i) => list.findIndex((b) => b.from === a.from && b.regionPath === a.regionPath) === i,
        );
        const straight = inForce(rectify, distinct, 'cn.36.11.02.', at);
        expect(inForce(rectify, [...distinct].reverse(), 'cn.36.11.02.', at)).toEqual(straight);
      }),
    );
  });
});

it('checks a new value against the declared bounds', () => {
  expect(valueSchema(rectify).safeParse(0).success).toBe(false);
  expect(valueSchema(rectify).safeParse(7).success).toBe(true);
  expect(valueSchema(rectify).safeParse('7').success).toBe(false);
  expect(valueSchema({ ...rectify, kind: 'days', value: [] }).safeParse(['2026-02-30']).success).toBe(false);
});

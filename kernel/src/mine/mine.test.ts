import { describe, expect, it } from 'vitest';
import { changesOf, definedPoint } from './index.ts';

const record = {
  pointCode: 'P1',
  sensorType: '0001',
  location: '3201 工作面',
  unit: '%CH4',
  rangeHigh: '4',
  rangeLow: '0',
  highAlarm: '1',
  highCutOff: '1.5',
};

describe('a definition file', () => {
  it('names a point with its quantity, range and limits', () => {
    expect(definedPoint(record)).toEqual({
      key: 'P1',
      name: '3201 工作面 环境瓦斯',
      kind: 'methane',
      unit: '%CH4',
      rangeLow: 0,
      rangeHigh: 4,
      limits: {
        alarm: 1,
        cutOff: 1.5,
      },
    });
    expect(definedPoint({ pointCode: 'P2', sensorType: '9999', rangeHigh: '0', rangeLow: '4' })).toMatchObject({
      kind: 'coal-9999',
      rangeLow: null,
      rangeHigh: null,
      limits: {},
    });
  });

  it('says what it would change and nothing else', () => {
    const known = [definedPoint(record), definedPoint({ ...record, pointCode: 'P3' })];
    const proposed = [definedPoint({ ...record, highAlarm: '0.8' }), definedPoint({ ...record, pointCode: 'P2' })];
    expect(changesOf(known, proposed).map(({ key, what, detail }) => [key, what, detail])).toEqual([
      ['P1', 'changed', 'alarm 1 → 0.8'],
      ['P2', 'new', ''],
      ['P3', 'gone', ''],
    ]);
    expect(changesOf(known, known)).toEqual([]);
  });
});

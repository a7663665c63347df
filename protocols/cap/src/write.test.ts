import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as cap from './index.ts';
import { parseAlert, writeAlert, type Alert, type Parsed } from './index.ts';

const text = fc.string({ unit: fc.constantFrom(...'ab<>&"\' \n\r]]>é暴雨𠀀'), maxLength: 20 }).map((it) => it.trim());
const time = fc.integer({ min: 0, max: 4e9 }).map((seconds) => cap.formatTime(seconds * 1000));
const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined, freq: 2 });
const some = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 2 });
const pair = fc.record({ valueName: text, value: text });
const area = fc.record({
  areaDesc: text,
  polygon: optional(some(text)),
  circle: optional(some(text)),
  geocode: optional(some(pair)),
  altitude: optional(fc.constantFrom('100', '-1.5')),
});
const resource = fc.record({
  resourceDesc: text,
  mimeType: text,
  size: optional(fc.constant('12')),
  uri: optional(text),
});
const info = fc.record({
  language: optional(fc.constantFrom('zh-CN', 'en')),
  category: some(fc.constantFrom(...cap.CATEGORIES)),
  event: text,
  responseType: optional(some(fc.constantFrom(...cap.RESPONSE_TYPES))),
  urgency: fc.constantFrom(...cap.URGENCIES),
  severity: fc.constantFrom(...cap.SEVERITIES),
  certainty: fc.constantFrom(...cap.CERTAINTIES),
  eventCode: optional(some(pair)),
  onset: optional(time),
  headline: optional(text),
  parameter: optional(some(pair)),
  resource: optional(some(resource)),
  area: optional(some(area)),
});
const alerts: fc.Arbitrary<Alert> = fc.record({
  identifier: text,
  sender: text,
  sent: time,
  status: fc.constantFrom(...cap.STATUSES),
  msgType: fc.constantFrom(...cap.MESSAGE_TYPES),
  scope: fc.constantFrom(...cap.SCOPES),
  code: optional(some(text)),
  note: optional(text),
  info: optional(some(info)),
});

const alert: Alert = {
  identifier: '33010041600000_20260701080000',
  sender: 'weather@hz.example.cn',
  sent: '2026-07-01T08:00:00+08:00',
  status: 'Actual',
  msgType: 'Alert',
  scope: 'Public',
  info: [{ category: ['Met'], event: '暴雨', urgency: 'Immediate', severity: 'Severe', certainty: 'Likely' }],
};

describe('an alert', () => {
  it('is the same after writing and reading, with nothing to find in the schema', () => {
    fc.assert(
      fc.property(alerts, (it) => {
        const parsed = parseAlert(writeAlert(it) as string, { strict: true }) as Parsed;
        expect(parsed).toMatchObject({ ok: true, version: '1.2' });
        expect(parsed.alert).toEqual(it);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, Alert]>([
    ['schema', { ...alert, sent: '2026-07-01T00:00:00Z' }],
    ['schema', { ...alert, status: 'actual' as 'Actual' }],
    ['schema', { ...alert, info: [{ ...alert.info![0]!, category: [] }] }],
    ['character', { ...alert, note: 'a\u0000b' }],
    ['character', { ...alert, note: '\ud800' }],
  ])('is not written against the %s', (reason, wrong) => {
    expect(writeAlert(wrong)).toMatchObject({ ok: false, reason });
  });

  it('offends no rule when its references, polygon and times are written by the functions for them', () => {
    const { identifier, sender, sent } = alert;
    const polygon = cap.polygonText([
      { latitude: 30, longitude: 120 },
      { latitude: 30, longitude: 120.5 },
      { latitude: 30.123456789, longitude: 120.5 },
    ]);
    expect(polygon).toBe('30,120 30,120.5 30.1234568,120.5 30,120');
    const references = cap.referencesText([{ sender, identifier, sent }]);
    const area = [{ areaDesc: '杭州市', polygon: [polygon] }];
    const update: Alert = {
      ...alert,
      identifier: '2',
      msgType: 'Update',
      references,
      info: [{ ...alert.info![0]!, area }],
    };
    expect(cap.offences(update)).toEqual([]);
    expect(cap.referencesOf(references)).toEqual([{ sender, identifier, sent }]);
    expect(cap.offences({ ...update, references: undefined })).toMatchObject([{ code: 'references' }]);
  });
});

describe('a time', () => {
  it('is written in the zone wanted, UTC as -00:00, and read back', () => {
    const moment = Date.UTC(2026, 6, 1, 0, 0, 0);
    expect(cap.formatTime(moment)).toBe('2026-07-01T08:00:00+08:00');
    expect(cap.formatTime(moment, 0)).toBe('2026-07-01T00:00:00-00:00');
    expect(cap.formatTime(moment, -210)).toBe('2026-06-30T20:30:00-03:30');
    for (const zone of [480, 0, -210]) expect(cap.parseTime(cap.formatTime(moment, zone))).toBe(moment);
    expect(cap.parseTime('2026-07-01T00:00:00.5Z')).toBe(moment);
    expect(cap.parseTime('2026-07-01 00:00:00')).toBeNull();
  });
});

describe('the colours', () => {
  it('are the severities, both ways', () => {
    expect(cap.WARNING_COLOURS.map(({ label, severity }) => `${label} ${severity}`)).toEqual([
      '红色 Extreme',
      '橙色 Severe',
      '黄色 Moderate',
      '蓝色 Minor',
    ]);
    for (const row of cap.WARNING_COLOURS) expect(cap.colourOf(cap.severityOf(row.colour))).toBe(row);
    expect(cap.colourOf('Unknown')).toBeUndefined();
  });
});

describe('lists', () => {
  it('keep what stands in quotes together', () => {
    expect(cap.splitList('a@b.cn "应急 指挥部" c')).toEqual(['a@b.cn', '应急 指挥部', 'c']);
    expect(cap.splitList('')).toEqual([]);
  });
});

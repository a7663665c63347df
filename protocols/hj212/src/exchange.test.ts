import { describe, expect, it } from 'vitest';
import {
  COMMANDS,
  dataAnswer,
  dataTimeOf,
  encodeFrame,
  executionResult,
  FACTORS,
  findFactor,
  formatQn,
  formatTime,
  measuredOf,
  noticeAnswer,
  type Packet,
  parsePacket,
  parseTime,
  platformAnswer,
  probableUnit,
  requestAnswer,
  requestPacket,
  requestParameters,
  writePacket,
} from './index.ts';

const station = { st: '32', mn: '010000A8900016F000169DC0', pw: '123456' };
const QN = '20160801085857223';
const packet = (text: string): Packet => {
  const parsed = parsePacket(text);
  if ('ok' in parsed) throw new Error(parsed.detail);
  return parsed;
};
const text = (result: ReturnType<typeof requestPacket>): string =>
  'ok' in result ? result.detail : writePacket(result);

describe('requests of the platform', () => {
  // The examples of HJ 212-2017 Appendix C.
  it.each([
    ['1000', { OverTime: 5, ReCount: 3 }, 'OverTime=5;ReCount=3'],
    ['1012', { PolId: 'w01018', SystemTime: '20160801085857' }, 'PolId=w01018;SystemTime=20160801085857'],
    ['1061', {}, ''],
    ['1062', { RtdInterval: 30 }, 'RtdInterval=30'],
    ['1064', { MinInterval: 10 }, 'MinInterval=10'],
    [
      '2031',
      { BeginTime: '20160801000000', EndTime: '20160801000000' },
      'BeginTime=20160801000000,EndTime=20160801000000',
    ],
    ['3016', { PolId: 'w01018', CstartTime: '000000', Ctime: 2 }, 'PolId=w01018;CstartTime=000000;Ctime=2'],
    ['3021', { PolId: 'w01018', InfoId: 'i13004', 'i13004-Info': '1.1' }, 'PolId=w01018;InfoId=i13004;i13004-Info=1.1'],
  ] as const)('%s is written as in the standard and read back by the station', (cn, parameters, cp) => {
    const request = requestPacket(station, cn, QN, parameters);
    expect(text(request)).toBe(`QN=${QN};ST=32;CN=${cn};PW=123456;MN=${station.mn};Flag=5;CP=&&${cp}&&`);
    const given = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
    expect(requestParameters(request as Packet)).toEqual(given);
  });

  // The examples of HJ/T 212-2005 Appendix C.
  it.each([
    ['1001', { WarnTime: 5 }, 'WarnTime=5'],
    ['1021', { PolId: '101' }, 'PolId=101'],
    ['1022', { '101-LowValue': 1.1, '101-UpValue': 9.9 }, '101-LowValue=1.1,101-UpValue=9.9'],
    ['1032', { AlarmTarget: 3882566 }, 'AlarmTarget=3882566'],
    ['1042', { ReportTime: '0101' }, 'ReportTime=0101'],
  ] as const)('%s is written for a station of the 2005 edition', (cn, parameters, cp) => {
    const request = requestPacket({ ...station, version: 0 }, cn, QN, parameters);
    expect(text(request)).toBe(`QN=${QN};ST=32;CN=${cn};PW=123456;MN=${station.mn};Flag=1;CP=&&${cp}&&`);
  });

  it.each([
    ['1062', { RtdInterval: 29 }],
    ['1062', { RtdInterval: 3601 }],
    ['1062', {}],
    ['1062', { RtdInterval: 30, Ctime: 2 }],
    ['1064', { MinInterval: 7 }],
    ['1000', { OverTime: 0, ReCount: 3 }],
    ['1012', { SystemTime: '20161301085857' }],
    ['1072', { NewPW: '1234567' }],
    ['3016', { PolId: 'w01018', CstartTime: '240000', Ctime: 2 }],
    ['9014', {}],
    ['4711', {}],
  ])('%s with %j is refused', (cn, parameters) => {
    expect(requestPacket(station, cn, QN, parameters)).toMatchObject({ ok: false, reason: 'bad-parameter' });
  });
});

describe('answers', () => {
  const request = packet(`QN=${QN};ST=32;CN=1062;PW=123456;MN=${station.mn};Flag=5;CP=&&RtdInterval=30&&`);
  const head = (cn: string): string => `QN=${QN};ST=91;CN=${cn};PW=123456;MN=${station.mn};Flag=4;CP=&&`;

  it('repeat QN, PW and MN under system 91 and ask for no answer', () => {
    expect(writePacket(requestAnswer(request, 1))).toBe(`${head('9011')}QnRtn=1&&`);
    expect(writePacket(executionResult(request, 1))).toBe(`${head('9012')}ExeRtn=1&&`);
    expect(writePacket(noticeAnswer(request))).toBe(`${head('9013')}&&`);
    expect(writePacket(dataAnswer(request))).toBe(`${head('9014')}&&`);
  });

  it('repeat QN inside CP for stations of the 2005 edition', () => {
    const old = packet(`QN=${QN};ST=32;CN=2072;PW=123456;MN=88888880000001;Flag=1;CP=&&101-Ala=1.1,AlarmType=1&&`);
    const first = `QN=${QN};ST=91;CN=9013;PW=123456;MN=88888880000001;Flag=0;CP=&&QN=${QN}`;
    expect(writePacket(platformAnswer(old)!)).toBe(`${first}&&`);
    expect(writePacket(requestAnswer(old, 1)).endsWith(`CP=&&QN=${QN};QnRtn=1&&`)).toBe(true);
  });

  it('are owed for uploads and notices with the A bit only', () => {
    const cn = (code: string, flag: number): string | undefined =>
      platformAnswer(packet(`QN=${QN};ST=32;CN=${code};PW=1;MN=1;Flag=${flag};CP=&&&&`))?.cn;
    expect([cn('2011', 5), cn('2061', 5), cn('1013', 5)]).toEqual(['9014', '9014', '9013']);
    expect([cn('2011', 4), cn('9012', 5), cn('9014', 9)]).toEqual([undefined, undefined, undefined]);
  });

  it('stay within a frame', () => {
    expect(encodeFrame(requestAnswer(request, 100))).toBeInstanceOf(Uint8Array);
  });
});

describe('readings', () => {
  it('are grouped by factor with their flag, whatever the order', () => {
    const upload = packet(
      'ST=31;CN=2051;PW=1;MN=1;CP=&&DataTime=20180303102200;02-Flag=N,02-Min=1.10,02-Avg=1.50;02-Max=2;A18-flag=D;' +
        'SB1-RS=1;a21026-Rtd=--,a21026-Flag=B;a21026-SampleTime=20180303102100;02-Max=3;i11001-Info=//清洗;1,2//&&',
    );
    expect(dataTimeOf(upload)).toBe('20180303102200');
    const measured = Object.fromEntries(measuredOf(upload).map((one) => [one.code, one]));
    expect(measured['02']).toMatchObject({ values: { Min: 1.1, Avg: 1.5, Max: 3 }, flag: 'N' });
    expect(measured['A18']).toMatchObject({ values: {}, flag: 'D' });
    expect(measured['SB1']).toMatchObject({ values: { RS: 1 }, flag: undefined });
    expect(measured['a21026']).toMatchObject({ values: {}, texts: { SampleTime: '20180303102100' }, flag: 'B' });
    expect(measured['i11001']).toMatchObject({ texts: { Info: '清洗;1,2' } });
  });

  it('keep names that mean something to JavaScript as plain names', () => {
    const [measured] = measuredOf(packet('ST=31;CN=2011;PW=1;MN=1;CP=&&__proto__-constructor=1;&&'));
    expect(measured?.values['constructor']).toBe(1);
    expect(Object.getPrototypeOf(measured?.values)).toBeNull();
  });
});

describe('tables', () => {
  it('find a factor by its code of 2017 and of 2005', () => {
    expect(findFactor('a21026')).toMatchObject({ name: '二氧化硫', unit: 'mg/m³', sumUnit: 'kg' });
    expect(findFactor('011')).toBe(findFactor('w01018'));
    expect(findFactor('02')).toBe(findFactor('a21026'));
    expect(findFactor('ele01')).toBeUndefined();
  });

  it('have no code twice', () => {
    const codes = FACTORS.flatMap(({ code, code2005 }) => (code2005 && code2005 !== code ? [code, code2005] : [code]));
    expect(new Set(codes).size).toBe(codes.length);
    expect(FACTORS).toHaveLength(196);
  });

  it('guess particles of ambient air in μg/m³', () => {
    expect(probableUnit('a34004', '22')).toBe('μg/m³');
    expect(probableUnit('a34004', '31')).toBe('ng/m³');
    expect(probableUnit('a34013', '22')).toBe('mg/m³');
  });

  it('say what the DataTime of an upload covers', () => {
    const intervals = ['2011', '2051', '2061', '2031', '9014'].map((code) => COMMANDS.get(code)?.interval);
    expect(intervals).toEqual(['moment', 'minute', 'hour', 'day', undefined]);
  });
});

describe('times', () => {
  it('are Chinese time unless told otherwise', () => {
    const moment = Date.UTC(2016, 7, 1, 0, 58, 57, 223);
    expect([parseTime('20160801085857'), parseTime(QN)]).toEqual([moment - 223, moment]);
    expect([formatTime(moment), formatQn(moment)]).toEqual(['20160801085857', QN]);
    expect(parseTime('20160801085857', 0)).toBe(Date.UTC(2016, 7, 1, 8, 58, 57));
  });

  it.each(['20160230000000', '20160801240000', '20160801006000', '2016080100', 'x', '00000000000000'])(
    '%s is none',
    (value) => {
      expect(parseTime(value)).toBeUndefined();
    },
  );
});

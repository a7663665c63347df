import { encodeFrame as encode26875, messageOf, timeTagOf } from '@anlan/gb26875';
import { encodeFrame as encode808 } from '@anlan/jt808';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { report } from '../testing/terminal.ts';
import { CONFORMABLE, explainFrames, pastedBytes } from './index.ts';

/** Printed in HJ 212-2017. */
const OFFICIAL =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n';
/** Printed in GB/T 26875.3. */
const CONFIRM = '404001000101233a091a090c385b01000000790300000000000003ab2323';

const of = (protocol: (typeof CONFORMABLE)[number], text: string) =>
  explainFrames(protocol, pastedBytes(protocol, text)!);
const broken = (frame: { verdicts: readonly { state: string; rule: string }[] } | undefined) =>
  frame?.verdicts.filter(({ state }) => state === 'broken').map(({ rule }) => rule);

describe('a frame explained', () => {
  it('of HJ 212: the printed example keeps every rule, field by field with its clause', () => {
    const [frame] = of('hj212', OFFICIAL);
    expect(frame?.title).toBe('1062 设置实时数据间隔');
    expect(broken(frame)).toEqual([]);
    expect(frame?.fields.map(({ name, value, clause }) => [name, value, clause !== ''])).toContainEqual([
      'MN',
      '010000A8900016F000169DC0',
      true,
    ]);
    // A password is no business of whoever looks at a frame.
    expect(JSON.stringify(frame)).not.toContain('"100000"');
  });

  it('of HJ 212: each deviation is named', () => {
    const [frame] = of('hj212', OFFICIAL.replace('##0101', '##0100').replace('\r\n', ''));
    expect(broken(frame)).toEqual(['长度与数据段一致', '包尾 CR LF']);
    const [garbled] = of('hj212', OFFICIAL.replace('RtdInterval=30', 'RtdInterval=31'));
    expect(garbled).toMatchObject({ accepted: false, verdicts: [{ rule: 'crc-wrong', state: 'broken' }] });
  });

  it('of GB/T 26875.3: the printed confirmation, and values with their meaning', () => {
    const [frame] = of('gb26875', CONFIRM);
    expect(frame?.title).toBe('确认');
    expect(broken(frame)).toEqual([]);
    const time = timeTagOf(Date.UTC(2026, 2, 1));
    const value = { systemType: 11, systemAddress: 1, componentType: 91, componentAddress: 65_539 };
    const message = messageOf({ serial: 1, source: 5, destination: 6, at: Date.UTC(2026, 2, 1) }, 3, [
      { ...value, analogType: 5, valueRaw: 2503, time },
    ]);
    const bytes = encode26875(message) as Uint8Array;
    const [analog] = explainFrames('gb26875', bytes);
    expect(analog?.fields.map(({ name, meaning }) => [name, meaning])).toEqual(
      expect.arrayContaining([
        ['componentAddress', '区 3 号 1'],
        ['valueRaw', '250.3 kPa'],
      ]),
    );
    expect(
      analog?.fields
        .map(({ hex }) => hex)
        .slice(0, 10)
        .join(''),
    ).toBe(Buffer.from(bytes).toString('hex').slice(0, 58));
    const counted = Uint8Array.from(bytes);
    counted[28] = 2;
    counted[counted.length - 3] = (counted[counted.length - 3]! + 1) & 255;
    expect(broken(explainFrames('gb26875', counted)[0])).toEqual(['对象数目与内容一致']);
  });

  it('of JT/T 808 and AIS', () => {
    const frame = encode808(report(Date.UTC(2026, 2, 1)), { phone: '013912345678', serial: 7, version: 2013 });
    const [location] = explainFrames('jt808', frame);
    expect(location?.title).toMatch(/^0x0200 /);
    expect(location?.fields.map(({ name }) => name)).toContain('latitude');
    const [sentence] = of('ais', '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A');
    expect(sentence?.fields.map(({ name }) => name)).toContain('mmsi');
    expect(of('ais', '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B')[0]?.accepted).toBe(false);
  });

  it('several frames in one paste are explained one by one', () => {
    expect(of('hj212', OFFICIAL + OFFICIAL)).toHaveLength(2);
    expect(of('gb26875', `${CONFIRM} ${CONFIRM}`)).toHaveLength(2);
    expect(pastedBytes('gb26875', 'not hex')).toBeUndefined();
  });

  it.each(CONFORMABLE)('whatever is pasted, %s is explained without fail', (protocol) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const frame of explainFrames(protocol, bytes)) JSON.stringify(frame);
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.string(), (text) => void pastedBytes(protocol, text)));
  });
});

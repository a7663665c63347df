import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, encodeFrame, Hj212Stream, type Packet, parsePacket, splitPacket } from './index.ts';

// HJ 212-2017 Appendix A, and frames of stations in operation.
const SETTING =
  '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n';
const WATER =
  '##0109ST=32;CN=2011;PW=123456;MN=NJGDKYYC202101q0001w0001;CP=&&DataTime=20210305003817000;ele01-Rtd=1;ele02-Rtd=0&&8c41\r\n';
const VOC =
  '##0130QN=20200725210900001;ST=27;CN=2011;PW=123456;MN=MK130502VQ0162;Flag=4;CP=&&DataTime=20200725210800;a24087-Rtd=10.3,a24087-Flag=N&&0F00\r\n';
const MODBUS = '##0077QN=20170516010101001;ST=22;CN=1011;PW=123456;MN=ABCDEFG1234567;Flag=3;CP=&&&&8411\r\n';

type Items = ReturnType<Hj212Stream['push']>;
const summary = (items: Items): string[] => items.map((item) => (item.ok ? item.packet.cn : item.reason));
const read = (text: string | Uint8Array, options?: ConstructorParameters<typeof Hj212Stream>[0]): Items => {
  const stream = new Hj212Stream(options);
  return [...stream.push(text), ...stream.end()];
};

const word = fc.string({ unit: fc.constantFrom(...'abzABZ019._- 污水'), minLength: 1, maxLength: 12 });
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abzABZ019._-:/ 污水'), maxLength: 12 }).filter((text) => !text.includes('//')),
  word.map((text) => `//${text};${text},${text}=//`),
);
const packets: fc.Arbitrary<Packet> = fc.record({
  qn: fc.option(fc.constant('20160801085857223'), { nil: undefined }),
  st: fc.constantFrom('21', '31', '39', '91'),
  cn: fc.constantFrom('2011', '2051', '9014', '3020'),
  pw: fc.constantFrom('', '123456'),
  mn: fc.constantFrom('010000A8900016F000169DC0', 'A110000_0001'),
  flag: fc.option(fc.record({ needAck: fc.boolean(), hasPacketNumbers: fc.boolean(), version: fc.nat(63) }), {
    nil: undefined,
  }),
  pnum: fc.option(fc.nat(99), { nil: undefined }),
  pno: fc.option(fc.nat(99), { nil: undefined }),
  items: fc.array(fc.array(fc.tuple(word, value), { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
});

describe('the check', () => {
  it('is the one of the standard, which shifts first, and MODBUS on demand', () => {
    const digits = new TextEncoder().encode('123456789');
    expect([crc16(digits), crc16(digits, 'modbus')]).toEqual([0x2f80, 0x4b37]);
  });

  it('in the MODBUS variant is taken only where it is set', () => {
    expect(summary(read(MODBUS))).toEqual(['crc-wrong']);
    expect(summary(read(MODBUS, { crc: 'modbus' }))).toEqual(['1011']);
    expect(read(SETTING + MODBUS, { crc: 'either' })).toMatchObject([
      { crcVariant: 'hj212' },
      { crcVariant: 'modbus' },
    ]);
  });
});

describe('a stream', () => {
  it('gives the same however it is cut in two', () => {
    const text = `x${SETTING}**\r\n${WATER.slice(0, 60)}${SETTING.replace('1C80', '1C81')}##12${WATER}${SETTING.trimEnd()}`;
    const whole = read(text);
    expect(summary(whole)).toEqual([
      'garbage',
      '1062',
      'crc-wrong',
      'crc-wrong',
      'bad-length',
      'garbage',
      '2011',
      '1062',
    ]);
    for (let at = 0; at <= text.length; at += 1) {
      const stream = new Hj212Stream();
      const parts = [...stream.push(text.slice(0, at)), ...stream.push(text.slice(at)), ...stream.end()];
      expect(parts).toEqual(whole);
    }
    const bytewise = new Hj212Stream();
    expect([...[...text].flatMap((byte) => bytewise.push(byte)), ...bytewise.end()]).toEqual(whole);
  });

  it('takes frames without line end, with ** behind, and with a check that lost its leading zero', () => {
    expect(summary(read(`${SETTING.trimEnd()}**${WATER.trimEnd()}${SETTING}`))).toEqual(['1062', '2011', '1062']);
    expect(summary(read(VOC.replace('&&0F00', '&&F00') + SETTING))).toEqual(['2011', '1062']);
    expect(summary(read(VOC.replace('&&0F00\r\n', '&&F00')))).toEqual(['2011']);
  });

  it('finds the end of a frame whose length field is wrong, if its check is right', () => {
    for (const length of ['0100', '0102', '0999', '0000']) {
      const items = read(SETTING.replace('0101', length) + WATER);
      expect(summary(items)).toEqual(['1062', '2011']);
      expect(items[0]).toMatchObject({ length: 101, statedLength: Number(length) });
    }
  });

  it('names the place of a fault in the stream', () => {
    const wrong = SETTING.replace('1C80', '1C81');
    expect(read(SETTING + wrong)[1]).toMatchObject({ reason: 'crc-wrong', offset: SETTING.length });
  });

  it('refuses what is longer than allowed and goes on', () => {
    expect(summary(read(`##9000${SETTING}`))).toEqual(['too-long', 'garbage', '1062']);
    expect(summary(read(`##0100${'A'.repeat(3000)}${SETTING}`))).toEqual(['too-long', 'garbage', '1062']);
    expect(summary(read(SETTING.slice(0, 50)))).toEqual(['incomplete']);
  });

  it('reads Chinese in UTF-8 and in GB18030', () => {
    const packet = parsePacket('ST=31;CN=3020;PW=1;MN=18AAH;CP=&&i11001-Info=//清洗管路;更换滤芯//&&') as Packet;
    for (const charset of ['utf-8', 'gb18030'] as const) {
      expect(read(encodeFrame(packet, { charset }) as Uint8Array)).toMatchObject([{ packet }]);
    }
  });
});

describe('packets', () => {
  it('decode(encode(p)) is p', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const bytes = encodeFrame(packet);
        fc.pre(bytes instanceof Uint8Array);
        expect(read(bytes).map((item) => item.ok && item.packet)).toEqual([packet]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['ST=31;CN=2011;PW=1;MN=1;', 'bad-segment'],
    ['ST=31;CN=2011;PW=1;MN=1;CP=&&', 'bad-segment'],
    ['CN=2011;PW=1;MN=1;CP=&&&&', 'field-missing'],
    ['ST=31;PW=1;MN=1;CP=&&&&', 'field-missing'],
    ['ST=31;CN=2011;PW=1;MN=;CP=&&&&', 'field-missing'],
  ])('refuses %s', (text, reason) => {
    expect(parsePacket(text)).toMatchObject({ ok: false, reason });
  });

  it('takes fields in lower case, a comma before MN and a semicolon before the closing &&', () => {
    expect(parsePacket('st=31;cn=2011;pw=1;,mn=7;flag=5;cp=&&DataTime=20180306120000;&&')).toMatchObject({
      mn: '7',
      flag: { needAck: true, hasPacketNumbers: false, version: 1 },
      items: [[['DataTime', '20180306120000']]],
    });
  });

  it('beyond 1024 bytes are refused, and fit when split', () => {
    const items = Array.from({ length: 60 }, (_, index) => [[`a${21000 + index}-Rtd`, '1.234'] as const]);
    const packet = { ...(parsePacket('ST=31;CN=2011;PW=1;MN=1;CP=&&&&') as Packet), items };
    expect(encodeFrame(packet)).toMatchObject({ ok: false, reason: 'too-long' });
    expect(splitPacket(packet).every((part) => encodeFrame(part) instanceof Uint8Array)).toBe(true);
  });
});

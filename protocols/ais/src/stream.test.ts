import { describe, expect, it } from 'vitest';
import { AisStream, decodeSentence, joinParts, type Sentence } from './index.ts';

// From the gpsd and libais test files.
const POSITION = '!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A';
const PART_1 = '!AIVDM,2,1,3,B,55NBjP01mtGIL@CW;SM<D60P5Ld000000000000P0`<3557l0<50@kk@,0*66';
const PART_2 = '!AIVDM,2,2,3,B,K5h@00000000000,2*72';

const withChecksum = (body: string): string => {
  const sum = [...body].reduce((xor, character) => xor ^ character.charCodeAt(0), 0);
  return `!${body}*${sum.toString(16).padStart(2, '0')}`;
};
const push = (text: string): ReturnType<AisStream['push']> => new AisStream().push(text, 0);
const reasons = (list: ReturnType<AisStream['push']>): string[] => list.map((item) => (item.ok ? 'ok' : item.reason));

describe('sentences', () => {
  it('accepts lower-case checksums, own-ship sentences, any talker and text after the checksum', () => {
    const body = POSITION.slice(1, -3).replace('AIVDM', 'BSVDO');
    const sentence = decodeSentence(`${withChecksum(body)},r003669945,1325394060\r\n`);
    expect(sentence).toMatchObject({ ok: true, talker: 'BS', formatter: 'VDO', channel: 'A', group: undefined });
  });

  it.each([
    ['', 'not-ais'],
    ['$GPGGA,1*00', 'not-ais'],
    ['!AIVDX,1,1,,A,1,0*00', 'not-ais'],
    [POSITION.slice(0, -3), 'checksum-missing'],
    [POSITION.slice(0, -1), 'checksum-missing'],
    [`${POSITION.slice(0, -2)}zz`, 'checksum-missing'],
    [`${POSITION.slice(0, -2)}4B`, 'checksum-wrong'],
    [withChecksum('AIVDM,1,1,,A,15'), 'bad-field'],
    [withChecksum('AIVDM,1,1,,A,15,0,1'), 'bad-field'],
    [withChecksum('AIVDM,1,2,,A,15,0'), 'bad-field'],
    [withChecksum('AIVDM,0,0,,A,15,0'), 'bad-field'],
    [withChecksum('AIVDM,1,1,12,A,15,0'), 'bad-field'],
    [withChecksum('AIVDM,1,1,,AB,15,0'), 'bad-field'],
    [withChecksum('AIVDM,1,1,,A,15,6'), 'bad-field'],
    [`\\c:1241544035*00\\${POSITION}`, 'bad-tag-block'],
    [`\\c:1241544035*00${POSITION}`, 'bad-tag-block'],
  ])('refuses %j', (line, reason) => {
    expect(decodeSentence(line)).toMatchObject({ ok: false, reason });
  });

  it('names the place of the fault', () => {
    expect(decodeSentence(`${POSITION.slice(0, -2)}4B`)).toMatchObject({ offset: POSITION.length - 2 });
  });
});

describe('a stream', () => {
  it('joins parts in any order and forgets fill bits of all but count them once', () => {
    for (const text of [`${PART_1}\n${PART_2}\n`, `${PART_2}\n${PART_1}\n`, `${PART_2}\n${POSITION}\n${PART_1}\n`]) {
      const found = push(text).find((item) => item.ok && item.message.type === 5);
      expect(found).toMatchObject({ message: { shipname: 'SEA HAWK', destination: 'TACOMA,WA' }, fragments: 2 });
    }
  });

  it('drops the fill bits of earlier parts', () => {
    // The six bits of "w" split as 4 + 2: the first part ends with two fill bits.
    const part = (payload: string, fill: number): Sentence => ({
      ok: true,
      talker: 'AI',
      formatter: 'VDM',
      total: 2,
      index: 1,
      group: 0,
      channel: 'A',
      payload,
      fill,
      tag: undefined,
    });
    expect(joinParts([part('w', 2), part('w', 4)])).toEqual({ six: Uint8Array.of(63, 0), bits: 6 });
    expect(joinParts([part('w1', 4), part('7P', 0)])).toEqual({ six: Uint8Array.of(63, 1, 56, 0), bits: 20 });
  });

  it('gives up parts that stay alone for ten seconds, at the place where they stood', () => {
    const stream = new AisStream();
    expect(stream.push(`${POSITION}\n${PART_1}\n`, 0)).toHaveLength(1);
    expect(stream.push('', 10_000)).toEqual([]);
    expect(stream.push(`${PART_2}\n`, 10_001)).toMatchObject([
      { reason: 'fragments-incomplete', offset: POSITION.length + 1 },
    ]);
    expect(stream.incomplete).toBe(1);
  });

  it('ignores a part heard twice, and starts again when its number is used for another message', () => {
    expect(reasons(push(`${PART_1}\n${PART_1}\n${PART_2}\n`))).toEqual(['ok']);
    const other = withChecksum('AIVDM,2,1,3,B,5000000,0');
    expect(reasons(push(`${other}\n${PART_1}\n${PART_2}\n`))).toEqual(['fragments-incomplete', 'ok']);
  });

  it('keeps no more incomplete messages than allowed', () => {
    const stream = new AisStream({ mostGroups: 8 });
    for (let group = 0; group < 10; group += 1) {
      for (let total = 2; total < 10; total += 1)
        stream.push(`${withChecksum(`AIVDM,${total},1,${group},A,1,0`)}\n`, 0);
    }
    expect(stream.incomplete).toBe(8);
  });

  it('refuses an endless line once and recovers at its end', () => {
    const stream = new AisStream({ longestLine: 100 });
    const out = Array.from({ length: 50 }, () => stream.push('x'.repeat(30), 0)).flat();
    expect([...reasons(out), ...reasons(stream.push(`\n${POSITION}\n`, 0))]).toEqual(['line-too-long', 'ok']);
  });

  it('takes source and time from the tag block, in seconds or milliseconds', () => {
    const tag = (text: string): string => `\\${withChecksum(text).slice(1)}\\${POSITION}\n`;
    expect(push(tag('s:r003669945,c:1241544035'))).toMatchObject([
      { source: 'r003669945', stationTime: 1_241_544_035_000 },
    ]);
    expect(push(tag('c:1241544035123,g:1-1-7'))).toMatchObject([{ stationTime: 1_241_544_035_123 }]);
    expect(push(tag('c:soon'))).toMatchObject([{ stationTime: undefined }]);
  });

  it('gives the same however it is cut in two', () => {
    const text = `${PART_1}\r\n$GPZDA,1\n\n# note\n${POSITION.slice(0, -1)}\n${POSITION}\r\nAIVDM\n${PART_2}\r\n`;
    const whole = push(text);
    expect(reasons(whole)).toEqual(['checksum-missing', 'ok', 'not-ais', 'ok']);
    for (let at = 0; at <= text.length; at += 1) {
      const stream = new AisStream();
      expect([...stream.push(text.slice(0, at), 0), ...stream.push(text.slice(at), 0)]).toEqual(whole);
    }
  });

  it('decodes a last line without line end when the stream ends', () => {
    const stream = new AisStream();
    expect(stream.push(POSITION, 0)).toEqual([]);
    expect(reasons(stream.end(0))).toEqual(['ok']);
  });
});

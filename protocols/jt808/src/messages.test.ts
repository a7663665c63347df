import { readFileSync } from 'node:fs';
import { fromHex, toHex } from '@anlan/wire';
import { describe, expect, it } from 'vitest';
import { answering, decodeBody, decodeFrame, encodeBody, encodeFrame, encodeFrames, generalAnswer } from './index.ts';
import { gmt8Moment, messageOf, PARAMETERS, RESULT, utcMoment } from './index.ts';
import type { Decoded, Message, Refusal, Version } from './index.ts';

function body(msgId: number, version: Version, hex: string): Decoded | Refusal {
  const bytes = fromHex(hex)!;
  const bare = { size: 12, encryption: 0, phone: '0', serial: 0 } as const;
  return decodeBody({ ...bare, msgId, version, bodyLength: bytes.length }, bytes);
}

function again(message: Message, version: Version): unknown {
  const decoded = decodeFrame(encodeFrame(message, { phone: '13912345678', serial: 1, version }));
  return decoded.ok ? decoded.body : decoded;
}

describe('a registration', () => {
  const owner = { provinceId: 44, cityId: 300, manufacturerId: 'ANLAN', terminalId: 'T000001', plateColor: 2 };

  it.each([
    ['2011', 2013],
    ['2013', 2013],
    ['2019', 2019],
  ] as const)('of %s is told from the others', (layout, version) => {
    const registration = { ...owner, layout, model: 'A1', plate: '粤B12345' };
    expect(again({ kind: 'registration', body: registration }, version)).toEqual(registration);
  });

  it('of 2011 with a long plate is told by what stands at the plate colour of 2013', () => {
    const registration = { ...owner, layout: '2011', model: 'A1', plate: 'LFV2A21K8A4123456' } as const;
    expect(again({ kind: 'registration', body: registration }, 2013)).toEqual(registration);
  });

  it('is answered with a code only when accepted', () => {
    expect(
      toHex(encodeBody({ kind: 'registrationAnswer', body: { ackSerial: 1, result: 0, authCode: 'K1' } }, 2013)),
    ).toBe('0001004b31');
    expect(toHex(encodeBody({ kind: 'registrationAnswer', body: { ackSerial: 1, result: 3 } }, 2013))).toBe('000103');
  });
});

describe('a message', () => {
  it('is answered in the layout of its sender', () => {
    const heartbeat = encodeFrame(
      { kind: 'heartbeat', body: {} },
      { phone: '1', serial: 9, version: 2019, protocolVersion: 3 },
    );
    const { header } = decodeFrame(heartbeat) as Decoded;
    const answer = decodeFrame(encodeFrame(generalAnswer(header, RESULT.done), answering(header, 77)));
    expect(answer).toMatchObject({
      kind: 'platformAnswer',
      header: { version: 2019, protocolVersion: 3, phone: '1'.padStart(20, '0'), serial: 77 },
      body: { ackSerial: 9, ackId: 0x0002, result: 0 },
    });
  });

  it('lists missing parts with a BYTE count in 2013 and a WORD count in 2019', () => {
    const resend: Message = { kind: 'platformResend', body: { firstSerial: 5, parts: [2, 3] } };
    expect(toHex(encodeBody(resend, 2013))).toBe('00050200020003');
    expect(toHex(encodeBody(resend, 2019))).toBe('0005000200020003');
  });

  it('with the server time has it in UTC', () => {
    const time = utcMoment(Date.UTC(2025, 5, 1, 12, 30, 15));
    expect(toHex(encodeBody({ kind: 'timeAnswer', body: { time } }, 2019))).toBe('250601123015');
    expect(body(0x8004, 2019, '250601123015')).toMatchObject({
      body: { time: { epochMs: Date.UTC(2025, 5, 1, 12, 30, 15) } },
    });
  });

  it('that stops tracking has no validity', () => {
    expect(toHex(encodeBody({ kind: 'tracking', body: { interval: 0 } }, 2013))).toBe('0000');
    expect(body(0x8202, 2013, '000500000258')).toMatchObject({ body: { interval: 5, validity: 600 } });
  });

  it('with text has a type since 2019', () => {
    expect(toHex(encodeBody({ kind: 'text', body: { flag: 8, text: '停' } }, 2013))).toBe('08cda3');
    expect(toHex(encodeBody({ kind: 'text', body: { flag: 8, type: 1, text: '停' } }, 2019))).toBe('0801cda3');
  });

  it('with media of 2011 has no position before the picture', () => {
    const found = body(0x0801, 2013, `0000000100000101ffd8ffe0${'00'.repeat(40)}`);
    expect(found).toMatchObject({ kind: 'mediaData', body: { mediaId: 1, data: { length: 44 } } });
    expect(found).not.toHaveProperty('body.location');
  });

  it('of 2011 names the driver without a status', () => {
    const hex = `04d5c5c8fd${'31'.repeat(20)}${'32'.repeat(40)}0141`;
    expect(body(0x0702, 2013, hex)).toMatchObject({ body: { name: '张三', idCard: '1'.repeat(20), issuer: 'A' } });
  });

  it('of unknown ID keeps its bytes both ways', () => {
    const unknown = { kind: 'unknown', msgId: 0x0f01, body: { bytes: Uint8Array.of(1, 2) } } as const;
    expect(again(unknown, 2013)).toEqual(unknown.body);
    expect(messageOf(0x0f01)).toBeUndefined();
  });

  it('above 1023 bytes goes as sub-packages with consecutive serials that wrap', () => {
    const message: Message = { kind: 'transparentUp', body: { type: 0xf0, content: new Uint8Array(2500) } };
    const options = { phone: '1', serial: 65535, version: 2013 } as const;
    const headers = encodeFrames(message, options).map((frame) => (decodeFrame(frame) as Decoded).header);
    expect(headers.map(({ serial, part }) => [serial, part])).toEqual([
      [65535, { total: 3, index: 1 }],
      [0, { total: 3, index: 2 }],
      [1, { total: 3, index: 3 }],
    ]);
    expect(() => encodeFrame(message, options)).toThrow(RangeError);
  });

  it('with a value that its field can not hold is not encoded', () => {
    const options = { phone: '1', serial: 1, version: 2013 } as const;
    const encoding =
      (message: Message, more = {}) =>
      () =>
        encodeFrame(message, { ...options, ...more });
    expect(encoding({ kind: 'eventReport', body: { eventId: 256 } })).toThrow(RangeError);
    expect(encoding({ kind: 'heartbeat', body: {} }, { serial: 65536 })).toThrow(RangeError);
    expect(encoding({ kind: 'heartbeat', body: {} }, { phone: '1234567890123' })).toThrow(RangeError);
    expect(encoding({ kind: 'heartbeat', body: {} }, { phone: '139x' })).toThrow(RangeError);
    expect(encoding({ kind: 'informationService', body: { type: 1, content: '长'.repeat(40_000) } })).toThrow(
      RangeError,
    );
    expect(encoding({ kind: 'setParameters', body: { parameters: [{ id: 0xff00, value: 1 }] } })).toThrow(RangeError);
  });
});

describe('a parameter', () => {
  it('has the value its row says, or its bytes when the length is another', () => {
    const found = body(0x8103, 2019, '0300000001040000003c0000008301410000009004000000ff');
    expect(found).toMatchObject({
      body: {
        parameters: [
          { id: 0x0001, value: 60 },
          { id: 0x0083, value: 'A' },
          { id: 0x0090, value: Uint8Array.of(0, 0, 0, 0xff) },
        ],
      },
    });
  });

  it('new in 2019 is bytes in a 2013 frame', () => {
    expect(body(0x8103, 2013, '01000000230130')).toMatchObject({
      body: { parameters: [{ value: Uint8Array.of(0x30) }] },
    });
    expect(body(0x8103, 2019, '01000000230130')).toMatchObject({ body: { parameters: [{ value: '0' }] } });
  });

  it.each([
    [0xf364, 56],
    [0xf365, 49],
    [0xf366, 36],
    [0xf367, 2],
  ])('of active safety (%i) takes its %i bytes exactly', (id, length) => {
    const value = Uint8Array.from({ length }, (_, i) => i + 1);
    const hex = `01${id.toString(16).padStart(8, '0')}${length.toString(16)}${toHex(value)}`.replace(/f3672/, 'f36702');
    const found = body(0x8103, 2013, hex);
    if (!found.ok || found.kind !== 'setParameters') throw new Error('not decoded');
    expect(found.body.parameters[0]!.value).not.toBeInstanceOf(Uint8Array);
    expect(toHex(encodeBody(found, 2013))).toBe(hex);
    expect(PARAMETERS.get(id)!.length).toBe(length);
  });
});

describe('the attachments of an alarm', () => {
  const time = gmt8Moment(Date.UTC(2025, 0, 2, 3, 4, 5));
  const short = { terminalId: 'T000001', time, sequence: 1, attachments: 2, reserved: Uint8Array.of(0) };
  const long = { ...short, terminalId: 'GD44000000000000000000001', reserved: Uint8Array.of(0, 0) };
  const files = [
    { name: '00_65_6501_0_1.jpg', size: 1000 },
    { name: '02_65_6501_1_1.mp4', size: 70_000 },
  ];
  const alarmNumber = '0123456789abcdef0123456789abcdef';
  const asked = { host: '10.1.2.3', tcpPort: 8811, udpPort: 0, alarmNumber, reserved: new Uint8Array(16) };

  it.each([
    ['16', short, 0],
    ['40', long, 24],
  ])('are asked for and introduced with a sign of %s bytes, told by the length', (_, sign, more) => {
    const request: Message = { kind: 'requestAttachments', body: { ...asked, sign } };
    expect(encodeBody(request, 2013)).toHaveLength(13 + 16 + 32 + 16 + more);
    expect(again(request, 2013)).toEqual(request.body);
    for (const list of [files, files.slice(0, 1), []]) {
      const body = { terminalId: sign.terminalId, sign, alarmNumber, info: 0, files: list };
      const bytes = encodeBody({ kind: 'attachments', body }, 2019);
      expect(bytes).toHaveLength(57 + list.length * 23 + (more === 0 ? 0 : 47));
      expect(again({ kind: 'attachments', body }, 2019)).toEqual(body);
    }
  });

  it('of a real frame of T/GDRTA 002-2020 are told by its length, and read as T/JSATL 12 has them where that is asked', () => {
    const path = new URL('../../../data/packs/vectors/jt808-active-safety.json', import.meta.url);
    const vectors = JSON.parse(readFileSync(path, 'utf8')) as { id: string; hex: string }[];
    const frame = fromHex(vectors.find(({ id }) => id.endsWith('a009'))!.hex)!;
    const id = '09876543210987654321';
    expect(decodeFrame(frame)).toMatchObject({
      kind: 'attachments',
      warnings: [],
      body: {
        terminalId: id,
        sign: { terminalId: id, time: { bcd: '200707192359' }, sequence: 1, attachments: 3 },
        files: [],
      },
    });
    expect(decodeFrame(frame, { shortSigns: true })).toMatchObject({
      body: { terminalId: '0987654', sign: { time: { epochMs: null } }, alarmNumber: '09876543210987654321' },
    });
  });

  it('cut short are refused with the place', () => {
    for (const sign of [short, long]) {
      const message: Message = {
        kind: 'attachments',
        body: { terminalId: sign.terminalId, sign, alarmNumber, info: 0, files },
      };
      const hex = toHex(encodeBody(message, 2013));
      for (let bytes = 0; bytes < hex.length / 2; bytes += 1) {
        const found = body(0x1210, 2013, hex.slice(0, bytes * 2));
        if (found.ok) expect(found.body).not.toEqual(message.body);
        else expect(found).toMatchObject({ reason: 'body', offset: expect.any(Number) });
      }
    }
  });
});

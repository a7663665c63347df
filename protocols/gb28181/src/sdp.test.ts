import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MediaFormat, parseFormat, parseSdp, type Session, writeFormat, writeSdp } from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text.replaceAll('\n', '\r\n'));

const INVITED = bytes(`v=0
o=34020000002000000001 0 0 IN IP4 192.168.1.10
s=Play
c=IN IP4 192.168.1.10
t=0 0
m=video 30000 RTP/AVP 96 97 98
a=recvonly
a=rtpmap:96 PS/90000
a=rtpmap:97 MPEG4/90000
a=rtpmap:98 H264/90000
y=0100000001
f=v/2/6/25/1/4096a/1/8/1
`);

const session: fc.Arbitrary<Session> = fc.record({
  owner: fc.stringMatching(/^\d{20}$/),
  name: fc.constantFrom('Play', 'Playback', 'Download', 'Talk'),
  uri: fc.option(fc.stringMatching(/^\d{20}:\d$/), { nil: undefined }),
  address: fc.constantFrom('10.0.0.1', '::1'),
  from: fc.integer({ min: 0, max: 2_000_000_000 }),
  to: fc.integer({ min: 0, max: 2_000_000_000 }),
  media: fc.constantFrom('video', 'audio'),
  port: fc.integer({ min: 0, max: 65_535 }),
  transport: fc.constantFrom('RTP/AVP', 'TCP/RTP/AVP'),
  payloads: fc.uniqueArray(
    fc.record({
      type: fc.integer({ min: 0, max: 127 }),
      encoding: fc.constantFrom('PS', 'H264', 'PCMA'),
      clock: fc.constantFrom(90_000, 8000),
    }),
    { maxLength: 4, selector: ({ type }) => type },
  ),
  direction: fc.constantFrom('sendonly', 'recvonly', undefined),
  setup: fc.constantFrom('active', 'passive', undefined),
  speed: fc.constantFrom(4, undefined),
  ssrc: fc.option(fc.stringMatching(/^[01]\d{9}$/), { nil: undefined }),
  format: fc.constantFrom('v/2/6/25/1/4096a/1/8/1', 'v/////a///', undefined),
});

describe('a session description', () => {
  it('of an invitation has its address, port, SSRC and format', () => {
    expect(parseSdp(INVITED)).toMatchObject({
      owner: '34020000002000000001',
      name: 'Play',
      address: '192.168.1.10',
      port: 30_000,
      transport: 'RTP/AVP',
      direction: 'recvonly',
      payloads: [{ type: 96, encoding: 'PS', clock: 90_000 }, { type: 97 }, { type: 98 }],
      ssrc: '0100000001',
    });
  });

  it('written and read again is the same', () => {
    fc.assert(
      fc.property(session, (one) => {
        expect(parseSdp(writeSdp(one))).toEqual(one);
      }),
      { numRuns: 300 },
    );
  });

  it('without a media line or an address is refused', () => {
    expect(parseSdp(bytes('v=0\nc=IN IP4 1.2.3.4\n'))).toMatchObject({ ok: false, reason: 'bad-sdp' });
    expect(parseSdp(bytes('v=0\nm=video 1 RTP/AVP 96\n'))).toMatchObject({ ok: false, reason: 'bad-sdp' });
    expect(parseSdp(bytes('<html>\n'))).toMatchObject({ ok: false, reason: 'bad-sdp', offset: 0 });
    expect(parseSdp(new Uint8Array(9000))).toMatchObject({ ok: false, reason: 'too-long' });
  });
});

describe('f=', () => {
  it('says codec, size, frames and rate of picture and sound', () => {
    const format: MediaFormat = {
      video: { codec: 'h264', resolution: '6', frames: 25, rateKind: 1, kbps: 4096 },
      audio: { codec: 'g711', rate: 8, sampling: 1 },
    };
    expect(parseFormat('v/2/6/25/1/4096a/1/8/1')).toEqual(format);
    expect(writeFormat(format)).toBe('v/2/6/25/1/4096a/1/8/1');
    expect(parseFormat('v/5/1920x1080///a///')?.video).toMatchObject({ codec: 'h265', resolution: '1920x1080' });
    expect(writeFormat(parseFormat('v/////a///')!)).toBe('v/////a///');
    expect(parseFormat('v/2/6')).toBeUndefined();
  });
});

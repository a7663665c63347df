import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeSip,
  digestResponse,
  encodeSip,
  headerValue,
  headerValues,
  parseAddress,
  parseCSeq,
  parseDigest,
  parseVia,
  type SipMessage,
  SipStream,
  writeAddress,
  writeDigest,
} from './index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text.replaceAll('\n', '\r\n'));
const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** As GB/T 28181-2016 9.1 has it, with what real cameras add. */
const REGISTER = bytes(`REGISTER sip:34020000002000000001@3402000000 SIP/2.0
Via: SIP/2.0/UDP 192.168.1.64:5060;rport;branch=z9hG4bK1371463273
From: <sip:34020000001320000001@3402000000>;tag=2043466181
To: <sip:34020000001320000001@3402000000>
Call-ID: 1011047669@192.168.1.64
CSeq: 2 REGISTER
Contact: <sip:34020000001320000001@192.168.1.64:5060>
Authorization: Digest username="34020000001320000001", realm="3402000000", nonce="6fe9ba44a76be22a", uri="sip:34020000002000000001@3402000000", response="a40cbcbf6b2b3bbb3f1d6cd6d8f1ae94", algorithm=MD5
Max-Forwards: 70
User-Agent: IP Camera
Expires: 3600
Content-Length: 0

`);

const KEEPALIVE = bytes(`MESSAGE sip:34020000002000000001@3402000000 SIP/2.0
v: SIP/2.0/TCP 192.168.1.64:5060;rport;branch=z9hG4bK1
f: <sip:34020000001320000001@3402000000>;tag=1
t: <sip:34020000002000000001@3402000000>
i: 7@192.168.1.64
CSeq: 20 MESSAGE
c: Application/MANSCDP+xml
Subject: folded
 over two lines
l: 4

<a/>`);

const token = fc
  .stringMatching(/^[A-Z][A-Za-z-]{0,12}$/)
  .filter((name) => !/^(content-length|[imelcfsktvo])$/i.test(name));
const value = fc.stringMatching(/^[\w!-/<=>:;@ ."]{0,40}$/).map((text) => text.trim());
const known = new Set([
  'via',
  'from',
  'to',
  'cseq',
  'contact',
  'expires',
  'date',
  'subject',
  'route',
  'event',
  'allow',
  'server',
]);
const headers = fc.array(
  fc.tuple(
    token.filter((name) => !known.has(name.toLowerCase())),
    value,
  ),
  { maxLength: 8 },
);
const body = fc.uint8Array({ maxLength: 60 });
const message: fc.Arbitrary<SipMessage> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    method: fc.constantFrom('REGISTER', 'MESSAGE', 'INVITE', 'ACK', 'BYE'),
    uri: fc.constantFrom('sip:34020000002000000001@3402000000', 'sip:1@[::1]:5060'),
    headers,
    body,
  }),
  fc.record({
    kind: fc.constant('response' as const),
    status: fc.integer({ min: 100, max: 699 }),
    phrase: fc.constantFrom('OK', 'Unauthorized', ''),
    headers,
    body,
  }),
);

describe('a SIP message', () => {
  it('is read by its start line, headers and body, in long and compact form', () => {
    const register = decodeSip(REGISTER);
    expect(register).toMatchObject({ kind: 'request', method: 'REGISTER', uri: 'sip:34020000002000000001@3402000000' });
    expect(headerValue(register as SipMessage, 'call-id')).toBe('1011047669@192.168.1.64');
    const keepalive = decodeSip(KEEPALIVE) as SipMessage;
    expect(headerValue(keepalive, 'From')).toContain('34020000001320000001');
    expect(headerValue(keepalive, 'Subject')).toBe('folded over two lines');
    expect(new TextDecoder().decode(keepalive.body)).toBe('<a/>');
    expect(headerValues(keepalive, 'Via')).toHaveLength(1);
  });

  it('written and read again is the same', () => {
    fc.assert(
      fc.property(message, (one) => {
        expect(decodeSip(encodeSip(one))).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });

  it('of several in a stream cut at every byte, and glued together, each comes once', () => {
    const stream = Uint8Array.of(...REGISTER, 13, 10, 13, 10, ...KEEPALIVE, ...REGISTER);
    const whole = new SipStream().push(stream);
    expect(whole.map((one) => ('method' in one ? one.method : one))).toEqual(['REGISTER', 'MESSAGE', 'REGISTER']);
    for (let cut = 0; cut <= stream.length; cut += 1) {
      const reader = new SipStream();
      expect([...reader.push(stream.subarray(0, cut)), ...reader.push(stream.subarray(cut))]).toEqual(whole);
      expect(reader.held).toBe(0);
    }
  });

  it.each([
    ['bad-start-line', 'HTTP/1.1 200 OK\n\n', 0],
    ['bad-start-line', 'GET / HTTP/1.1\n\n', 0],
    ['bad-header', 'BYE sip:a SIP/2.0\nno colon\n\n', 19],
    ['bad-length', 'BYE sip:a SIP/2.0\nContent-Length: many\n\n', 19],
    ['bad-length', 'BYE sip:a SIP/2.0\nContent-Length: 5\n\nab', 40],
    ['incomplete', 'BYE sip:a SIP/2.0\n', 19],
  ])('is refused as %s with the place: %j', (reason, text, offset) => {
    expect(decodeSip(bytes(text))).toMatchObject({ ok: false, reason, offset });
  });

  it('without length or with too great a one ends a stream, and nothing is held', () => {
    for (const text of ['BYE sip:a SIP/2.0\n\n', 'BYE sip:a SIP/2.0\nl: 999999999\n\n', 'x'.repeat(20_000)]) {
      const stream = new SipStream();
      const [fault] = stream.push(bytes(text));
      expect(fault).toMatchObject({ ok: false });
      expect([stream.broken, stream.held, stream.push(REGISTER).length]).toEqual([true, 0, 0]);
    }
  });
});

describe('fields', () => {
  it('reads addresses with their parameters, and writes them', () => {
    expect(parseAddress('"Cam" <sip:34020000001320000001@10.0.0.9:5062;transport=tcp>;tag=a1')).toEqual({
      user: '34020000001320000001',
      host: '10.0.0.9',
      port: 5062,
      parameters: { transport: 'tcp', tag: 'a1' },
    });
    const address = { user: '3402', host: '[::1]', port: 5060, parameters: { transport: 'udp', tag: 'x' } };
    expect(parseAddress(writeAddress(address))).toEqual(address);
    expect(parseAddress('tel:110')).toBeUndefined();
    expect(parseAddress('sip:a@b:99999')).toBeUndefined();
  });

  it('reads Via and CSeq', () => {
    expect(parseVia('SIP/2.0/UDP 10.0.0.9:5060;rport=5070;received=1.2.3.4;branch=z9, SIP/2.0/UDP b')).toEqual({
      transport: 'UDP',
      host: '10.0.0.9',
      port: 5060,
      parameters: { rport: '5070', received: '1.2.3.4', branch: 'z9' },
    });
    expect(parseVia('SIP/2.0/TLS a')).toBeUndefined();
    expect(parseCSeq('20 MESSAGE')).toEqual({ number: 20, method: 'MESSAGE' });
    expect(parseCSeq('4294967296 MESSAGE')).toBeUndefined();
  });
});

describe('digest', () => {
  it('computes the responses of RFC 2617 3.5 and RFC 7616 3.9.1', () => {
    const common = { username: 'Mufasa', method: 'GET', uri: '/dir/index.html', qop: 'auth', nc: '00000001' };
    expect(
      digestResponse(
        {
          ...common,
          realm: 'testrealm@host.com',
          password: 'Circle Of Life',
          nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
          cnonce: '0a4f113b',
        },
        md5,
      ),
    ).toBe('6629fae49393a05397450978507c4ef1');
    expect(
      digestResponse(
        {
          ...common,
          realm: 'http-auth@example.org',
          password: 'Circle of Life',
          nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
          cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
        },
        sha256,
      ),
    ).toBe('753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1');
  });

  it('reads and writes its members', () => {
    const answer = parseDigest(headerValue(decodeSip(REGISTER) as SipMessage, 'Authorization')!)!;
    expect(answer).toMatchObject({ username: '34020000001320000001', nonce: '6fe9ba44a76be22a', algorithm: 'MD5' });
    expect(parseDigest(writeDigest(answer, 'answer'))).toEqual(answer);
    const challenge = { realm: 'a "quoted" \\ realm', nonce: 'n', qop: 'auth', algorithm: 'MD5' };
    expect(writeDigest(challenge, 'challenge')).toContain('qop="auth", algorithm=MD5');
    expect(parseDigest(writeDigest(challenge, 'challenge'))).toEqual(challenge);
    expect(parseDigest('Basic YTpi')).toBeUndefined();
  });
});

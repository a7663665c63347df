import { expect, it } from 'vitest';
import {
  decodeDocument,
  decodePtz,
  decodeSip,
  encodeDocument,
  encodeRtp,
  encodeSip,
  frameRtp,
  packetize,
  parseAddress,
  parseDigest,
  parseFormat,
  parseSdp,
  parseVia,
  ProgramStream,
  RtpStream,
  SipStream,
  writePack,
} from './index.ts';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 8000);
const text = new TextDecoder();

/** A repeatable source of 32-bit numbers (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const pack = writePack(
  {
    codec: 'h264',
    at: 0,
    key: true,
    nals: [Uint8Array.of(0x67, 1, 2), Uint8Array.of(0x68, 1), Uint8Array.of(0x65, 0x88, 1)],
  },
  { video: 'h264', audio: 'aac' },
);
const keepalive = encodeDocument({ name: 'Notify/Keepalive', sn: 1, deviceId: '1', fields: { Status: 'OK' } });
const SEEDS: readonly Uint8Array[] = [
  pack,
  keepalive,
  encodeSip({
    kind: 'request',
    method: 'MESSAGE',
    uri: 'sip:1@2',
    headers: [['Via', 'SIP/2.0/UDP a;rport']],
    body: keepalive,
  }),
  ...packetize(pack, { payloadType: 96, sequence: 1, timestamp: 1, ssrc: 1 }).map((one) => frameRtp(encodeRtp(one))),
  new TextEncoder().encode('c=IN IP4 1.2.3.4\r\nm=video 1 RTP/AVP 96\r\na=rtpmap:96 PS/90000\r\ny=1\r\n'),
];

function mutant(next: () => number): Uint8Array {
  const seed = SEEDS[next() % SEEDS.length]!;
  const bytes =
    next() % 4 === 0
      ? Uint8Array.from({ length: next() % 96 }, () => next())
      : seed.slice(0, 1 + (next() % seed.length));
  for (let count = next() % 5; count > 0 && bytes.length > 0; count -= 1) bytes[next() % bytes.length] = next();
  return bytes;
}

it(`neither throws nor grows on ${INPUTS} inputs`, () => {
  const next = numbers(28_181);
  let [sip, rtp] = [new SipStream(), new RtpStream()];
  const program = new ProgramStream();
  for (let count = 0; count < INPUTS; count += 1) {
    const bytes = mutant(next);
    decodeSip(bytes);
    decodeDocument(bytes);
    parseSdp(bytes);
    const words = text.decode(bytes);
    for (const read of [parseAddress, parseVia, parseDigest, parseFormat, decodePtz]) read(words);
    sip.push(bytes);
    rtp.push(bytes);
    program.push(bytes);
    if (sip.broken) sip = new SipStream();
    if (rtp.broken) rtp = new RtpStream();
    if (next() % 50 === 0) program.gap();
    expect(sip.held + rtp.held).toBeLessThan(400_000);
    expect(program.held).toBeLessThan(70_000 + 96);
  }
});

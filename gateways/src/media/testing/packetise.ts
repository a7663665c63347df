import type { AccessUnit } from '../unit.ts';
import { readAdts } from '../mp4/aac.ts';

const LARGEST = 1400;

/** The RTP packets of a picture, as cameras send them: small units alone, large ones in fragments. */
export function packetsOfPicture(unit: AccessUnit, sequence: number): Buffer[] {
  const bodies = unit.nals.flatMap((nal) => (nal.length <= LARGEST ? [Buffer.from(nal)] : fragments(unit.codec, nal)));
  return bodies.map((body, index) =>
    rtp(96, sequence + index, Math.round(unit.at * 90), body, index === bodies.length - 1),
  );
}

function fragments(codec: AccessUnit['codec'], nal: Uint8Array): Buffer[] {
  const [first = 0, second = 0] = nal;
  const head = codec === 'h264' ? 1 : 2;
  const type = codec === 'h264' ? first & 0x1f : (first >> 1) & 0x3f;
  const out: Buffer[] = [];
  for (let at = head; at < nal.length; at += LARGEST) {
    const flags = (at === head ? 0x80 : 0) | (at + LARGEST >= nal.length ? 0x40 : 0);
    const begin =
      codec === 'h264' ? [(first & 0xe0) | 28, flags | type] : [(first & 0x81) | (49 << 1), second, flags | type];
    out.push(Buffer.concat([Buffer.from(begin), nal.subarray(at, at + LARGEST)]));
  }
  return out;
}

/** The packet of one frame of sound (RFC 3640, AAC-hbr). */
export function packetOfSound(unit: AccessUnit, sequence: number): Buffer {
  const frame = readAdts(unit.nals[0] ?? new Uint8Array());
  const data = frame?.data ?? new Uint8Array();
  const body = Buffer.concat([Buffer.from([0, 16, data.length >> 5, (data.length << 3) & 0xff]), data]);
  return rtp(97, sequence, Math.round((unit.at * (frame?.rate ?? 1)) / 1000), body, true);
}

function rtp(payload: number, sequence: number, timestamp: number, body: Buffer, marker: boolean): Buffer {
  const head = Buffer.alloc(12);
  head[0] = 0x80;
  head[1] = (marker ? 0x80 : 0) | payload;
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(timestamp >>> 0, 4);
  head.writeUInt32BE(0xa1a1a1a1, 8);
  return Buffer.concat([head, body]);
}

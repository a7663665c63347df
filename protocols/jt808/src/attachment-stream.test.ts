import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  askPeripherals,
  AttachmentSplitter,
  encodeFrame,
  encodePacket,
  peripheralInformation,
  peripheralStates,
} from './index.ts';

const options = { phone: '1', serial: 1, version: 2013 } as const;
const start = encodeFrame({ kind: 'attachmentFile', body: { name: 'a.jpg', type: 0, size: 5000 } }, options);
const done = encodeFrame({ kind: 'attachmentDone', body: { name: 'a.jpg', type: 0, size: 5000 } }, options);
// Flags inside the data must not be taken for frames.
const file = Uint8Array.from({ length: 5000 }, (_, i) => (i % 3 === 0 ? 0x7e : i & 0xff));
const packets = [encodePacket('a.jpg', 0, file.subarray(0, 3000)), encodePacket('a.jpg', 3000, file.subarray(3000))];
const stream = Uint8Array.from([start, ...packets, done].flatMap((bytes) => [...bytes]));

/** The frames in order, and the file put together from its pieces. */
function received(pieces: Uint8Array[]) {
  const splitter = new AttachmentSplitter();
  const bytes = new Uint8Array(file.length);
  const frames: Uint8Array[] = [];
  for (const found of pieces.flatMap((piece) => splitter.push(piece))) {
    if (!found.ok) throw new Error(found.reason);
    if ('frame' in found) frames.push(found.frame);
    else bytes.set(found.bytes, found.offset);
  }
  return { frames, bytes };
}

describe('an attachment connection', () => {
  it('gives frames and file however the stream is divided', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length - 1), { maxLength: 10 }), (marks) => {
        const at = [...marks, stream.length].sort((a, b) => a - b);
        const pieces = at.map((mark, i) => stream.subarray(at[i - 1] ?? 0, mark));
        expect(received(pieces)).toEqual({ frames: [start, done], bytes: file });
      }),
      { numRuns: 60 },
    );
    expect(received(Array.from(stream, (byte) => Uint8Array.of(byte)))).toEqual({ frames: [start, done], bytes: file });
  });

  it('refuses what is neither frame nor packet and goes on at the next frame', () => {
    const splitter = new AttachmentSplitter();
    const found = splitter.push(Uint8Array.of(...new Uint8Array(62).fill(0x30), ...done));
    expect(found).toEqual([
      expect.objectContaining({ reason: 'stray', offset: 0 }),
      expect.objectContaining({ ok: true, frame: done }),
    ]);
  });
});

describe('peripherals', () => {
  it('are asked by ID', () => {
    expect(askPeripherals([0x64, 0x65])).toEqual(Uint8Array.of(2, 0x64, 0x65));
  });

  it('tell their state and who made them', () => {
    expect(peripheralStates(Uint8Array.of(1, 0x64, 5, 4, 0, 0, 0, 3))).toEqual([
      { id: 0x64, told: { state: 4, faults: 3 } },
    ]);
    const texts = Uint8Array.of(1, 0x65, 8, 1, 0x41, 1, 0x42, 0, 0, 0, 0);
    expect(peripheralInformation(texts)).toMatchObject([
      { id: 0x65, told: { company: 'A', model: 'B', customerCode: '' } },
    ]);
  });

  it('of another layout are null', () => {
    expect([peripheralStates(Uint8Array.of(1, 2)), peripheralInformation(Uint8Array.of(9))]).toEqual([null, null]);
  });
});

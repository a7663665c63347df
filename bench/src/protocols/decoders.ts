import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AisStream } from '@anlan/ais';
import { parseAlert } from '@anlan/cap';
import { LAYOUTS, parseFile, parseFileName } from '@anlan/coal-mine-files';
import { Gb26875Stream, objectsOf } from '@anlan/gb26875';
import { Hj212Stream, measuredOf } from '@anlan/hj212';
import {
  AttachmentSplitter,
  decodeFrame as decode808,
  encodePacket,
  FrameSplitter as Splitter808,
  Reassembler,
} from '@anlan/jt808';
import { decodeFrame as decode809, FrameSplitter as Splitter809 } from '@anlan/jt809';

/** A decoder as a stream would use it: takes bytes, gives how many messages and how many refusals came of them. */
export interface Decoder {
  push(bytes: Uint8Array): { readonly messages: number; readonly refusals: number };
}

/** Decoders by protocol, each with the vectors that seed it. */
export const DECODERS: Readonly<
  Record<
    string,
    { readonly vectors: readonly string[]; readonly open: () => Decoder; readonly more?: () => readonly Uint8Array[] }
  >
> = {
  jt808: {
    vectors: ['jt808.json', 'jt808-active-safety.json'],
    open: () => {
      const splitter = new Splitter808();
      const reassembler = new Reassembler({ messages: 8, bytes: 65_536 });
      let now = 0;
      const whole = (frame: ReturnType<typeof decode808>) =>
        frame.ok && frame.kind === 'part' ? reassembler.add(frame, (now += 1)) : frame;
      return counting((bytes) => splitter.push(bytes).map((cut) => (cut.ok ? whole(decode808(cut.frame)) : cut)));
    },
  },
  'jt808-attachment': {
    vectors: ['jt808-active-safety.json'],
    open: () => {
      let splitter = new AttachmentSplitter();
      let turn = 0;
      return counting((bytes) => {
        // A packet that declares gigabytes would swallow all that follows.
        if ((turn = (turn + 1) % 32) === 0) splitter = new AttachmentSplitter();
        return splitter.push(bytes).map((cut) => (cut.ok && 'frame' in cut ? decode808(cut.frame) : cut));
      });
    },
    // The published frames hold no file packet.
    more: () => [
      encodePacket('00_65_6501_0_1.jpg', 0, new Uint8Array(300).fill(0x7e)),
      encodePacket('02_64_6401_1_1.mp4', 65_536, new Uint8Array(0)),
    ],
  },
  jt809: {
    vectors: ['jt809.json'],
    open: () => {
      const splitter = new Splitter809();
      return counting((bytes) => splitter.push(bytes).map((cut) => (cut.ok ? decode809(cut.frame) : cut)));
    },
  },
  hj212: {
    vectors: ['hj212.json'],
    open: () => {
      const stream = new Hj212Stream({ crc: 'either' });
      return counting((bytes) => {
        const items = stream.push(bytes);
        for (const item of items) if (item.ok) measuredOf(item.packet);
        return items;
      });
    },
  },
  gb26875: {
    vectors: ['gb26875.json'],
    open: () => {
      const stream = new Gb26875Stream();
      return counting((bytes) => {
        const items = stream.push(bytes);
        for (const item of items) if (item.ok) objectsOf(item.message.application, 3);
        return items;
      });
    },
  },
  ais: {
    vectors: ['ais.json'],
    open: () => {
      const stream = new AisStream();
      let now = 0;
      return counting((bytes) => stream.push(bytes, (now += 1)));
    },
  },
  'coal-mine-files': {
    vectors: ['coal-mine.json'],
    open: () => {
      const types = Object.keys(LAYOUTS);
      let turn = 0;
      return counting((bytes) => {
        turn = (turn + 1) % types.length;
        const file = parseFile(bytes, { type: types[turn]! });
        return [parseFileName(Buffer.from(bytes).toString('latin1')), 'reason' in file ? file : { ok: true }];
      });
    },
  },
  cap: { vectors: ['cap.json'], open: () => counting((bytes) => [parseAlert(bytes)]) },
};

function counting(take: (bytes: Uint8Array) => readonly { readonly ok: boolean }[]): Decoder {
  return {
    push: (bytes) => {
      const items = take(bytes);
      const messages = items.filter(({ ok }) => ok).length;
      return { messages, refusals: items.length - messages };
    },
  };
}

interface Vector {
  readonly hex?: string;
  readonly text?: string;
  readonly valid?: boolean;
}

/** Frames of the vectors as bytes; only the valid ones where asked. */
export function vectorsOf(protocol: string, onlyValid = false): Uint8Array[] {
  const { vectors, more } = DECODERS[protocol]!;
  return [...vectors.flatMap((file) => framesOf(file, onlyValid)), ...(more?.() ?? [])];
}

function framesOf(name: string, onlyValid: boolean): Uint8Array[] {
  const file = fileURLToPath(new URL(`../../../data/packs/vectors/${name}`, import.meta.url));
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
  return vectors
    .filter(({ valid }) => !onlyValid || valid === true)
    .flatMap(({ hex, text }) => {
      if (typeof hex === 'string') return [Uint8Array.from(Buffer.from(hex, 'hex'))];
      return typeof text === 'string' ? [new TextEncoder().encode(text)] : [];
    })
    .filter(({ length }) => length > 0);
}

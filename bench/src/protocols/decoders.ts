import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AisStream } from '@anlan/ais';
import { parseAlert } from '@anlan/cap';
import { Gb26875Stream, objectsOf } from '@anlan/gb26875';
import { Hj212Stream, measuredOf } from '@anlan/hj212';
import { decodeFrame as decode808, FrameSplitter as Splitter808 } from '@anlan/jt808';
import { decodeFrame as decode809, FrameSplitter as Splitter809 } from '@anlan/jt809';

/** A decoder as a stream would use it: takes bytes, gives how many messages and how many refusals came of them. */
export interface Decoder {
  push(bytes: Uint8Array): { readonly messages: number; readonly refusals: number };
}

/** Decoders by protocol, each with the vectors that seed it. */
export const DECODERS: Readonly<Record<string, { readonly vectors: string; readonly open: () => Decoder }>> = {
  jt808: {
    vectors: 'jt808.json',
    open: () => {
      const splitter = new Splitter808();
      return counting((bytes) => splitter.push(bytes).map((cut) => (cut.ok ? decode808(cut.frame) : cut)));
    },
  },
  jt809: {
    vectors: 'jt809.json',
    open: () => {
      const splitter = new Splitter809();
      return counting((bytes) => splitter.push(bytes).map((cut) => (cut.ok ? decode809(cut.frame) : cut)));
    },
  },
  hj212: {
    vectors: 'hj212.json',
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
    vectors: 'gb26875.json',
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
    vectors: 'ais.json',
    open: () => {
      const stream = new AisStream();
      let now = 0;
      return counting((bytes) => stream.push(bytes, (now += 1)));
    },
  },
  cap: { vectors: 'cap.json', open: () => counting((bytes) => [parseAlert(bytes)]) },
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
  const file = fileURLToPath(new URL(`../../../data/packs/vectors/${DECODERS[protocol]!.vectors}`, import.meta.url));
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vector[];
  return vectors
    .filter(({ valid }) => !onlyValid || valid === true)
    .flatMap(({ hex, text }) => {
      if (typeof hex === 'string') return [Uint8Array.from(Buffer.from(hex, 'hex'))];
      return typeof text === 'string' ? [new TextEncoder().encode(text)] : [];
    })
    .filter(({ length }) => length > 0);
}

import { ByteReader, ByteWriter } from '@anlan/wire';
import { FLAG } from './escape.ts';
import { bytes, padded, u32, type Context, type Value } from './field.ts';
import { refuse, type Refusal } from './refusal.ts';
import { FrameSplitter, type Cut } from './split.ts';
import { record } from './structure.ts';

/** The head of a stream packet; T/JSATL 12-2017 table 4-26. */
const packetHead = record({ magic: bytes(4), name: padded(50), offset: u32, length: u32 });

type PacketHead = Value<typeof packetHead>;

const HEAD_BYTES = 62;
const MAGIC = Uint8Array.of(0x30, 0x31, 0x63, 0x64);
const CONTEXT: Context = { version: 2013, warnings: [] };

/** A piece of a file, given as soon as it has arrived: `bytes` belong at `offset`. */
export interface FilePiece {
  ok: true;
  name: string;
  offset: number;
  bytes: Uint8Array;
}

/**
 * Cuts the stream of an attachment connection, which carries frames and stream packets in turn.
 *
 * Packet data is passed on in pieces as it comes, so that memory stays within one frame whatever length is declared.
 */
export class AttachmentSplitter {
  readonly #frames = new FrameSplitter();
  readonly #head = new Uint8Array(HEAD_BYTES);
  #headLength = 0;
  #file: PacketHead | undefined;
  /** At a place where a packet may begin: at the start and behind each frame and packet. */
  #between = true;
  #position = 0;

  /** Takes the next bytes; answers frames, pieces of files and refusals in order. Pieces are views on `chunk`. */
  push(chunk: Uint8Array): (Cut | FilePiece | Refusal)[] {
    const found: (Cut | FilePiece | Refusal)[] = [];
    for (let at = 0; at < chunk.length;) {
      if (this.#file) at = this.#takeData(chunk, at, this.#file, found);
      else if (this.#headLength > 0 || (this.#between && chunk[at] === MAGIC[0])) at = this.#takeHead(chunk, at, found);
      else at = this.#takeFrame(chunk, at, found);
    }
    this.#position += chunk.length;
    return found;
  }

  #takeData(chunk: Uint8Array, at: number, file: PacketHead, found: (Cut | FilePiece | Refusal)[]): number {
    const bytes = chunk.subarray(at, at + file.length);
    found.push({ ok: true, name: file.name, offset: file.offset, bytes });
    const length = file.length - bytes.length;
    this.#file = length > 0 ? { ...file, offset: file.offset + bytes.length, length } : undefined;
    return at + bytes.length;
  }

  #takeHead(chunk: Uint8Array, at: number, found: (Cut | FilePiece | Refusal)[]): number {
    const piece = chunk.subarray(at, at + HEAD_BYTES - this.#headLength);
    this.#head.set(piece, this.#headLength);
    this.#headLength += piece.length;
    if (this.#headLength === HEAD_BYTES) {
      this.#headLength = 0;
      const head = packetHead.read(new ByteReader(this.#head), CONTEXT, {});
      if (head.magic.every((byte, i) => byte === MAGIC[i])) this.#file = head.length > 0 ? head : undefined;
      else {
        this.#between = false;
        found.push(refuse('stray', this.#position + at + piece.length - HEAD_BYTES));
      }
    }
    return at + piece.length;
  }

  #takeFrame(chunk: Uint8Array, at: number, found: (Cut | FilePiece | Refusal)[]): number {
    const flag = chunk.indexOf(FLAG, at);
    const stop = flag < 0 ? chunk.length : flag + 1;
    const cuts = this.#frames.push(chunk.subarray(at, stop));
    this.#between = cuts.some(({ ok }) => ok);
    found.push(...cuts);
    return stop;
  }
}

/** The bytes of a stream packet, as a terminal sends them; throws a RangeError for a name above 50 bytes. */
export function encodePacket(name: string, offset: number, data: Uint8Array): Uint8Array {
  const output = new ByteWriter(HEAD_BYTES + data.length);
  packetHead.write(output, { magic: MAGIC, name, offset, length: data.length }, CONTEXT, {});
  output.write(data);
  return output.finish();
}

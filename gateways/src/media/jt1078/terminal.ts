import type { Socket } from 'node:net';
import { Assembler, LOAD_TYPES, PacketStream, type MediaFrame } from '@anlan/jt1078';
import { roleOf, splitNals } from '../mp4/nal.ts';
import type { AccessUnit } from '../unit.ts';
import { identityOf } from '../../jt808/fix.ts';
import type { Witness } from '../../listener.ts';
import { keyOf, type Expected } from './expected.ts';

const CHANNELS_OF_A_CONNECTION = 16;
/** Bytes that are no packet, after which a connection is given up. */
const MOST_GARBAGE = 64 * 1024;

/** One connection of a terminal that brings streams. */
export class Terminal {
  readonly #socket: Socket;
  readonly #expected: ReadonlyMap<string, Expected>;
  readonly #refuse: (reason: string) => void;
  readonly #stream = new PacketStream();
  readonly #assemblers = new Map<string, Assembler>();
  readonly #mine = new Map<string, Expected>();
  readonly #witness: Witness | undefined;
  readonly #remote: string;
  #garbage = 0;

  constructor(
    socket: Socket,
    expected: ReadonlyMap<string, Expected>,
    refuse: (reason: string) => void,
    witness?: Witness,
  ) {
    this.#socket = socket;
    this.#expected = expected;
    this.#refuse = refuse;
    this.#witness = witness;
    this.#remote = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? 0}`;
  }

  /** Takes the next bytes; true when something asked for was among them. */
  take(chunk: Uint8Array): boolean {
    let taken = false;
    let phone: string | undefined;
    for (const item of this.#stream.push(chunk)) {
      if (this.#socket.destroyed) return taken;
      if (!item.ok) {
        this.#refuse(item.reason);
        this.#garbage += item.length;
        if (this.#garbage > MOST_GARBAGE) this.#socket.destroy();
        continue;
      }
      const key = keyOf(item.phone, item.channel);
      const expected = this.#claim(key);
      if (expected === undefined) continue;
      taken = true;
      phone ??= item.phone;
      const frame = this.#assembler(key).push(item);
      if (frame === undefined) continue;
      if (!frame.ok) this.#refuse(frame.reason);
      else for (const unit of unitsOf(frame)) expected.publisher.push(unit);
    }
    if (phone !== undefined) this.#witness?.(identityOf(phone).replace('jt808:', 'jt1078:'), 'in', chunk, this.#remote);
    return taken;
  }

  /** The connection has ended. */
  end(): void {
    for (const [key, mine] of this.#mine) if (this.#expected.get(key) === mine) mine.publisher.end('lost');
  }

  /** The stream a packet is of; a stream nobody asked for, or that another connection brings, ends this one. */
  #claim(key: string): Expected | undefined {
    const expected = this.#expected.get(key);
    const mine = this.#mine.get(key);
    if (expected !== undefined && expected === mine) return mine;
    // A stream that was closed goes on for a moment until the terminal has heard of it.
    if (mine !== undefined && expected === undefined) return undefined;
    if (expected === undefined || expected.live || this.#mine.size >= CHANNELS_OF_A_CONNECTION) {
      this.#refuse(expected === undefined ? 'not asked for' : 'brought already');
      this.#socket.destroy();
      return undefined;
    }
    expected.live = true;
    this.#mine.set(key, expected);
    this.#assemblers.delete(key);
    return expected;
  }

  #assembler(key: string): Assembler {
    const known = this.#assemblers.get(key) ?? new Assembler();
    this.#assemblers.set(key, known);
    return known;
  }
}

const SOUNDS: ReadonlySet<string> = new Set(['aac', 'g711a', 'g711u']);

/** What a frame of the terminal is to a relay: nothing, a picture, or sound. */
function unitsOf({ loadType, dataType, timestamp, data }: MediaFrame): AccessUnit[] {
  const codec = LOAD_TYPES[loadType];
  const at = Number(timestamp % 2n ** 52n);
  if (dataType === 'audio') {
    return codec !== undefined && SOUNDS.has(codec) ? [{ codec: codec as 'aac', at, key: true, nals: [data] }] : [];
  }
  if (codec !== 'h264' && codec !== 'h265') return [];
  const nals = splitNals(data);
  return nals.length === 0 ? [] : [{ codec, at, key: nals.some((nal) => roleOf(codec, nal) === 'key'), nals }];
}

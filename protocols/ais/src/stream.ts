import { appendArmoured, type Payload } from './bits.ts';
import { Fragments } from './fragments.ts';
import { LineSplitter } from './lines.ts';
import { decodePayload, type Message } from './message.ts';
import { type Refusal, refuse } from './refusal.ts';
import { parseSentence, type Sentence } from './sentence.ts';

/** A message received, with what its sentences say around it. */
export interface Report {
  readonly ok: true;
  readonly message: Message;
  /** The bits as sent. */
  readonly payload: Payload;
  readonly talker: string;
  /** VDO is the own ship. */
  readonly formatter: 'VDM' | 'VDO';
  readonly channel: string;
  /** Number of sentences the message came in. */
  readonly fragments: number;
  /** `s:` of the tag block. */
  readonly source: string | undefined;
  /** Reception time stated by the station (tag block `c:` or a `$PGHP` line before), ms since 1970. */
  readonly stationTime: number | undefined;
  /** The `now` of the push that completed the message. */
  readonly at: number;
  /** The lines as they came, with CR LF between them; only of a stream that keeps them. */
  readonly lines: Uint8Array | undefined;
}

/** Bounds of a stream. */
export interface StreamOptions {
  /** Longest line in bytes; 1024 by default. */
  readonly longestLine?: number;
  /** Incomplete messages kept; 64 by default. */
  readonly mostGroups?: number;
  /** Milliseconds an incomplete message is kept; 10 000 by default. */
  readonly oldestGroup?: number;
  /** Keep the lines a message came in. */
  readonly keepLines?: boolean;
}

const DOLLAR = 36;
const HASH = 35;

/**
 * Decodes a feed of NMEA 0183 lines cut anywhere. Memory is bounded by the options whatever the input; other sentences
 * (`$…`), comments (`#…`) and empty lines are passed over; offsets of refusals count from the start of the stream.
 *
 * @example
 * const stream = new AisStream();
 * for (const item of stream.push(chunk, Date.now())) if (item.ok) show(item.message);
 */
export class AisStream {
  readonly #lines: LineSplitter;
  readonly #fragments: Fragments;
  readonly #encoder = new TextEncoder();
  /** The line of each sentence while it may still be asked for. */
  readonly #kept: WeakMap<Sentence, Uint8Array> | undefined;
  #out: (Report | Refusal)[] = [];
  #now = 0;
  #stationTime: number | undefined;

  constructor(options: StreamOptions = {}) {
    const longest = options.longestLine ?? 1024;
    if (options.keepLines) this.#kept = new WeakMap();
    this.#fragments = new Fragments(options.mostGroups ?? 64, options.oldestGroup ?? 10_000);
    this.#lines = new LineSplitter(
      longest,
      (bytes, start, end, position) => this.#line(bytes, start, end, position),
      (position) => this.#out.push(refuse('line-too-long', position, `line longer than ${longest} bytes`)),
    );
  }

  /** How many messages wait for further parts. */
  get incomplete(): number {
    return this.#fragments.size;
  }

  /** Takes the next bytes or characters, received at `now` (ms), and returns what they complete, in order. */
  push(chunk: Uint8Array | string, now: number): (Report | Refusal)[] {
    this.#begin(now);
    this.#lines.push(typeof chunk === 'string' ? this.#encoder.encode(chunk) : chunk);
    return this.#out;
  }

  /** Ends the stream: a last line without line end is decoded. */
  end(now: number): (Report | Refusal)[] {
    this.#begin(now);
    this.#lines.end();
    return this.#out;
  }

  #begin(now: number): void {
    this.#out = [];
    this.#now = now;
    for (const position of this.#fragments.expire(now)) this.#giveUp(position);
  }

  #giveUp(position: number): void {
    this.#out.push(refuse('fragments-incomplete', position, 'not all parts of the message came'));
  }

  #line(bytes: Uint8Array, start: number, end: number, position: number): void {
    if (bytes[start] === DOLLAR) {
      this.#stationTime = pghpTime(bytes, start, end) ?? this.#stationTime;
      return;
    }
    if (bytes[start] === HASH) return;
    const sentence = parseSentence(bytes, start, end);
    if (!sentence.ok) {
      this.#out.push(refuse(sentence.reason, position + sentence.offset - start, sentence.detail));
      return;
    }
    this.#kept?.set(sentence, bytes.slice(start, end));
    if (sentence.total === 1) return this.#decode([sentence], position);
    const { parts, givenUp } = this.#fragments.add(sentence, position, this.#now);
    for (const given of givenUp) this.#giveUp(given);
    if (parts) this.#decode(parts, position);
  }

  #decode(parts: readonly Sentence[], position: number): void {
    const first = parts[0]!;
    const payload = joinParts(parts);
    const message = 'ok' in payload ? payload : decodePayload(payload);
    const stationTime = first.tag?.time ?? this.#stationTime;
    this.#stationTime = undefined;
    if ('ok' in message) {
      this.#out.push(refuse(message.reason, position, message.detail));
      return;
    }
    this.#out.push({
      ok: true,
      message,
      payload: payload as Payload,
      talker: first.talker,
      formatter: first.formatter,
      channel: first.channel,
      fragments: parts.length,
      source: first.tag?.source,
      stationTime,
      at: this.#now,
      lines: this.#kept && joinLines(parts.map((part) => this.#kept!.get(part)!)),
    });
  }
}

const LINE_END = new Uint8Array([13, 10]);

function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  const all = lines.flatMap((line, index) => (index === 0 ? [line] : [LINE_END, line]));
  const joined = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Joins the payloads of all parts in order, dropping the fill bits of each. */
export function joinParts(parts: readonly Sentence[]): Payload | Refusal {
  const six = new Uint8Array(parts.reduce((sum, part) => sum + part.payload.length, 0));
  let bits = 0;
  for (const part of parts) {
    const next = appendArmoured(six, bits, part.payload, part.fill);
    if (next < 0) return refuse('bad-armour', -1 - next, 'character outside the six-bit alphabet');
    bits = next;
  }
  return { six, bits };
}

// "$PGHP,1," begins a line with the reception time of the sentence after it.
const PGHP = new TextEncoder().encode('$PGHP,1,');

/** The time in a `$PGHP,1,year,month,day,hour,minute,second,ms,…` line. */
function pghpTime(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let at = 0; at < PGHP.length; at += 1) if (bytes[start + at] !== PGHP[at]) return undefined;
  const numbers = [0, 0, 0, 0, 0, 0, 0];
  let filled = 0;
  for (let at = start + PGHP.length; at < end && filled < 7; at += 1) {
    const digit = bytes[at]! - 48;
    if (digit === -4) filled += 1;
    else if (digit >= 0 && digit <= 9) numbers[filled] = numbers[filled]! * 10 + digit;
    else return undefined;
  }
  if (filled < 7) return undefined;
  const [year, month, day, hour, minute, second, ms] = numbers as [number, ...number[]];
  const time = Date.UTC(year, month! - 1, day, hour, minute, second, ms);
  return Number.isNaN(time) ? undefined : time;
}

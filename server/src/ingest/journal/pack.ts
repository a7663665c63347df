/** Length u32, little-endian, before every payload: several entries travel as one message of a stream. */
const HEAD = 4;

/** Entries in one message at most; their numbers lie between the message's own. */
export const PER_MESSAGE = 1024;

/** Bytes of a message that holds these payloads. */
export const packedSize = (payload: Buffer): number => HEAD + payload.length;

export function pack(payloads: readonly Buffer[]): Buffer {
  return Buffer.concat(
    payloads.flatMap((payload) => {
      const head = Buffer.allocUnsafe(HEAD);
      head.writeUInt32LE(payload.length, 0);
      return [head, payload];
    }),
  );
}

/** The payloads of a message; throws where it is none of ours. */
export function unpack(message: Uint8Array): Buffer[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  const payloads: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + HEAD > bytes.length ? Number.NaN : at + HEAD + bytes.readUInt32LE(at);
    if (!(end <= bytes.length)) throw new Error('a message of the log is cut short');
    payloads.push(bytes.subarray(at + HEAD, end));
    at = end;
  }
  if (payloads.length > PER_MESSAGE) throw new Error('a message of the log holds too many entries');
  return payloads;
}

/**
 * Numbers of the entries of message `sequence`: a message has a range of 1,024 numbers, its last entry the last of them.
 * So a position is behind a message exactly when it has all of its entries.
 */
export function numbered(sequence: number, payloads: readonly Buffer[]): { seq: number; payload: Buffer }[] {
  return payloads.map((payload, index) => ({
    seq: index === payloads.length - 1 ? lastOf(sequence) : sequence * PER_MESSAGE + index,
    payload,
  }));
}

/** Number of the last entry of a message; 0 for message 0, which there is not. */
export const lastOf = (sequence: number): number => (sequence === 0 ? 0 : sequence * PER_MESSAGE + PER_MESSAGE - 1);

/** The first message that may hold entries after `position`. */
export const messageAfter = (position: number): number => Math.max(1, Math.floor((position + 1) / PER_MESSAGE));

/**
 * One picture, or one frame of sound, of a stream: complete and in the order it is to be decoded. `at` is in ms, on any
 * one clock of the stream; of a picture `nals` are its NAL units without start codes, parameter sets with the key
 * picture they are of; of sound `nals` is one frame (AAC with its ADTS header, which says its rate; G.711 as its octets).
 */
export interface AccessUnit {
  readonly codec: 'h264' | 'h265' | 'aac' | 'g711a' | 'g711u';
  readonly at: number;
  readonly key: boolean;
  readonly nals: readonly Uint8Array[];
}

/** Where a source puts what it hears; `end` once, with the reason. */
export interface Publisher {
  push(unit: AccessUnit): void;
  end(reason: string): void;
}

/** Something that streams can be asked of; `open` settles once the stream was agreed on, and gives what closes it. */
export interface Source {
  open(channel: string, publisher: Publisher): Promise<() => void>;
}

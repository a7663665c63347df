import type { FileHandle } from 'node:fs/promises';
/** Length u32 and CRC-32 u32, little-endian, before every payload. */
export declare const FRAME_HEAD = 8;
/** The bytes of one entry in a segment. */
export declare function frame(payload: Buffer): Buffer;
/** Walks a segment up to its first incomplete or damaged entry; `size` is where the good part ends. */
export declare function scan(file: FileHandle, options?: {
    keep?: boolean;
}): Promise<{
    count: number;
    size: number;
    payloads: Buffer[];
}>;
//# sourceMappingURL=segment.d.ts.map
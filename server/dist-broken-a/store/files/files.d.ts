import { Readable } from 'node:stream';
export interface StoredFile {
    /** 64 lower-case hexadecimal digits; the file's only name. */
    sha256: string;
    /** In bytes. */
    size: number;
}
/** Files under the hash of their content: what was stored once is never changed, and the same content is stored once. */
export interface FileStore {
    /** Stores the bytes; when it settles they are on disk, and until then nobody sees them. */
    put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredFile>;
    has(sha256: string): Promise<boolean>;
    /** Size in bytes, or undefined when there is no such file. */
    size(sha256: string): Promise<number | undefined>;
    /** The content as a stream, which fails at its end when the content is no longer what was stored. */
    get(sha256: string): Promise<Readable | undefined>;
    /** The content, verified; throws when it is no longer what was stored. */
    read(sha256: string): Promise<Buffer | undefined>;
}
/** Opens the file store at a `file:` address, making its folder. Throws StoreProblem when that is impossible. */
export declare function openFiles(filesUrl: string): Promise<FileStore>;
//# sourceMappingURL=files.d.ts.map
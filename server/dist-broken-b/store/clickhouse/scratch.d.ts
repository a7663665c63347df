/** Where rows wait between the socket and the engine. */
export interface Scratch {
    /** Writes the bytes into a file, lets `use` read it, and removes it. */
    withFile<T>(bytes: AsyncIterable<Uint8Array>, use: (path: string) => Promise<T>): Promise<T>;
    /** Removes both folders. */
    close(): Promise<void>;
}
/**
 * Opens a memory-backed folder (/dev/shm where there is one) and one on disk for what does not fit, both emptied of what
 * a killed process left. `name` tells one installation's folder from another's.
 */
export declare function openScratch(name: string, onDisk: string): Promise<Scratch>;
//# sourceMappingURL=scratch.d.ts.map
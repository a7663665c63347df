/** Reads a small JSON file; undefined when there is none. A file that cannot be parsed throws. */
export declare function recall<T>(file: string): Promise<T | undefined>;
/** Writes a small JSON file that only its owner may read, durably and in one step. */
export declare function keep(file: string, value: unknown): Promise<void>;
/** Makes a rename or a new name in a folder durable (fsync of the folder itself, see open(2) and fsync(2)). */
export declare function syncFolder(folder: string): Promise<void>;
/** Makes the folder of all data: others may pass through it (the database runs as its own user) but not list it. */
export declare function prepareHome(home: string): Promise<void>;
/** A password of 192 random bits that needs no escaping in a URL, a header or SQL. */
export declare function newPassword(): string;
/** The wanted loopback port when it is free, else any free one. */
export declare function freePort(wanted?: number): Promise<number>;
//# sourceMappingURL=keep.d.ts.map
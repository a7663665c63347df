/** Who has a lock: a process id, and its start time so that a later process with the same id is not taken for it. */
export interface Holder {
    pid: number;
    birth?: string;
}
/**
 * Makes sure that one process uses a folder at a time, by a file that names the holder. A holder that was killed is
 * recognised by its id and start time, so no file has to be removed by hand. Waits a little for a holder that is just
 * leaving; then throws StoreProblem. Gives back how to let go.
 */
export declare function lock(file: string, what: string, within?: number): Promise<() => Promise<void>>;
/** Reads who has the lock; undefined when nobody has, or the file is damaged. */
export declare function readHolder(file: string): Promise<Holder | undefined>;
/** Whether the holder still runs. */
export declare function present(holder: Holder): Promise<boolean>;
//# sourceMappingURL=lock.d.ts.map
/** Whether a process with this id exists (also when it belongs to another user). */
export declare function alive(pid: number): boolean;
/** Sends a signal to exactly this process; a process that is gone is no error. */
export declare function signal(pid: number, name: NodeJS.Signals): void;
/** Waits until the process is gone, at most `within` ms; says whether it is. A zombie counts as gone. */
export declare function gone(pid: number, within: number): Promise<boolean>;
/** Asks by each signal in turn, waiting `within` ms after each; the last one is SIGKILL. */
export declare function endProcess(pid: number, ask: readonly NodeJS.Signals[], within: number): Promise<void>;
/**
 * Something that differs between two processes that had the same id one after the other: the start time in clock
 * ticks since boot (proc_pid_stat(5), field 22). Undefined where the system has no /proc.
 */
export declare function processBirth(pid: number): Promise<string | undefined>;
//# sourceMappingURL=process.d.ts.map
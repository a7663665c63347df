import { type Child } from '../../supervise/index.ts';
/** What a running server wrote into `postmaster.pid` (PostgreSQL's src/include/utils/pidfile.h). */
export interface Postmaster {
    pid: number;
    port: number;
}
/** Reads the file that a server leaves; undefined when there is none or it is damaged. */
export declare function readPostmaster(data: string): Promise<Postmaster | undefined>;
/**
 * The server that is already running on this folder, as after the death of the process that started it. A process that
 * merely has the id from a stale file is not taken for it, and the stale file is removed so that the next start is not
 * refused; before that, orphans of a killed server are ended, since two servers on one folder destroy it.
 */
export declare function runningPostmaster(data: string): Promise<Postmaster | undefined>;
/** Whether the running server was started with exactly this command line. */
export declare function startedWith(data: string, program: string, args: readonly string[]): Promise<boolean>;
/** A server found running, in the shape the supervisor wants. */
export declare function adopted({ pid }: Postmaster): Child;
/** Fast shutdown: sessions are ended and a checkpoint is written (postgres(1), SIGINT). */
export declare function stopFast(pid: number): void;
/** Ends a server that is ours but not usable: fast, then immediate, then by force. */
export declare function endPostmaster(pid: number): Promise<void>;
//# sourceMappingURL=postmaster.d.ts.map
/** A running process, started by us or found running. */
export interface Child {
    readonly pid: number;
    /** Settles with a short reason when the process has ended; never rejects. */
    readonly exited: Promise<string>;
}
/** What the supervisor has to know about one kind of process. */
export interface Part {
    readonly name: string;
    start(): Promise<Child>;
    /** Rejects with the reason while the process does not do its work. */
    health(child: Child): Promise<void>;
    /** Asks the process to end; the supervisor waits and finally kills it. */
    stop(child: Child): void | Promise<void>;
    readonly limits?: Partial<Limits>;
    /** Receives one line for each restart. */
    readonly tell?: (line: string) => void;
}
/** All in milliseconds, except the count of failed health checks that lead to a restart. */
export interface Limits {
    readyWithin: number;
    stopWithin: number;
    healthEvery: number;
    healthWithin: number;
    unhealthyAfter: number;
    firstBackOff: number;
    longestBackOff: number;
    /** After this long without a fall the back-off begins anew. */
    steadyAfter: number;
}
/** One line of the health page. */
export interface PartState {
    name: string;
    state: 'starting' | 'ready' | 'restarting' | 'failed' | 'stopped';
    since: Date;
    restarts: number;
    pid?: number;
    detail?: string;
}
export interface Supervised {
    readonly name: string;
    state(): PartState;
    /** Settles when the first start succeeded; rejects when it did not. Later falls are restarted for ever. */
    ready(): Promise<void>;
    /** Ends the process within `stopWithin`, by SIGKILL if it must; safe to call twice. */
    stop(): Promise<void>;
    /** Ends the process at once, for a second Ctrl-C. */
    kill(): void;
}
/** Starts a process, checks its health, restarts it with a growing pause when it falls or hangs. */
export declare function supervise(part: Part): Supervised;
//# sourceMappingURL=supervise.d.ts.map
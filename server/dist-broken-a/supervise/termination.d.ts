export interface Stoppable {
    readonly name: string;
    stop(): Promise<void>;
}
/** Stops the parts one after the other, each within `waitMs`; gives back the names that failed or were late. */
export declare function stopInOrder(parts: readonly Stoppable[], waitMs?: number): Promise<string[]>;
/** Calls `stop` once on SIGINT or SIGTERM and then exits; a second signal exits at once. Returns how to take it back. */
export declare function onTermination(stop: (signal: NodeJS.Signals) => Promise<void>): () => void;
/**
 * For a child program started by `fork`: when the parent goes away, even by SIGKILL, the channel between them closes;
 * then `close` has `waitMs` to finish and the process ends. Ctrl-C reaches the whole terminal group, so SIGINT is left
 * to the parent, who knows the order.
 */
export declare function exitWithParent(close: () => Promise<void>, waitMs?: number): void;
//# sourceMappingURL=termination.d.ts.map
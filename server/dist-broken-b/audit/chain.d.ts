import type { Database } from '../access/scoped.ts';
export interface Chain {
    readonly entries: number;
    /** Number of the first entry that was changed, or that follows a removed one; null while the chain holds. */
    readonly brokenAt: number | null;
}
/**
 * Checks the audit from its first entry: every hash fits its entry, names the hash before it, and no number is
 * missing. Entries cut off at the end leave no trace in the chain itself: compare `entries` with a noted count.
 */
export declare function verifyChain(db: Database): Promise<Chain>;
//# sourceMappingURL=chain.d.ts.map
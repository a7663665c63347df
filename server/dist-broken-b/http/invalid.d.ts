import { Refused } from './problem.ts';
import type { Labels } from './types.ts';
/** A zod issue as the validator compiler hands it on. */
export interface Issue {
    readonly keyword: string;
    readonly instancePath: string;
    readonly message?: string;
    readonly params: Readonly<Record<string, unknown>>;
}
/** The refusal for what a schema found wrong first; `body` tells a missing member from a wrong one. */
export declare function describeIssue(issues: readonly Issue[], body: unknown, labels?: Labels): Refused;
//# sourceMappingURL=invalid.d.ts.map
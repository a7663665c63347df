import { type Kysely } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
export interface Subject {
    readonly kind: string;
    readonly id: string;
}
export type Outcome = 'done' | 'refused' | 'failed';
/** Who did it; a sign-in that failed has only the account that was typed. */
export type By = Pick<Actor, 'personId' | 'name'> | {
    readonly account: string;
};
/**
 * Appends an entry to the hash-chained audit. `verb` is a verb of the platform or an act such as `session.start`.
 * Inside a transaction call it last: entries are put in order under one lock that is held until the commit.
 */
export declare function record(db: Kysely<unknown>, by: By, verb: string, subject: Subject | null, outcome: Outcome, detail?: object): Promise<void>;
//# sourceMappingURL=record.d.ts.map
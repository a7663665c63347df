import { type Refusal } from '@anlan/kernel/refusal';
import type { Database, Tx } from '../access/scoped.ts';
import type { Opened } from './sign-in.ts';
export interface SetupInput {
    readonly token: string;
    readonly jurisdiction: string;
    readonly account: string;
    readonly password: string;
    readonly name: string;
}
/** Is there nobody who could sign in? */
export declare function setupNeeded(db: Database | Tx): Promise<boolean>;
/** A fresh one-time token when there is no person at all, else null; links printed by earlier starts stop working. */
export declare function prepareSetup(db: Database): Promise<string | null>;
/** Creates the first account, a system administrator of one jurisdiction, and signs it in; the link works once. */
export declare function setUp(db: Database, input: SetupInput, remote: string): Promise<Opened | Refusal>;
//# sourceMappingURL=setup.d.ts.map
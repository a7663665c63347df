import { type Refusal } from '@anlan/kernel/refusal';
import type { Database } from '../access/scoped.ts';
import { type PersonRow } from './session.ts';
export declare const ATTEMPTS = 5;
export declare const LOCK_MINUTES = 15;
export interface Opened {
    readonly token: string;
    readonly personId: string;
}
/**
 * Signs in by account and password. After five failures an account is locked for fifteen minutes; an account
 * that does not exist takes the same time, answers the same, and is "locked" the same.
 */
export declare function signIn(db: Database, account: string, password: string, remote: string): Promise<Opened | Refusal>;
/** Opens a session and enters it in the audit, in one transaction. */
export declare function startSession(db: Database, person: Pick<PersonRow, 'id' | 'name'>, remote: string, byPassword: boolean): Promise<Opened>;
//# sourceMappingURL=sign-in.d.ts.map
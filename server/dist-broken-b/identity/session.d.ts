import type { Actor, Scope } from '@anlan/kernel/access';
import type { Database, Tx } from '../access/scoped.ts';
export declare const SESSION_COOKIE = "anlan_session";
export declare const SESSION_HOURS = 8;
/** A signed-in request: who acts, under which account, until when, and when they were here before (epoch ms). */
export interface Visit {
    readonly actor: Actor;
    readonly account: string;
    readonly tokenHash: string;
    readonly expiresAt: Date;
    readonly previousVisitAt: number | null;
}
/** Columns of `person` that make an actor. */
export interface PersonRow {
    readonly id: string;
    readonly account: string;
    readonly name: string;
    readonly role: string;
    readonly scope_kind: Scope['kind'];
    readonly scope_path: string | null;
    readonly scope_organisation: string | null;
    readonly scope_sectors: string[] | null;
}
export declare function hashToken(token: string): string;
/** A token that cannot be guessed: 256 random bits. */
export declare function newToken(): string;
export declare function scopeOf(person: PersonRow): Scope;
/** Opens a session for a person inside a transaction; the token is returned once and only its hash is kept. */
export declare function openSession(tx: Tx, personId: string, remote: string): Promise<string>;
/** The visit a token stands for; null when it is unknown, ended or expired, or the person has retired. */
export declare function readVisit(db: Database, token: string): Promise<Visit | null>;
/** Ends a session; an unknown one is left alone. */
export declare function endSession(db: Database, tokenHash: string): Promise<void>;
//# sourceMappingURL=session.d.ts.map
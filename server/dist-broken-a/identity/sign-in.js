import { sql } from 'kysely';
import { refuse } from '@anlan/kernel/refusal';
import { record } from '../audit/record.js';
import { passwordMatches } from './password.js';
import { openSession } from './session.js';
export const ATTEMPTS = 5;
export const LOCK_MINUTES = 15;
/**
 * Signs in by account and password. After five failures an account is locked for fifteen minutes; an account
 * that does not exist takes the same time, answers the same, and is "locked" the same.
 */
export async function signIn(db, account, password, remote) {
    const attempt = await countAttempt(db, account);
    const locked = 'locked' in attempt ? attempt.locked : undefined;
    const person = 'person' in attempt ? attempt.person : undefined;
    const matches = await passwordMatches(person?.password_hash, password);
    if (locked !== undefined || person === undefined || !matches) {
        const refusal = locked === undefined ? refuse('wrong-credentials') : refuse('locked-out', { minutes: locked });
        await record(db, { account }, 'session.start', null, 'failed', { remote, why: refusal.refused });
        return refusal;
    }
    return startSession(db, person, remote, true);
}
/** Opens a session and enters it in the audit, in one transaction. */
export function startSession(db, person, remote, byPassword) {
    return db.transaction().execute(async (tx) => {
        if (byPassword)
            await sql `UPDATE person SET failed_attempts = 0, locked_until = NULL WHERE id = ${person.id}`.execute(tx);
        const token = await openSession(tx, person.id, remote);
        const by = { personId: person.id, name: person.name };
        await record(tx, by, 'session.start', { kind: 'person', id: person.id }, 'done', { remote, byPassword });
        return { token, personId: person.id };
    });
}
/** Counts the attempt before the password is looked at, so that parallel guesses do not slip past the limit. */
async function countAttempt(db, account) {
    const counted = await sql `
    UPDATE person SET failed_attempts = next.count,
      locked_until = CASE WHEN next.count >= ${ATTEMPTS} THEN now() + make_interval(mins => ${LOCK_MINUTES}) END
    FROM (
      SELECT id, CASE WHEN locked_until IS NULL THEN failed_attempts + 1 ELSE 1 END AS count FROM person
      WHERE lower(account) = lower(${account}) AND retired_at IS NULL AND (locked_until IS NULL OR locked_until <= now())
      FOR UPDATE
    ) next
    WHERE person.id = next.id RETURNING person.*`.execute(db);
    const [person] = counted.rows;
    if (person !== undefined)
        return { person };
    const { rows } = await sql `
    SELECT ceil(extract(epoch FROM locked_until - now()) / 60)::int AS minutes FROM person
    WHERE lower(account) = lower(${account}) AND retired_at IS NULL`.execute(db);
    if (rows[0] !== undefined)
        return { locked: Math.max(1, rows[0].minutes) };
    const minutes = strangers.attempt(account.toLowerCase(), Date.now());
    return minutes === undefined ? { unknown: true } : { locked: minutes };
}
/** Attempts on accounts that do not exist, so that a lock does not tell which accounts do. Bounded; oldest are forgotten. */
class Strangers {
    #seen = new Map();
    #most;
    constructor(most) {
        this.#most = most;
    }
    /** Minutes the account seems locked for, or undefined while it may still be tried. */
    attempt(account, now) {
        const before = this.#seen.get(account);
        if (before !== undefined && before.lockedUntil > now)
            return Math.ceil((before.lockedUntil - now) / 60_000);
        const count = before === undefined || before.lockedUntil > 0 ? 1 : before.count + 1;
        this.#seen.delete(account);
        this.#seen.set(account, { count, lockedUntil: count >= ATTEMPTS ? now + LOCK_MINUTES * 60_000 : 0 });
        const [oldest] = this.#seen.keys();
        if (this.#seen.size > this.#most && oldest !== undefined)
            this.#seen.delete(oldest);
        return undefined;
    }
}
const strangers = new Strangers(10_000);
//# sourceMappingURL=sign-in.js.map
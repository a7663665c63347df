import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
export const SESSION_COOKIE = 'anlan_session';
export const SESSION_HOURS = 8;
export function hashToken(token) {
    return createHash('sha256').update(token).digest('hex');
}
/** A token that cannot be guessed: 256 random bits. */
export function newToken() {
    return randomBytes(32).toString('base64url');
}
export function scopeOf(person) {
    if (person.scope_kind === 'organisation')
        return { kind: 'organisation', organisationId: person.scope_organisation };
    if (person.scope_kind === 'all')
        return { kind: 'all' };
    const path = person.scope_path;
    return person.scope_sectors === null
        ? { kind: 'region', path }
        : { kind: 'region', path, sectors: person.scope_sectors };
}
/** Opens a session for a person inside a transaction; the token is returned once and only its hash is kept. */
export async function openSession(tx, personId, remote) {
    const token = newToken();
    await sql `DELETE FROM session WHERE person_id = ${personId} AND expires_at < now() - interval '30 days'`.execute(tx);
    await sql `
    INSERT INTO session (token_hash, person_id, expires_at, remote, previous_visit_at)
    SELECT ${hashToken(token)}, id, now() + make_interval(hours => ${SESSION_HOURS}), ${remote}, last_visit_at
    FROM person WHERE id = ${personId}`.execute(tx);
    await sql `UPDATE person SET last_visit_at = now() WHERE id = ${personId}`.execute(tx);
    return token;
}
/** The visit a token stands for; null when it is unknown, ended or expired, or the person has retired. */
export async function readVisit(db, token) {
    const tokenHash = hashToken(token);
    const { rows } = await sql `
    SELECT p.id, p.account, p.name, p.role, p.scope_kind, p.scope_path, p.scope_organisation, p.scope_sectors,
      s.expires_at, s.previous_visit_at, coalesce(p.last_visit_at < now() - interval '1 minute', true) AS stale
    FROM session s JOIN person p ON p.id = s.person_id
    WHERE s.token_hash = ${tokenHash} AND s.ended_at IS NULL AND s.expires_at > now() AND p.retired_at IS NULL`.execute(db);
    const [row] = rows;
    if (row === undefined)
        return null;
    // Once a minute at most: what is new since the last visit counts from here.
    if (row.stale)
        await sql `UPDATE person SET last_visit_at = now() WHERE id = ${row.id}`.execute(db);
    return {
        actor: { personId: row.id, name: row.name, role: row.role, scope: scopeOf(row) },
        account: row.account,
        tokenHash,
        expiresAt: row.expires_at,
        previousVisitAt: row.previous_visit_at?.getTime() ?? null,
    };
}
/** Ends a session; an unknown one is left alone. */
export async function endSession(db, tokenHash) {
    await sql `UPDATE session SET ended_at = now() WHERE token_hash = ${tokenHash} AND ended_at IS NULL`.execute(db);
}
//# sourceMappingURL=session.js.map
import { sql } from 'kysely';
/**
 * Appends an entry to the hash-chained audit. `verb` is a verb of the platform or an act such as `session.start`.
 * Inside a transaction call it last: entries are put in order under one lock that is held until the commit.
 */
export async function record(db, by, verb, subject, outcome, detail = {}) {
    const person = 'personId' in by ? by.personId : null;
    const name = 'personId' in by ? by.name : by.account;
    await sql `SELECT audit_append(${person}::uuid, ${name}, ${verb}, ${subject?.kind ?? null}, ${subject?.id ?? null},
    ${outcome}, ${JSON.stringify(detail)}::jsonb)`.execute(db);
}
//# sourceMappingURL=record.js.map
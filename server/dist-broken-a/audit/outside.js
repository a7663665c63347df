import { sql } from 'kysely';
import { record } from './record.js';
/**
 * Call when a scoped read or write of `table` found no row: where the row exists outside the actor's scope, the
 * attempt is audited. The caller's answer is the same either way.
 */
export async function auditOutside(db, actor, table, id, verb) {
    if (actor.scope.kind === 'all')
        return;
    const { rows } = await sql `SELECT exists_anywhere(${table}::regclass, ${id}::uuid) AS found`.execute(db);
    if (rows[0].found)
        await record(db, actor, verb, { kind: table, id }, 'refused', { why: 'outside-scope' });
}
//# sourceMappingURL=outside.js.map
import { sql } from 'kysely';
/** Tells listeners of channel `registry`, at the commit, that records of the entity have changed. */
export async function announce(tx, entity) {
    await sql `SELECT pg_notify('registry', ${entity.key})`.execute(tx);
}
//# sourceMappingURL=announce.js.map
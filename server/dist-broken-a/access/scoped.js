import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { scopeRange } from '@anlan/kernel/access';
// Dates stay 'YYYY-MM-DD' text, bigint becomes a number (cursors stay far below 2^53).
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** A pool on the system of record. `max` connections; a query waits at most 10 s for one. */
export function openDatabase(url, max) {
    const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: 10_000 });
    // An idle connection lost with the server must not end the process: the next query reconnects.
    pool.on('error', () => { });
    return { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), pool };
}
const ROLE = { region: 'anlan_region', organisation: 'anlan_organisation', all: 'anlan_all' };
/**
 * Runs `work` in one transaction under the scope's database role: the policies decide which rows exist.
 * Code that runs here needs no `where region …` and cannot forget it.
 */
export function withScope(db, scope, work) {
    return db.transaction().execute(async (tx) => {
        const settings = settingsOf(scope);
        const calls = Object.entries(settings).map(([name, value]) => sql `set_config(${`anlan.${name}`}, ${value}, true)`);
        await sql `SELECT ${sql.join(calls)}`.execute(tx);
        await sql `SET LOCAL ROLE ${sql.id(ROLE[scope.kind])}`.execute(tx);
        return work(tx);
    });
}
function settingsOf(scope) {
    if (scope.kind === 'region') {
        const { from, to } = scopeRange(scope.path);
        return { scope_from: from, scope_to: to, sectors: (scope.sectors ?? []).join(',') };
    }
    if (scope.kind === 'organisation')
        return { organisation: scope.organisationId };
    return { sectors: '' };
}
//# sourceMappingURL=scoped.js.map
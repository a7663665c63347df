import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { scopeRange, type Scope } from '@anlan/kernel/access';
import { noteQuery } from '../trace/queries.ts';
import { clientClass } from '../store/postgres/client.ts';
import { hostsOf } from '../store/postgres/hosts.ts';

/** SQL is written as `sql` templates; tables of entities are declared, not typed by hand. */
export type Database = Kysely<unknown>;
export type Tx = Transaction<unknown>;

// Dates stay 'YYYY-MM-DD' text, bigint becomes a number (cursors stay far below 2^53).
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How long one of several connections lives, s: the two dozen of a platform learned 40 MB in an hour, and were not done. */
const LIFETIME = 1200;

/** A pool on the system of record. `max` connections; a query waits at most 10 s for one. */
export function openDatabase(url: string, max: number): { db: Database; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: hostsOf(url)[0],
    max,
    connectionTimeoutMillis: 10_000,
    // A new connection knows no table yet: the first alarm it writes takes a tenth of a second more. Those there are stay.
    idleTimeoutMillis: 0,
    // It keeps what it knows for good: of several, each is followed by a fresh one in time. One that stands alone writes alarms.
    maxLifetimeSeconds: max > 1 ? LIFETIME : 0,
    keepAlive: true,
    Client: clientClass(url),
  });
  // A connection lost with the server must not end the process, be it idle (told by the pool) or inside a transaction
  // (told by the client): the query under way rejects, and the next one reconnects.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), log: noteQuery }), pool };
}

const ROLE = {
  region: 'anlan_region',
  organisation: 'anlan_organisation',
  participant: 'anlan_participant',
  all: 'anlan_all',
} as const;

/**
 * Runs `work` in one transaction under the scope's database role: the policies decide which rows exist.
 * Code that runs here needs no `where region …` and cannot forget it.
 */
export function withScope<T>(db: Database, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    const settings = settingsOf(scope);
    const calls = Object.entries(settings).map(([name, value]) => sql`set_config(${`anlan.${name}`}, ${value}, true)`);
    await sql`SELECT ${sql.join(calls)}`.execute(tx);
    await sql`SET LOCAL ROLE ${sql.id(ROLE[scope.kind])}`.execute(tx);
    return work(tx);
  });
}

function settingsOf(scope: Scope): Record<string, string> {
  if (scope.kind === 'region') {
    const { from, to } = scopeRange(scope.path);
    return { scope_from: from, scope_to: to, sectors: (scope.sectors ?? []).join(',') };
  }
  if (scope.kind === 'organisation') return { organisation: scope.organisationId };
  if (scope.kind === 'participant') return { person: scope.personId };
  return { sectors: '' };
}

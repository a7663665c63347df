import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../../access/scoped.js';
import { auditRoutes } from '../../audit/index.js';
import { readConfiguration } from '../../configuration/index.js';
import { loadPacks } from '../../demonstration/load.js';
import { identityRoutes, platformRoutes, SESSION_COOKIE } from '../../identity/index.js';
import { openSession } from '../../identity/session.js';
import { registryRoutes } from '../../registry/index.js';
import { migrate, openPostgres } from '../../store/index.js';
import { buildApp } from '../index.js';
/** Routes that need the system of record only. */
export const OWN_ROUTES = [platformRoutes, identityRoutes, registryRoutes, auditRoutes];
export async function openStage() {
    const home = await mkdtemp(join(tmpdir(), 'anlan-http-'));
    const read = readConfiguration({ ANLAN_HOME: home, ANLAN_POSTGRES_URL: process.env['ANLAN_TEST_POSTGRES_URL'] });
    if (!read.ok)
        throw new Error(read.problems.join('\n'));
    const { configuration } = read;
    const postgres = await openPostgres(configuration, () => { });
    const migrated = await migrate({ postgres: postgres.url });
    if (!migrated.ok)
        throw new Error(migrated.problem);
    const { db } = openDatabase(postgres.url, 6);
    await loadPacks(db);
    const errors = [];
    const log = pino({ level: 'error' }, { write: (line) => void errors.push(line) });
    const clickhouse = createClient({ url: 'http://127.0.0.1:1' });
    // These routes use neither the feed nor the outbox.
    const context = {
        configuration,
        db,
        clickhouse,
        log,
        demonstration: false,
        startedAt: Date.now(),
    };
    const apps = [];
    return {
        context,
        db,
        url: postgres.url,
        errors,
        async app({ demonstration = false, modules = OWN_ROUTES, ...options } = {}) {
            const app = await buildApp({ ...context, demonstration }, modules, options);
            apps.push(app);
            return app;
        },
        async close() {
            for (const app of apps)
                await app.close();
            await clickhouse.close();
            await db.destroy();
            await postgres.stop();
            await rm(home, { recursive: true, force: true });
        },
    };
}
/** Asks as nobody in particular, marked as a page of the platform. */
export function asker(app, cookie) {
    return (method, url, body, headers = {}) => {
        const request = {
            method,
            url,
            headers: {
                'x-anlan': '1',
                ...(cookie === undefined ? {} : { cookie: `${SESSION_COOKIE}=${cookie}` }),
                ...headers,
            },
            ...(body === undefined ? {} : { payload: body }),
        };
        return app.inject(request);
    };
}
/** Enters a person as the migrations' tables want it; without region or organisation the scope is everything. */
export async function enterPerson(db, person) {
    const kind = person.region !== undefined ? 'region' : person.organisation !== undefined ? 'organisation' : 'all';
    await sql `
    INSERT INTO person (id, account, name, role, scope_kind, scope_path, scope_organisation, scope_sectors)
    VALUES (${person.id}, ${person.account}, ${person.account}, ${person.role}, ${kind}, ${person.region ?? null},
      ${person.organisation ?? null}, ${person.sectors === undefined ? null : [...person.sectors]})`.execute(db);
}
/** Asks as a person, in a session of their own. */
export async function askAs(app, db, personId) {
    const token = await db.transaction().execute((tx) => openSession(tx, personId, 'test'));
    return asker(app, token);
}
//# sourceMappingURL=stage.js.map
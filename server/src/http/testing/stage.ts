import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { pino } from 'pino';
import type { Context } from '../../access/context.ts';
import { accessRoutes } from '../../access/routes.ts';
import { openDatabase, type Database } from '../../access/scoped.ts';
import { auditRoutes } from '../../audit/index.ts';
import { readConfiguration } from '../../configuration/index.ts';
import { identityRoutes, platformRoutes, SESSION_COOKIE } from '../../identity/index.ts';
import { openSession } from '../../identity/session.ts';
import { registryRoutes } from '../../registry/index.ts';
import { copyOfTemplate } from './shared-postgres.ts';
import { buildApp, type App, type AppOptions, type RouteModule } from '../index.ts';

export type Ask = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: object | string,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>;

/** The platform's web server on a real PostgreSQL database of its own with the region packs, and nobody in it. */
export interface Stage {
  readonly context: Context;
  readonly db: Database;
  /** Address of the database, as its owner. */
  readonly url: string;
  /** What the server logged as errors. */
  readonly errors: string[];
  app(options?: { demonstration?: boolean; modules?: readonly RouteModule[] } & AppOptions): Promise<App>;
  close(): Promise<void>;
}

/** Routes that need the system of record only. */
export const OWN_ROUTES: readonly RouteModule[] = [
  platformRoutes,
  identityRoutes,
  accessRoutes,
  registryRoutes,
  auditRoutes,
];

export async function openStage(): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'anlan-http-'));
  const { url, drop } = await copyOfTemplate();
  const read = readConfiguration({ ANLAN_HOME: home, ANLAN_POSTGRES_URL: url });
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const { configuration } = read;
  const { db } = openDatabase(url, 6);
  // Second factors are asked for where a test says so.
  await nameTwoFactorRoles(db, []);
  const errors: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void errors.push(line) });
  const clickhouse = createClient({ url: 'http://127.0.0.1:1' });
  // These routes use neither the feed nor the outbox.
  const context = {
    configuration,
    db,
    clickhouse,
    log,
    demonstration: false,
    startedAt: Date.now(),
  } as unknown as Context;
  const apps: App[] = [];
  return {
    context,
    db,
    url,
    errors,
    async app({ demonstration = false, modules = OWN_ROUTES, ...options } = {}) {
      const app = await buildApp({ ...context, demonstration }, modules, options);
      apps.push(app);
      return app;
    },
    async close() {
      for (const app of apps) await app.close();
      await clickhouse.close();
      await db.destroy();
      await drop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Says from this moment on which roles need a second factor everywhere; null = as the platform starts. */
export async function nameTwoFactorRoles(db: Database, roles: readonly string[] | null): Promise<void> {
  await sql`
    INSERT INTO parameter_setting (id, key, region_path, valid_from, value, reason, by)
    SELECT gen_random_uuid(), 'sign-in.two-factor', path, clock_timestamp() - interval '1 second', ${roles === null ? null : JSON.stringify(roles)}::jsonb, 'test', 'test'
    FROM region WHERE kind IN ('city', 'municipality')`.execute(db);
}

/** Asks as nobody in particular, marked as a page of the platform. */
export function asker(app: App, cookie?: string): Ask {
  return (method, url, body, headers = {}) => {
    const request: InjectOptions = {
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

export interface PersonOf {
  readonly id: string;
  readonly account: string;
  readonly role: string;
  readonly region?: string;
  readonly organisation?: string;
  readonly sectors?: readonly string[];
  /** Sees single records that were opened to them; `region` is where they belong. */
  readonly participant?: boolean;
}

/** Enters a person as the migrations' tables want it; without region or organisation the scope is everything. */
export async function enterPerson(db: Database, person: PersonOf): Promise<void> {
  const placed = person.region !== undefined ? 'region' : person.organisation !== undefined ? 'organisation' : 'all';
  const kind = person.participant === true ? 'participant' : placed;
  await sql`
    INSERT INTO person (id, account, name, role, scope_kind, scope_path, scope_organisation, scope_sectors)
    VALUES (${person.id}, ${person.account}, ${person.account}, ${person.role}, ${kind}, ${person.region ?? null},
      ${person.organisation ?? null}, ${person.sectors === undefined ? null : [...person.sectors]})`.execute(db);
}

/** Asks as a person, in a session of their own. */
export async function askAs(app: App, db: Database, personId: string): Promise<Ask> {
  const token = await db.transaction().execute((tx) => openSession(tx, personId, 'test'));
  return asker(app, token);
}

/** Asks as a person under a commission (委托执法) of another's post: some verbs in a place, with its limits. */
export async function askCommissioned(
  app: App,
  db: Database,
  wish: {
    readonly from: string;
    readonly to: string;
    readonly region: string;
    readonly verbs: readonly string[];
    readonly limits: object;
  },
): Promise<Ask> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO access_grant (person_id, role, scope_kind, scope_path, origin, source_id, verbs, limits, valid_to, reason, granted_by)
    SELECT ${wish.to}, role, 'region', ${wish.region}, 'commission', id, ${[...wish.verbs]}, ${JSON.stringify(wish.limits)}::jsonb,
      now() + interval '1 day', '委托', ${wish.from}
    FROM access_grant WHERE person_id = ${wish.from} AND origin = 'post' RETURNING id`.execute(db);
  const { id } = rows[0]!;
  return asker(app, await db.transaction().execute((tx) => openSession(tx, wish.to, 'test', { grantId: id })));
}

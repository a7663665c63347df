import { hj212Password } from '@anlan/gateways';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { SecretShown, SecretStanding } from '@anlan/kernel/telemetry';
import type { Context } from '../access/context.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { valuesFor } from '../parameter/book.ts';
import { deviceOf, type MeasuringDevice } from '../point/device.ts';

const HOUR_MS = 3_600_000;

type Line = SecretShown['lines'][number];
/** How a device of a protocol proves itself, from the name in its identity and its secret. */
const LINES: Readonly<Record<string, (name: string, secret: string) => Line[]>> = {
  mqtt: (name, secret) => [
    { key: 'user', value: name },
    { key: 'password', value: secret },
    { key: 'topic', value: `anlan/v1/${name}/readings` },
    { key: 'command', value: `anlan/v1/${name}/command` },
  ],
  sparkplug: (name, secret) => [
    { key: 'user', value: name },
    { key: 'password', value: secret },
    { key: 'topic', value: `spBv1.0/${name.replace('/', '/NDATA/')}` },
  ],
  // A station shows the first six characters only (PW of HJ 212-2017 table 2).
  hj212: (name, secret) => [
    { key: 'user', value: name },
    { key: 'password', value: hj212Password(secret) },
  ],
  // The code is told to a terminal when it registers (0x8100); by hand it is for terminals that cannot.
  jt808: (name, secret) => [
    { key: 'user', value: name },
    { key: 'password', value: secret },
  ],
  gb28181: (name, secret) => [
    { key: 'user', value: name },
    { key: 'password', value: secret },
  ],
  coal: (name, secret) => [
    { key: 'topic', value: `POST /api/mine-files/${name}/{file}` },
    { key: 'header', value: `authorization: Bearer ${secret}` },
  ],
};

/** Devices below an edge node of Sparkplug are connected by their node. */
const hasSecret = ({ protocol, identity }: MeasuringDevice): boolean =>
  protocol in LINES && !(protocol === 'sparkplug' && identity.split('/').length > 2);

interface Row {
  readonly generation: number;
  readonly previous_until: Date | null;
  readonly rotated_at: Date | null;
  readonly rotated_by: string | null;
  readonly shown_at: Date | null;
  readonly shown_by: string | null;
}

async function rowOf(db: Database | Tx, identity: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT generation, previous_until, rotated_at, rotated_by, shown_at, shown_by FROM device_credential WHERE identity = ${identity}`.execute(
    db,
  );
  return rows[0];
}

/** The device where it is visible and has a secret. */
async function keyed(context: Context, actor: Actor, id: string, verb: string): Promise<MeasuringDevice | Refusal> {
  const device = await withScope(context.db, actor.scope, (tx) => deviceOf(tx, id));
  if (device === undefined) {
    await auditOutside(context.db, actor, 'device', id, verb);
    return refuse('not-found');
  }
  return hasSecret(device) ? device : refuse('secret-none', { protocol: device.protocol });
}

/** Who has seen a device's secret, when it was rotated, how long the old one still holds. */
export async function standingOf(context: Context, actor: Actor, id: string): Promise<SecretStanding | Refusal> {
  const device = await keyed(context, actor, id, 'device.read');
  if (isRefusal(device)) return device;
  const row = await rowOf(context.db, device.identity);
  const until = row?.previous_until?.getTime() ?? 0;
  return {
    shownAt: row?.shown_at?.getTime() ?? null,
    shownBy: row?.shown_by ?? null,
    rotatedAt: row?.rotated_at?.getTime() ?? null,
    rotatedBy: row?.rotated_by ?? null,
    previousUntil: until > Date.now() ? until : null,
  };
}

/** Tells a device's secret with what to configure it by; that it was read is in the audit before it is told. */
export async function showSecret(context: Context, actor: Actor, id: string): Promise<SecretShown | Refusal> {
  const device = await keyed(context, actor, id, 'device.secret');
  if (isRefusal(device)) return device;
  const generation = await context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ generation: number }>`
      INSERT INTO device_credential (identity, shown_at, shown_by) VALUES (${device.identity}, now(), ${actor.name})
      ON CONFLICT (identity) DO UPDATE SET shown_at = excluded.shown_at, shown_by = excluded.shown_by
      RETURNING generation`.execute(tx);
    await record(tx, actor, 'device.secret', { kind: 'device', id }, 'done', { identity: device.identity });
    return rows[0]!.generation;
  });
  return told(context, device, generation);
}

/** Gives a device another secret; the old one is taken for `hours` more, not at all where that is 0. */
export async function rotateSecret(
  context: Context,
  actor: Actor,
  id: string,
  { hours, reason }: { readonly hours: number; readonly reason: string },
): Promise<SecretShown | Refusal> {
  const device = await keyed(context, actor, id, 'device.secret');
  if (isRefusal(device)) return device;
  const now = Date.now();
  const most = (await valuesFor(context.db, device.regionPath, now)).number('device.secret-overlap');
  if (hours > most) return refuse('secret-overlap', { hours: most }, 'hours');
  const until = new Date(now + hours * HOUR_MS);
  const generation = await context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ generation: number }>`
      INSERT INTO device_credential (identity, generation, previous_until, rotated_at, rotated_by, shown_at, shown_by)
      VALUES (${device.identity}, 1, ${until}, now(), ${actor.name}, now(), ${actor.name})
      ON CONFLICT (identity) DO UPDATE SET generation = device_credential.generation + 1, previous_until = excluded.previous_until,
        rotated_at = excluded.rotated_at, rotated_by = excluded.rotated_by, shown_at = excluded.shown_at, shown_by = excluded.shown_by
      RETURNING generation`.execute(tx);
    await sql`SELECT pg_notify('registry', 'device')`.execute(tx);
    const facts = { identity: device.identity, previousUntil: until.toISOString(), reason };
    await record(tx, actor, 'device.rotate', { kind: 'device', id }, 'done', facts);
    return rows[0]!.generation;
  });
  return told(context, device, generation);
}

interface Listening {
  readonly listeners: readonly { readonly name: string; readonly port: number }[];
}

/** Only the intake has the keys that secrets derive from. */
async function told(context: Context, device: MeasuringDevice, generation: number): Promise<SecretShown | Refusal> {
  const { identity, demonstration, protocol } = device;
  const answered = await context.mirror.ask<{ secret: string }>('secret', { identity, demonstration, generation });
  if (answered === undefined) return refuse('store-unavailable', { store: both('接入进程', 'The intake') });
  const state = await context.mirror.ask<Listening>('state');
  const port = protocol === 'coal' ? null : (state?.listeners.find(({ name }) => name === protocol)?.port ?? null);
  const name = identity.slice(identity.indexOf(':') + 1);
  return { secret: answered.secret, port, lines: LINES[protocol]!(name, answered.secret) };
}

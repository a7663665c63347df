import { sql } from 'kysely';
import type { z } from 'zod';
import { covers, type Actor } from '@anlan/kernel/access';
import type { LinkInput, linkVehiclesSchema } from '@anlan/kernel/platform-link';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { jt809Identity } from '@anlan/gateways';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import { LINK_CHANNEL, type LinkSecrets } from './peers.ts';

/** Tells the intake. */
export const CHANGED = sql`SELECT pg_notify(${LINK_CHANNEL}, '')`;
/** A link is a post that is checked: the rules have it in their register. */
const REGISTERED = sql`SELECT pg_notify('registry', 'platform-link')`;

/** What the database demands of a link, as refusals. */
function problemOf(input: LinkInput): Refusal | undefined {
  if (input.deadSeconds <= input.idleSeconds)
    return refuse(
      'invalid-input',
      {
        problem: both('断线时限应长于保活间隔', 'the time to a lost link must be longer than the keep-alive interval'),
      },
      'deadSeconds',
    );
  if (input.role === 'lower' && input.peerPort == null)
    return refuse('field-required', { field: both('对方端口', "The peer's port") }, 'peerPort');
  if (input.role === 'lower' && input.ownHost == null)
    return refuse('field-required', { field: both('我方地址', 'Our address') }, 'ownHost');
  if (input.encrypted && input.constants === null)
    return refuse('field-required', { field: both('加密常数', 'Encryption constants') }, 'constants');
  return undefined;
}

/** Another link of the same role is in use with the access code, maybe outside the scope. */
const codeTaken = ({ accessCode }: LinkInput): Refusal => refuse('link-code-taken', { code: accessCode }, 'accessCode');

/** Links are written one after the other: two at once may want the same access code. */
const oneByOne = (tx: Tx) => sql`SELECT pg_advisory_xact_lock(7428)`.execute(tx);

/** Enters a link; its password and constants are sealed. */
export async function createLink(context: Context, actor: Actor, input: LinkInput): Promise<string | Refusal> {
  const { scope } = actor;
  const regionPath = input.regionPath ?? (scope.kind === 'region' ? scope.path : undefined);
  if (regionPath === undefined) return refuse('field-required', { field: both('辖区', 'Region') }, 'regionPath');
  if (!covers(scope, { regionPath, organisationId: null, sector: null })) return refuse('not-found');
  if (input.password === undefined) return refuse('field-required', { field: both('密码', 'Password') }, 'password');
  if (input.encrypted && input.constants == null)
    return refuse('field-required', { field: both('加密常数', 'Encryption constants') }, 'constants');
  const wrong = problemOf(input);
  if (wrong !== undefined) return wrong;
  const box = await openSecretBox(context.configuration.home);
  const secrets: LinkSecrets = { password: input.password, constants: input.constants ?? null };
  return context.db.transaction().execute(async (tx) => {
    await oneByOne(tx);
    const known = await sql`SELECT FROM region WHERE path = ${regionPath}`.execute(tx);
    if (known.rows.length === 0)
      return refuse(
        'field-invalid',
        { field: both('辖区', 'Region'), problem: both('没有这个辖区', 'there is no such region') },
        'regionPath',
      );
    const { rows } = await sql<{ id: string }>`
      INSERT INTO platform_link (name, role, edition, access_code, user_id, sealed, encrypted, peer_host, peer_port, own_host, idle_seconds,
        dead_seconds, answer_minutes, enabled, updated_by, region_path)
      VALUES (${input.name}, ${input.role}, ${input.edition}, ${input.accessCode}, ${input.userId}, ${box.seal(JSON.stringify(secrets))},
        ${input.encrypted}, ${input.peerHost}, ${input.peerPort ?? null}, ${input.ownHost ?? null}, ${input.idleSeconds},
        ${input.deadSeconds}, ${input.answerMinutes}, ${input.enabled}, ${actor.name}, ${regionPath})
      ON CONFLICT (role, access_code) WHERE retired_at IS NULL DO NOTHING RETURNING id`.execute(tx);
    const id = rows[0]?.id;
    if (id === undefined) return codeTaken(input);
    await CHANGED.execute(tx);
    await REGISTERED.execute(tx);
    await record(tx, actor, 'link.write', { kind: 'platform-link', id }, 'done', withoutSecrets(input));
    return id;
  });
}

const withoutSecrets = ({ password: _, constants: __, ...rest }: LinkInput): object => rest;

/** Changes a link seen in `version`; a password left out stays, so do constants. The role stays for ever. */
export async function changeLink(
  context: Context,
  actor: Actor,
  id: string,
  version: number,
  input: LinkInput,
): Promise<undefined | Refusal> {
  const wrong = problemOf(input);
  if (wrong !== undefined) return wrong;
  if (!(await isVisible(context, actor, id))) return refuse('not-found');
  const box = await openSecretBox(context.configuration.home);
  return context.db.transaction().execute(async (tx) => {
    await oneByOne(tx);
    const { rows } = await sql<{ sealed: string; role: string; version: number }>`
      SELECT sealed, role, version FROM platform_link WHERE id = ${id} FOR UPDATE`.execute(tx);
    const before = rows[0]!;
    if (before.version !== version) return refuse('version-conflict', { version: before.version });
    if (before.role !== input.role) return refuse('link-role');
    const taken = await sql`
      SELECT FROM platform_link WHERE role = ${input.role} AND access_code = ${input.accessCode} AND retired_at IS NULL AND id <> ${id}`.execute(
      tx,
    );
    if (taken.rows.length > 0) return codeTaken(input);
    const known = JSON.parse(box.open(before.sealed)) as LinkSecrets;
    const secrets: LinkSecrets = {
      password: input.password ?? known.password,
      constants: input.constants === undefined ? known.constants : input.constants,
    };
    if (input.encrypted && secrets.constants === null)
      return refuse('field-required', { field: both('加密常数', 'Encryption constants') }, 'constants');
    await sql`
      UPDATE platform_link SET name = ${input.name}, edition = ${input.edition}, access_code = ${input.accessCode}, user_id = ${input.userId},
        sealed = ${box.seal(JSON.stringify(secrets))}, encrypted = ${input.encrypted}, peer_host = ${input.peerHost},
        peer_port = ${input.peerPort ?? null}, own_host = ${input.ownHost ?? null}, idle_seconds = ${input.idleSeconds},
        dead_seconds = ${input.deadSeconds}, answer_minutes = ${input.answerMinutes}, enabled = ${input.enabled},
        version = version + 1, updated_at = now(), updated_by = ${actor.name}
      WHERE id = ${id}`.execute(tx);
    await CHANGED.execute(tx);
    await REGISTERED.execute(tx);
    await record(tx, actor, 'link.write', { kind: 'platform-link', id }, 'done', withoutSecrets(input));
    return undefined;
  });
}

/** Takes a link out of use for good; its messages stay. */
export async function retireLink(context: Context, actor: Actor, id: string): Promise<undefined | Refusal> {
  if (!(await isVisible(context, actor, id))) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    await sql`UPDATE platform_link SET retired_at = now(), enabled = false, version = version + 1 WHERE id = ${id}`.execute(
      tx,
    );
    await retireDevices(tx, id, null);
    await CHANGED.execute(tx);
    await REGISTERED.execute(tx);
    await record(tx, actor, 'link.write', { kind: 'platform-link', id }, 'done', { retired: true });
    return undefined;
  });
}

/** Is the link in the scope of the actor? */
export async function isVisible(context: Context, actor: Actor, id: string): Promise<boolean> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql`SELECT FROM platform_link WHERE id = ${id} AND retired_at IS NULL`.execute(tx),
  );
  return rows.length > 0;
}

type Vehicles = z.infer<typeof linkVehiclesSchema>;

/** Puts vehicles of the actor's scope into the exchange, or takes them out; tells how many. */
export async function changeVehicles(
  context: Context,
  actor: Actor,
  id: string,
  wanted: Vehicles,
): Promise<{ readonly vehicles: number } | Refusal> {
  if (!(await isVisible(context, actor, id))) return refuse('not-found');
  if (wanted.plates === undefined && wanted.enterprise === undefined && wanted.category === undefined)
    return refuse('field-required', { field: both('号牌、企业或类别', 'Plate, enterprise or class') });
  const found = await withScope(context.db, actor.scope, (tx) => chosen(tx, wanted));
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<Exchanging>`
      SELECT role, access_code, region_path FROM platform_link WHERE id = ${id} FOR UPDATE`.execute(tx);
    const act = wanted.act === 'add' ? addVehicles : removeVehicles;
    await act(tx, id, rows[0]!, found, actor.name);
    await CHANGED.execute(tx);
    await sql`SELECT pg_notify('registry', 'device')`.execute(tx);
    const detail = {
      act: wanted.act,
      vehicles: found.length,
      enterprise: wanted.enterprise,
      category: wanted.category,
    };
    await record(tx, actor, 'link.write', { kind: 'platform-link', id }, 'done', detail);
    return { vehicles: found.length };
  });
}

interface Exchanging {
  role: 'upper' | 'lower';
  access_code: number;
  region_path: string;
}

interface Chosen {
  id: string;
  name: string;
}

async function chosen(tx: Tx, { plates, enterprise, category }: Vehicles): Promise<readonly Chosen[]> {
  const { rows } = await sql<Chosen>`
    SELECT id, name FROM vehicle
    WHERE retired_at IS NULL AND (${plates === undefined} OR name = ANY(${plates ?? []}::text[]))
      AND (${enterprise ?? null}::uuid IS NULL OR enterprise = ${enterprise ?? null})
      AND (${category ?? null}::text IS NULL OR category = ${category ?? null})
    ORDER BY name LIMIT 20000`.execute(tx);
  return rows;
}

/** For us as upper platform each vehicle gets a device of the link, under which its positions come in. */
async function addVehicles(
  tx: Tx,
  link: string,
  { role, access_code, region_path }: Exchanging,
  vehicles: readonly Chosen[],
  by: string,
): Promise<void> {
  const rows = JSON.stringify(vehicles.map(({ id, name }) => ({ id, identity: jt809Identity(access_code, name) })));
  if (role === 'upper')
    await sql`
      INSERT INTO device (id, name, region_path, organisation_id, sector, demonstration, provenance, identity, protocol, enterprise, origin,
        vehicle, updated_by)
      SELECT gen_random_uuid(), v.name || ' 平台转发', v.region_path, v.organisation_id, v.sector, v.demonstration, 'exchange', x.identity,
        'jt809', v.enterprise, 'live', v.id, ${by}
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(id uuid, identity text) JOIN vehicle v ON v.id = x.id
      WHERE NOT EXISTS (SELECT FROM device d WHERE d.identity = x.identity AND d.retired_at IS NULL)`.execute(tx);
  await sql`
    INSERT INTO platform_link_vehicle (link_id, vehicle, device_id, region_path, organisation_id)
    SELECT ${link}, x.id, (SELECT d.id FROM device d WHERE d.identity = x.identity AND d.retired_at IS NULL), ${region_path}, v.organisation_id
    FROM jsonb_to_recordset(${rows}::jsonb) AS x(id uuid, identity text) JOIN vehicle v ON v.id = x.id
    ON CONFLICT (link_id, vehicle) DO UPDATE SET until = NULL, device_id = excluded.device_id,
      since = CASE WHEN platform_link_vehicle.until IS NULL THEN platform_link_vehicle.since ELSE now() END`.execute(
    tx,
  );
}

async function removeVehicles(tx: Tx, link: string, _: Exchanging, vehicles: readonly Chosen[]): Promise<void> {
  const ids = vehicles.map(({ id }) => id);
  await retireDevices(tx, link, ids);
  await sql`
    UPDATE platform_link_vehicle SET until = now() WHERE link_id = ${link} AND until IS NULL AND vehicle = ANY(${ids}::uuid[])`.execute(
    tx,
  );
}

async function retireDevices(tx: Tx, link: string, vehicles: readonly string[] | null): Promise<void> {
  await sql`
    UPDATE device SET retired_at = now(), version = version + 1
    WHERE retired_at IS NULL AND id IN (SELECT device_id FROM platform_link_vehicle
      WHERE link_id = ${link} AND until IS NULL AND (${vehicles === null} OR vehicle = ANY(${vehicles ?? []}::uuid[]))
      UNION ALL SELECT device_id FROM platform_link_exchange
      WHERE link_id = ${link} AND until IS NULL AND ${vehicles === null})`.execute(tx);
  await sql`SELECT pg_notify('registry', 'device')`.execute(tx);
}

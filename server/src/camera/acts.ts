import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { CameraSubject, PtzMove } from '@anlan/kernel/camera';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Asked } from '@anlan/gateways/media';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import { visibleCamera, type KnownCamera } from './read.ts';

/** A question to a device that did not come through, as a refusal. */
const REFUSED: Readonly<Record<Exclude<Asked, 'done'>, Refusal>> = {
  offline: refuse('camera-offline'),
  timeout: refuse('camera-silent'),
  refused: refuse('camera-refused'),
};
const GB = 'gb28181:';

/** The code of the device a camera signs on by; undefined for other protocols. */
function deviceOf({ identity, protocol }: KnownCamera): string | undefined {
  return protocol === 'gb28181' && identity?.startsWith(GB) === true ? identity.slice(GB.length) : undefined;
}

export interface Move {
  readonly move: PtzMove;
  readonly speed: number;
  readonly preset?: number | undefined;
}

/** Moves a camera. That somebody is about to is in the audit before the camera hears of it; to stop is always allowed. */
export async function moveCamera(
  context: Context,
  actor: Actor,
  id: string,
  input: Move,
): Promise<{ result: 'done' } | Refusal> {
  const camera = await visibleCamera(context, actor, id, 'camera.control');
  if (isRefusal(camera)) return camera;
  const device = deviceOf(camera);
  if (!camera.ptz || device === undefined || camera.code === null) return refuse('camera-fixed');
  if (input.move !== 'stop') await noteMove(context, actor, camera, input);
  const asked = await context.media.ask<Asked>('camera-move', { device, channel: camera.code, ...input });
  if (asked === undefined) return refuse('media-unreachable');
  return asked === 'done' ? { result: 'done' } : REFUSED[asked];
}

function noteMove({ db }: Context, actor: Actor, camera: KnownCamera, { move, preset }: Move): Promise<void> {
  const note = preset === undefined ? move : `${move} ${preset}`;
  return withScope(db, actor.scope, async (tx) => {
    await sql`
      INSERT INTO camera_view (id, camera_id, kind, by, person_id, from_at, until_at, note, region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${camera.id}, 'control', ${actor.name}, ${actor.personId}, now(), now(), ${note}, ${camera.regionPath},
        ${camera.organisationId}, ${camera.sector})`.execute(tx);
    await record(tx, actor, 'camera.control', { kind: 'camera', id: camera.id }, 'done', {
      move,
      preset: preset ?? null,
    });
  });
}

/** Asks a camera's device again what is connected to it. */
export async function refreshCatalogue(
  context: Context,
  actor: Actor,
  id: string,
): Promise<{ result: 'done' } | Refusal> {
  const camera = await visibleCamera(context, actor, id, 'device.read');
  if (isRefusal(camera)) return camera;
  const device = deviceOf(camera);
  if (device === undefined) return refuse('camera-unreachable');
  const asked = await context.media.ask<Asked>('camera-catalogue', { device });
  if (asked === undefined) return refuse('media-unreachable');
  return asked === 'done' ? { result: 'done' } : REFUSED[asked];
}

const TABLES: Readonly<Record<CameraSubject, string>> = {
  point: 'point',
  tank: 'tank',
  site: 'site',
  building: 'building',
  'tailings-pond': 'tailings_pond',
  vehicle: 'vehicle',
};

export interface Subject {
  readonly kind: CameraSubject;
  readonly id: string;
}

/**
 * Says what a camera looks at, in place of what was said before. Everything named must be in scope; what lies outside of
 * it was said by others and stays.
 */
export async function setSubjects(
  context: Context,
  actor: Actor,
  id: string,
  subjects: readonly Subject[],
): Promise<Refusal | undefined> {
  const camera = await visibleCamera(context, actor, id, 'registry.write');
  if (isRefusal(camera)) return camera;
  return withScope(context.db, actor.scope, async (tx) => {
    const missing = await missingOf(tx, subjects);
    if (missing !== undefined)
      return refuse(
        'field-invalid',
        {
          field: both('监看对象', 'Object watched'),
          problem: both('没有找到，或不在你的范围内', 'not found, or outside your scope'),
        },
        'subjects',
      );
    const seen = Object.entries(TABLES).map(
      ([kind, table]) => sql`kind = ${kind} AND EXISTS (SELECT FROM ${sql.table(table)} t WHERE t.id = subject_id)`,
    );
    await sql`DELETE FROM camera_subject WHERE camera_id = ${id} AND (${sql.join(seen, sql` OR `)})`.execute(tx);
    await sql`
      INSERT INTO camera_subject (camera_id, kind, subject_id, region_path, organisation_id, sector)
      SELECT DISTINCT ${id}::uuid, s.kind, s.id, ${camera.regionPath}, ${camera.organisationId}::uuid, ${camera.sector}
      FROM json_to_recordset(${JSON.stringify(subjects)}::json) AS s (kind text, id uuid)
      ON CONFLICT DO NOTHING`.execute(tx);
    await record(tx, actor, 'camera.subjects', { kind: 'camera', id }, 'done', { subjects });
    return undefined;
  });
}

async function missingOf(tx: Tx, subjects: readonly Subject[]): Promise<Subject | undefined> {
  for (const subject of subjects) {
    const { rows } =
      await sql`SELECT FROM ${sql.table(`public.${TABLES[subject.kind]}`)} WHERE id = ${subject.id}`.execute(tx);
    if (rows.length === 0) return subject;
  }
  return undefined;
}

/** Keeps user name and password of a camera asked by address, sealed; null forgets them. Neither is ever shown again. */
export async function setSecret(
  context: Context,
  actor: Actor,
  id: string,
  secret: { readonly user: string; readonly password: string } | null,
): Promise<Refusal | undefined> {
  const camera = await visibleCamera(context, actor, id, 'registry.write');
  if (isRefusal(camera)) return camera;
  const box = await openSecretBox(context.configuration.home);
  await context.db.transaction().execute(async (tx) => {
    await sql`DELETE FROM camera_secret WHERE camera_id = ${id}`.execute(tx);
    if (secret !== null) {
      await sql`INSERT INTO camera_secret (camera_id, sealed) VALUES (${id}, ${box.seal(JSON.stringify(secret))})`.execute(
        tx,
      );
    }
    await record(tx, actor, 'camera.secret', { kind: 'camera', id }, 'done', { set: secret !== null });
    await sql`SELECT pg_notify('registry', 'camera')`.execute(tx);
  });
  return undefined;
}

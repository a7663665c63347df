import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import type { CameraBeside } from '@anlan/kernel/camera';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';

/** Metres within which a camera of the same enterprise counts as near: ours, a camera sees about so far. */
const NEAR = 300;
const MOST = 8;

interface Alarm {
  subjectId: string;
  subjectKind: string;
  deviceId: string | null;
  organisationId: string | null;
  lon: number | null;
  lat: number | null;
}

/** Cameras that look at what an alarm is about: those tied to it first, then those near it; on line before off line. */
export async function camerasBeside(
  context: Context,
  actor: Actor,
  alarmId: string,
): Promise<CameraBeside[] | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<Alarm>`
      SELECT subject_id AS "subjectId", subject_kind AS "subjectKind", device_id AS "deviceId", organisation_id AS "organisationId", lon, lat
      FROM alarm WHERE id = ${alarmId}`.execute(tx);
    return rows[0] && besideOf(tx, rows[0]);
  });
  if (found !== undefined) return found;
  await auditOutside(context.db, actor, 'alarm', alarmId, 'alarm.read');
  return refuse('not-found');
}

async function besideOf(tx: Tx, alarm: Alarm): Promise<CameraBeside[]> {
  const { subjectId, deviceId, organisationId, lon, lat } = alarm;
  // 111,320 m a degree: at these distances the earth is flat enough.
  const metres = sql`CASE WHEN c.lon IS NULL OR ${lon}::double precision IS NULL THEN NULL ELSE
    111320 * sqrt(power(c.lat - ${lat}::double precision, 2) + power((c.lon - ${lon}::double precision) * cos(radians(c.lat)), 2)) END`;
  const { rows } = await sql<CameraBeside>`
    WITH about AS (
      SELECT ${subjectId}::uuid AS id, 1 AS rank, '监看报警对象' AS why
      UNION SELECT p.unit_id, CASE WHEN p.unit_kind = 'camera' THEN 0 ELSE 2 END, CASE WHEN p.unit_kind = 'camera' THEN '报警的摄像机' ELSE '监看所属设施' END
        FROM public.point p WHERE p.id = ${subjectId} AND p.unit_id IS NOT NULL
      UNION SELECT p.tank_id, 2, '监看所在储罐' FROM public.point p WHERE p.id = ${subjectId} AND p.tank_id IS NOT NULL
      UNION SELECT d.building, 3, '监看所在建筑' FROM device d WHERE d.id = ${deviceId} AND d.building IS NOT NULL
      UNION SELECT d.vehicle, 2, '装在该车上' FROM device d WHERE d.id = ${deviceId} AND d.vehicle IS NOT NULL),
    tied AS (
      SELECT j.camera_id AS id, a.rank, a.why FROM about a JOIN camera_subject j ON j.subject_id = a.id
      UNION ALL SELECT c.id, a.rank, a.why FROM about a JOIN camera c ON c.id = a.id
      UNION ALL SELECT c.id, 4, '同一设备的摄像机' FROM camera c WHERE c.device = ${deviceId} AND c.protocol = 'jt1078'
      UNION ALL SELECT c.id, 5, '就近' FROM camera c WHERE c.organisation_id = ${organisationId} AND c.retired_at IS NULL AND ${metres} < ${NEAR})
    SELECT DISTINCT ON (t.rank, c.id) c.id, c.name, c.place, s.online, t.why, ${metres} AS metres
    FROM (SELECT DISTINCT ON (id) * FROM tied ORDER BY id, rank) t JOIN camera c ON c.id = t.id
      LEFT JOIN camera_span s ON s.camera_id = c.id AND s.until_at IS NULL
    WHERE c.retired_at IS NULL ORDER BY t.rank, c.id`.execute(tx);
  const order = (row: CameraBeside): number => (row.online === false ? 1 : 0);
  const tied = rows.filter(({ why }) => why !== '就近').sort((a, b) => order(a) - order(b));
  const near = rows
    .filter(({ why }) => why === '就近')
    .sort((a, b) => order(a) - order(b) || (a.metres ?? 0) - (b.metres ?? 0));
  return [...tied, ...near].slice(0, MOST);
}

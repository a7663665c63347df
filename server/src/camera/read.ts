import { sql, type RawBuilder } from 'kysely';
import { readVideoCode } from '@anlan/domain/identity-codes';
import { scopeRange, type Actor } from '@anlan/kernel/access';
import type { CameraRow, CameraView } from '@anlan/kernel/camera';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import { SYSTEMS } from '@anlan/systems';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { auditOutside } from '../audit/index.ts';
import { findIds } from '../registry/list.ts';

/** What a list of cameras is asked for. */
export interface Wish {
  readonly search?: string | undefined;
  readonly region?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly device?: string | undefined;
  readonly protocol?: string | undefined;
  readonly state?: 'online' | 'offline' | 'never' | undefined;
  readonly from: number;
  readonly size: number;
}

const ENTITY = SYSTEMS.flatMap(({ entities }) => entities).find(({ key }) => key === 'camera')!;
const MOST_FOUND = 4000;
const MONTH_MS = 30 * 86_400_000;
const MOST_SPANS = 200;
const STATES: Readonly<Record<NonNullable<Wish['state']>, RawBuilder<boolean>>> = {
  online: sql`s.online`,
  offline: sql`NOT s.online`,
  never: sql`s.online IS NULL`,
};
const OPEN = sql`LEFT JOIN camera_span s ON s.camera_id = c.id AND s.until_at IS NULL`;

async function conditionsOf(tx: Tx, wish: Wish): Promise<RawBuilder<unknown>> {
  const conditions: RawBuilder<unknown>[] = [sql`c.retired_at IS NULL`];
  if (wish.region !== undefined) {
    const { from, to } = scopeRange(wish.region);
    conditions.push(sql`c.region_path >= ${from} AND c.region_path < ${to}`);
  }
  if (wish.enterprise !== undefined) conditions.push(sql`c.enterprise = ${wish.enterprise}`);
  if (wish.device !== undefined) conditions.push(sql`c.device = ${wish.device}`);
  if (wish.protocol !== undefined) conditions.push(sql`c.protocol = ${wish.protocol}`);
  if (wish.state !== undefined) conditions.push(STATES[wish.state]);
  if (wish.search !== undefined && wish.search !== '') {
    const ids = await findIds(tx, ENTITY, wish.search, MOST_FOUND);
    conditions.push(sql`c.id = ANY (${ids}::uuid[])`);
  }
  return sql.join(conditions, sql` AND `);
}

/** A page of cameras in scope with how each stands; off line first, for that is what somebody must see to. */
export function listCameras(
  { db }: Context,
  { scope }: Actor,
  wish: Wish,
): Promise<{ rows: CameraRow[]; total: number; took: number }> {
  const began = performance.now();
  return withScope(db, scope, async (tx) => {
    const where = await conditionsOf(tx, wish);
    const counted = await sql<{
      total: number;
    }>`SELECT count(*)::int AS total FROM camera c ${OPEN} WHERE ${where}`.execute(tx);
    const since = new Date(Date.now() - MONTH_MS);
    const { rows } = await sql<Omit<CameraRow, 'since'> & { since: Date | null }>`
      WITH page AS (
        SELECT c.id, c.name, c.code, c.enterprise, c.region_path, c.place, c.protocol, c.maker, c.initials, s.online, s.from_at AS since, s.why
        FROM camera c ${OPEN} WHERE ${where}
        ORDER BY s.online ASC NULLS LAST, c.initials, c.name, c.id LIMIT ${wish.size} OFFSET ${wish.from})
      SELECT p.id, p.name, p.code, e.name AS enterprise, coalesce(r.name, p.region_path) AS region, p.place, p.protocol, p.maker, p.online,
        p.since, p.why, (SELECT count(*)::int FROM camera_subject j WHERE j.camera_id = p.id) AS subjects,
        (SELECT ${shareOf(since)} FROM camera_span l WHERE l.camera_id = p.id AND (l.until_at IS NULL OR l.until_at > ${since})) AS online30
      FROM page p LEFT JOIN enterprise e ON e.id = p.enterprise LEFT JOIN region r ON r.path = p.region_path
      ORDER BY p.online ASC NULLS LAST, p.initials, p.name, p.id`.execute(tx);
    const took = Math.round(performance.now() - began);
    return {
      rows: rows.map((row) => ({ ...row, since: row.since?.getTime() ?? null })),
      total: counted.rows[0]?.total ?? 0,
      took,
    };
  });
}

/** Share of the time since `since` that spans `l` were on line; null without any. */
function shareOf(since: Date): RawBuilder<number | null> {
  const seconds = sql`extract(epoch FROM coalesce(l.until_at, now()) - greatest(l.from_at, ${since}))`;
  return sql`(sum(${seconds}) FILTER (WHERE l.online) / nullif(sum(${seconds}), 0))::double precision`;
}

/** What acts and pictures need to know of a camera, as far as the transaction's scope reaches. */
export interface KnownCamera {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly protocol: string;
  readonly ptz: boolean;
  readonly deviceId: string | null;
  readonly identity: string | null;
  readonly regionPath: string;
  readonly organisationId: string | null;
  readonly sector: string | null;
}

export async function cameraOf(tx: Tx, id: string): Promise<KnownCamera | undefined> {
  const { rows } = await sql<KnownCamera>`
    SELECT c.id, c.name, c.code, c.protocol, coalesce(c.ptz, false) AS ptz, d.id AS "deviceId", d.identity, c.region_path AS "regionPath",
      c.organisation_id AS "organisationId", c.sector
    FROM camera c LEFT JOIN device d ON d.id = c.device WHERE c.id = ${id} AND c.retired_at IS NULL`.execute(tx);
  return rows[0];
}

/** The same for somebody; what is outside the scope is not there, and the attempt is audited. */
export async function visibleCamera(
  context: Context,
  actor: Actor,
  id: string,
  verb: string,
): Promise<KnownCamera | Refusal> {
  const camera = await withScope(context.db, actor.scope, (tx) => cameraOf(tx, id));
  if (camera !== undefined) return camera;
  await auditOutside(context.db, actor, 'camera', id, verb);
  return refuse('not-found');
}

type Fact = Omit<CameraView, 'spans' | 'views' | 'alarms' | 'subjects' | 'codeParts' | 'since'> & {
  since: Date | null;
};

/** A camera with how it stood, what it watches, who watched it, and its alarms. */
export async function readCamera(context: Context, actor: Actor, id: string): Promise<CameraView | Refusal> {
  const found = await withScope(context.db, actor.scope, async (tx) => {
    const fact = await factOf(tx, id);
    return fact && { fact, ...(await aroundOf(tx, id)) };
  });
  if (found === undefined) {
    await auditOutside(context.db, actor, 'camera', id, 'registry.read');
    return refuse('not-found');
  }
  const { fact, spans, views, alarms, subjects } = found;
  return {
    ...fact,
    since: fact.since?.getTime() ?? null,
    codeParts: codeParts(fact.code),
    subjects,
    spans: spans.map((span) => ({ ...span, from: span.from.getTime(), until: span.until?.getTime() ?? null })),
    views: views.map((view) => ({ ...view, from: view.from.getTime(), until: view.until?.getTime() ?? null })),
    alarms: alarms.map((alarm) => ({ ...alarm, since: alarm.since.getTime() })),
  };
}

async function factOf(tx: Tx, id: string): Promise<Fact | undefined> {
  const since = new Date(Date.now() - MONTH_MS);
  const { rows } = await sql<Fact>`
    SELECT c.id, c.name, c.code, e.name AS enterprise, e.id AS "enterpriseId", coalesce(r.name, c.region_path) AS region,
      c.region_path AS "regionPath", c.place, c.protocol, c.maker, coalesce(c.ptz, false) AS ptz, c.lon, c.lat, c.address, c.channel,
      d.id AS "deviceId", d.name AS "deviceName", CASE WHEN d.protocol = 'gb28181' THEN substr(d.identity, 9) END AS "deviceCode",
      s.online, s.from_at AS since, s.why,
      (SELECT ${shareOf(since)} FROM camera_span l WHERE l.camera_id = c.id AND (l.until_at IS NULL OR l.until_at > ${since})) AS online30,
      EXISTS (SELECT FROM camera_has_secret h WHERE h.camera_id = c.id) AS "hasSecret"
    FROM camera c ${OPEN} LEFT JOIN enterprise e ON e.id = c.enterprise LEFT JOIN region r ON r.path = c.region_path
      LEFT JOIN device d ON d.id = c.device
    WHERE c.id = ${id} AND c.retired_at IS NULL`.execute(tx);
  return rows[0];
}

async function aroundOf(tx: Tx, id: string) {
  const since = new Date(Date.now() - MONTH_MS);
  const spans = await sql<{ online: boolean; from: Date; until: Date | null; why: string }>`
    SELECT online, from_at AS "from", until_at AS until, why FROM camera_span
    WHERE camera_id = ${id} AND (until_at IS NULL OR until_at > ${since}) ORDER BY from_at DESC LIMIT ${MOST_SPANS}`.execute(
    tx,
  );
  const views = await sql<{ kind: string; by: string; from: Date; until: Date | null; note: string | null }>`
    SELECT kind, by, from_at AS "from", until_at AS until, note FROM camera_view WHERE camera_id = ${id} ORDER BY from_at DESC LIMIT 50`.execute(
    tx,
  );
  const subjects = await sql<{ kind: string; id: string; name: string }>`
    SELECT j.kind, j.subject_id AS id, ${SUBJECT_NAME} AS name FROM camera_subject j WHERE j.camera_id = ${id} ORDER BY j.kind, name`.execute(
    tx,
  );
  const alarms = await sql<{ id: string; label: string; level: string; since: Date; closed: boolean; own: boolean }>`
    SELECT a.id, a.rule_label || ' · ' || a.subject_name AS label, a.level, a.since, a.closed_at IS NOT NULL AS closed,
      coalesce(p.unit_kind = 'camera', false) AS own
    FROM alarm a JOIN public.point p ON p.id = a.subject_id
    WHERE a.subject_id IN (
      SELECT id FROM public.point WHERE unit_id = ${id}
      UNION SELECT q.id FROM camera_subject j JOIN public.point q ON q.id = j.subject_id OR q.tank_id = j.subject_id OR q.unit_id = j.subject_id
        WHERE j.camera_id = ${id})
    ORDER BY a.closed_at IS NOT NULL, a.since DESC LIMIT 50`.execute(tx);
  return {
    spans: spans.rows,
    views: views.rows,
    subjects: subjects.rows.filter(({ name }) => name !== null),
    alarms: alarms.rows,
  };
}

/** Names of what a camera watches; null for what is not, or no longer, to be seen. */
const SUBJECT_NAME = sql`CASE j.kind
  WHEN 'point' THEN (SELECT p.name || ' ' || coalesce(t.name, d.name) FROM public.point p JOIN device d ON d.id = p.device_id
    LEFT JOIN tank t ON t.id = p.tank_id WHERE p.id = j.subject_id)
  WHEN 'tank' THEN (SELECT name FROM tank WHERE id = j.subject_id)
  WHEN 'site' THEN (SELECT name FROM site WHERE id = j.subject_id)
  WHEN 'building' THEN (SELECT name FROM building WHERE id = j.subject_id)
  WHEN 'tailings-pond' THEN (SELECT name FROM tailings_pond WHERE id = j.subject_id)
  WHEN 'vehicle' THEN (SELECT name FROM vehicle WHERE id = j.subject_id) END`;

function codeParts(code: string | null): CameraView['codeParts'] {
  const read = code === null ? { problem: '' } : readVideoCode(code);
  if ('problem' in read) return [];
  return [
    { label: '行政区划', value: read.region },
    { label: '接入单位', value: read.unit },
    { label: '行业', value: read.industry },
    { label: '类型', value: `${read.type} ${read.typeLabel}` },
    { label: '网络', value: read.network },
    { label: '序号', value: read.serial },
  ];
}

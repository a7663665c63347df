import { sql } from 'kysely';
import { roleOf, verbsOf, type Session } from '@anlan/kernel/access';
import type { Database } from '../access/scoped.ts';
import { grantsOf } from './grants.ts';
import type { Visit } from './session.ts';

interface Here {
  readonly path: string;
  readonly name: string;
  readonly kind: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly counties: number;
  readonly zones: number;
  readonly towns: number;
  readonly jurisdiction: string | null;
  readonly jurisdiction_name: string | null;
  readonly above: string | null;
}

/** A region with what lies under it and the city or municipality it belongs to. */
async function here(db: Database, path: string): Promise<Here | undefined> {
  const { rows } = await sql<Here>`
    SELECT r.path, r.name, r.kind, r.lon, r.lat, j.path AS jurisdiction, j.name AS jurisdiction_name, up.name AS above,
      count(*) FILTER (WHERE u.kind = 'county')::int AS counties,
      count(*) FILTER (WHERE u.kind = 'zone')::int AS zones,
      count(*) FILTER (WHERE u.kind = 'town')::int AS towns
    FROM region r
    LEFT JOIN region up ON up.path = r.parent_path
    LEFT JOIN LATERAL (
      SELECT path, name FROM region WHERE kind IN ('city', 'municipality') AND starts_with(r.path, path)
      ORDER BY length(path) DESC LIMIT 1) j ON true
    LEFT JOIN region u ON u.path > r.path AND u.path < left(r.path, -1) || '/'
    WHERE r.path = ${path}
    GROUP BY r.path, r.name, r.kind, r.lon, r.lat, j.path, j.name, up.name`.execute(db);
  return rows[0];
}

/** Path of the city or municipality a region belongs to; null above that level. */
export async function jurisdictionOf(db: Database, path: string): Promise<string | null> {
  return (await here(db, path))?.jurisdiction ?? null;
}

type Place = Pick<Session['scope'], 'label' | 'note' | 'lon' | 'lat'> & { readonly jurisdiction: string | null };

/** e.g. 全市 12 个县（市、区）、2 个功能区; 全县 22 个乡镇（街道）; 上饶市 · 广丰区 for a town. */
export function noteOf(
  place: Pick<Here, 'name' | 'kind' | 'counties' | 'zones' | 'towns' | 'above' | 'jurisdiction_name'>,
): string {
  const whole = /[省市县区]$/.test(place.name) && place.kind !== 'zone' ? `全${place.name.slice(-1)}` : '全域';
  const zones = place.zones > 0 ? `、${place.zones} 个功能区` : '';
  if (place.counties > 0) return `${whole} ${place.counties} 个县（市、区）${zones}`;
  if (place.towns > 0) return `${whole} ${place.towns} 个乡镇（街道）`;
  return [place.jurisdiction_name, place.above]
    .filter((name, at, all) => name !== null && all.indexOf(name) === at)
    .join(' · ');
}

async function participantPlace(db: Database, personId: string): Promise<Place> {
  const { rows } = await sql<{ records: number; path: string | null }>`
    SELECT p.scope_path AS path, (SELECT count(*)::int FROM participation WHERE person_id = p.id AND ended_at IS NULL
      AND valid_from <= now() AND (valid_to IS NULL OR valid_to > now())) AS records
    FROM person p WHERE p.id = ${personId}`.execute(db);
  const { records, path } = rows[0]!;
  const region = path === null ? undefined : await here(db, path);
  const [lon, lat] = [region?.lon ?? null, region?.lat ?? null];
  return { label: '参与的记录', note: `${records} 条`, lon, lat, jurisdiction: region?.jurisdiction ?? null };
}

async function placeOf(db: Database, { actor: { scope } }: Visit): Promise<Place> {
  if (scope.kind === 'participant') return participantPlace(db, scope.personId);
  if (scope.kind === 'all') return { label: '全部辖区', note: '不限辖区', lon: null, lat: null, jurisdiction: null };
  if (scope.kind === 'region') {
    const region = await here(db, scope.path);
    if (region === undefined) return { label: scope.path, note: '', lon: null, lat: null, jurisdiction: null };
    return {
      label: region.name,
      note: noteOf(region),
      lon: region.lon,
      lat: region.lat,
      jurisdiction: region.jurisdiction,
    };
  }
  const { rows } = await sql<{ name: string; region_path: string; lon: number | null; lat: number | null }>`
    SELECT name, region_path, lon, lat FROM enterprise WHERE id = ${scope.organisationId}`.execute(db);
  const [own] = rows;
  if (own === undefined) return { label: '', note: '', lon: null, lat: null, jurisdiction: null };
  const region = await here(db, own.region_path);
  const names = [region?.jurisdiction_name, region?.above, region?.name];
  const note = names.filter((name, at) => name != null && names.indexOf(name) === at).join(' · ');
  return { label: own.name, note, lon: own.lon, lat: own.lat, jurisdiction: region?.jurisdiction ?? null };
}

/** What the browser knows of its session. */
export async function sessionView(db: Database, visit: Visit, demonstration: boolean): Promise<Session> {
  const { actor, account, expiresAt } = visit;
  const role = roleOf(actor.role);
  if (role === undefined) throw new Error(`person ${actor.personId} has unknown role ${actor.role}`);
  const { jurisdiction, ...place } = await placeOf(db, visit);
  const grants = (await grantsOf(db, actor.personId)).filter((grant) => grant.live);
  return {
    person: { id: actor.personId, name: actor.name, account },
    role: { key: role.key, label: role.label, labelEn: role.labelEn, mark: role.mark },
    scope: {
      kind: actor.scope.kind,
      path: actor.scope.kind === 'region' ? actor.scope.path : null,
      organisationId: actor.scope.kind === 'organisation' ? actor.scope.organisationId : null,
      ...place,
    },
    jurisdiction,
    verbs: [...verbsOf({ role: actor.role, verbs: actor.verbs === undefined ? null : [...actor.verbs] })],
    rail: [...role.rail],
    lands: role.lands,
    demonstration,
    expiresAt: expiresAt.toISOString(),
    grant: visit.grantId,
    grants,
    must: visit.must,
  };
}

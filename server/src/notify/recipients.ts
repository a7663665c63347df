import { sql } from 'kysely';
import { ROLES, type Verb } from '@anlan/kernel/access';
import { GOVERNMENTS, type Government } from '@anlan/kernel/alarm';
import { inCharge, type Post, type Shift } from '@anlan/kernel/notify';
import type { Tx } from '../access/scoped.ts';

/** Somebody to tell, and why them. */
export interface Recipient {
  readonly personId: string;
  readonly name: string;
  readonly why: string;
}

interface Person {
  readonly id: string;
  readonly name: string;
}

/** People of an enterprise who answer for its safety. */
export async function ofOrganisation(tx: Tx, organisation: string): Promise<Recipient[]> {
  return (await ofOrganisations(tx, [organisation])).get(organisation) ?? [];
}

const LIVE_GRANT = sql`g.ended_at IS NULL AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())`;
const MOST = 20;

/** The same of many enterprises with one question; those without anybody are left out. */
export async function ofOrganisations(tx: Tx, organisations: readonly string[]): Promise<Map<string, Recipient[]>> {
  const { rows } = await sql<Person & { of: string }>`
    SELECT o.id AS of, p.id, p.name FROM unnest(${[...organisations]}::uuid[]) AS o(id)
    CROSS JOIN LATERAL (
      SELECT DISTINCT p.id, p.name FROM access_grant g JOIN person p ON p.id = g.person_id
      WHERE g.scope_organisation = o.id AND g.role IN ('safety-officer', 'enterprise-manager')
        AND ${LIVE_GRANT} AND p.retired_at IS NULL LIMIT ${MOST}) p`.execute(tx);
  return gathered(rows, '责任单位');
}

function gathered(rows: readonly (Person & { readonly of: string })[], why: string): Map<string, Recipient[]> {
  const all = new Map<string, Recipient[]>();
  for (const { of, id, name } of rows) {
    const own = all.get(of) ?? [];
    own.push({ personId: id, name, why });
    all.set(of, own);
  }
  return all;
}

/** Whose and where a matter is. */
interface Belonging {
  readonly organisationId: string;
  readonly regionPath: string;
  readonly sector: string | null;
}

/**
 * People who follow the enterprise of a matter and want to be told, of them those whose scope covers it today and who
 * may read such matters: following opens nothing.
 */
export async function followersOf(tx: Tx, of: Belonging, verb: Verb): Promise<Recipient[]> {
  const roles = ROLES.filter(({ verbs }) => verbs.includes(verb)).map(({ key }) => key);
  const { rows } = await sql<Person>`
    SELECT p.id, p.name FROM followed_enterprise f JOIN person p ON p.id = f.person_id AND p.retired_at IS NULL
    WHERE f.enterprise_id = ${of.organisationId} AND f.told AND EXISTS (
      SELECT FROM access_grant g WHERE g.person_id = p.id AND ${LIVE_GRANT} AND g.role = ANY (${roles}::text[])
        AND (g.verbs IS NULL OR ${verb} = ANY (g.verbs))
        AND (g.scope_kind = 'all' OR g.scope_organisation = ${of.organisationId}
          OR (g.scope_kind = 'region' AND starts_with(${of.regionPath}, g.scope_path)
            AND (g.scope_sectors IS NULL OR ${of.sector} = ANY (g.scope_sectors)))))
    ORDER BY p.id`.execute(tx);
  return rows.map(({ id, name }) => ({ personId: id, name, why: '关注的企业' }));
}

/** Roles that take the place of a desk nobody sits at, in this order. */
const STAND_INS = ['duty-officer', 'town-officer', 'inspector'] as const;

/**
 * Who is told at a place at `at` (epoch ms): the desk's shift and whoever still holds the desk. Where nobody is
 * rostered, those whose post it is, so that an empty roster never means silence. `sector` is the matter's: a desk of
 * another sector is not told.
 */
export async function ofPlace(
  tx: Tx,
  place: string,
  sector: string | null,
  at: number,
  post?: Post,
): Promise<Recipient[]> {
  return (await ofPlaces(tx, [place], sector, at, post)).get(place) ?? [];
}

/** The same of many places, with as many questions as of one. */
export async function ofPlaces(
  tx: Tx,
  places: readonly string[],
  sector: string | null,
  at: number,
  post?: Post,
): Promise<Map<string, Recipient[]>> {
  const shifts = await shiftsOf(tx, places, sector, at);
  // The place's own desk and the sector's each have somebody who took it over last.
  const holders = post === undefined ? await lastAccepted(tx, places, sector) : [];
  const posts = places.flatMap((place) => {
    const own = shifts.filter((shift) => shift.place === place);
    const wanted =
      post === undefined ? own.filter((shift) => shift.post !== 'leader') : own.filter((shift) => shift.post === post);
    const held = holders.filter((holder) => holder.place === place).flatMap((holder) => inCharge([], holder, at));
    return [...inCharge(wanted, undefined, at), ...held].map((person) => ({ place, person }));
  });
  const { rows } = await sql<Person & { of: string }>`
    SELECT DISTINCT x.place AS of, p.id, p.name FROM jsonb_to_recordset(${JSON.stringify(posts)}::jsonb) AS x(place text, person uuid)
    JOIN person p ON p.id = x.person AND p.retired_at IS NULL`.execute(tx);
  const told = gathered(rows, post === undefined ? '值班表' : '带班表');
  const empty = places.filter((place) => !told.has(place));
  for (const [place, people] of await standIns(tx, empty, sector, post === undefined ? STAND_INS : ['leader']))
    told.set(place, people);
  return told;
}

async function standIns(
  tx: Tx,
  places: readonly string[],
  sector: string | null,
  roles: readonly string[],
): Promise<Map<string, Recipient[]>> {
  if (places.length === 0) return new Map();
  const { rows } = await sql<Person & { of: string }>`
    SELECT place AS of, id, name FROM (
      SELECT g.scope_path AS place, p.id, p.name, row_number() OVER (PARTITION BY g.scope_path, g.role ORDER BY p.id) AS nth,
        array_position(${[...roles]}::text[], g.role) AS rank, min(array_position(${[...roles]}::text[], g.role)) OVER (PARTITION BY g.scope_path) AS first
      FROM access_grant g JOIN person p ON p.id = g.person_id
      WHERE g.scope_kind = 'region' AND g.scope_path = ANY (${[...places]}::text[]) AND g.role = ANY (${[...roles]}::text[])
        AND (g.scope_sectors IS NULL OR ${sector} = ANY (g.scope_sectors)) AND ${LIVE_GRANT} AND p.retired_at IS NULL) x
    WHERE rank = first AND nth <= ${MOST} GROUP BY place, id, name ORDER BY place, id`.execute(tx);
  return gathered(rows, '无人排班，按岗位告知');
}

async function shiftsOf(
  tx: Tx,
  places: readonly string[],
  sector: string | null,
  at: number,
): Promise<(Shift & { readonly place: string })[]> {
  const { rows } = await sql<{ place: string; personId: string; post: Post; from: Date; to: Date }>`
    SELECT region_path AS place, person_id AS "personId", post, from_at AS "from", to_at AS "to" FROM duty_shift
    WHERE region_path = ANY (${[...places]}::text[]) AND cancelled_at IS NULL AND from_at <= ${new Date(at)} AND to_at > ${new Date(at)}
      AND (sector IS NULL OR sector = ${sector})`.execute(tx);
  return rows.map((row) => ({ ...row, from: row.from.getTime(), to: row.to.getTime() }));
}

async function lastAccepted(
  tx: Tx,
  places: readonly string[],
  sector: string | null,
): Promise<{ place: string; personId: string; acceptedAt: number }[]> {
  const { rows } = await sql<{ place: string; personId: string; at: Date }>`
    SELECT DISTINCT ON (region_path, sector) region_path AS place, to_id AS "personId", accepted_at AS at FROM hand_over
    WHERE region_path = ANY (${[...places]}::text[]) AND accepted_at IS NOT NULL AND (sector IS NULL OR sector = ${sector})
    ORDER BY region_path, sector, accepted_at DESC`.execute(tx);
  return rows.map(({ place, personId, at }) => ({ place, personId, acceptedAt: at.getTime() }));
}

const WIDER: Readonly<Record<Government, Government | undefined>> = { town: 'county', county: 'city', city: undefined };

/**
 * The region of a kind that a place lies in: its town, county (or functional zone) or city; of a place that is wider
 * itself, the next wider one, so that a county's own matter is not told to nobody.
 */
export async function governmentOf(tx: Tx, place: string, government: string): Promise<string | undefined> {
  // A leader on duty belongs to the city.
  const rung = government === 'leader' ? 'city' : government;
  if (!Object.hasOwn(GOVERNMENTS, rung)) return undefined;
  const { kinds } = GOVERNMENTS[rung as Government];
  const { rows } = await sql<{ path: string }>`
    SELECT path FROM region WHERE kind = ANY (${[...kinds]}::text[]) AND starts_with(${place}, path)
    ORDER BY length(path) DESC LIMIT 1`.execute(tx);
  const wider = WIDER[rung as Government];
  return rows[0]?.path ?? (wider === undefined ? undefined : governmentOf(tx, place, wider));
}

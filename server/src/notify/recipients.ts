import { sql } from 'kysely';
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
  const { rows } = await sql<Person>`
    SELECT DISTINCT p.id, p.name FROM access_grant g JOIN person p ON p.id = g.person_id
    WHERE g.scope_organisation = ${organisation} AND g.role IN ('safety-officer', 'enterprise-manager')
      AND ${LIVE_GRANT} AND p.retired_at IS NULL LIMIT 20`.execute(tx);
  return rows.map(({ id, name }) => ({ personId: id, name, why: '责任单位' }));
}

const LIVE_GRANT = sql`g.ended_at IS NULL AND g.valid_from <= now() AND (g.valid_to IS NULL OR g.valid_to > now())`;

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
  const shifts = await shiftsOf(tx, place, sector, at);
  const wanted =
    post === undefined
      ? shifts.filter((shift) => shift.post !== 'leader')
      : shifts.filter((shift) => shift.post === post);
  // The place's own desk and the sector's each have somebody who took it over last.
  const holders = post === undefined ? await lastAccepted(tx, place, sector) : [];
  const ids = [...inCharge(wanted, undefined, at), ...holders.flatMap((holder) => inCharge([], holder, at))];
  const { rows } = await sql<Person>`
    SELECT id, name FROM person WHERE id = ANY (${ids}::uuid[]) AND retired_at IS NULL`.execute(tx);
  if (rows.length > 0)
    return rows.map(({ id, name }) => ({ personId: id, name, why: post === undefined ? '值班表' : '带班表' }));
  return standIns(tx, place, sector, post === undefined ? STAND_INS : ['leader']);
}

async function standIns(tx: Tx, place: string, sector: string | null, roles: readonly string[]): Promise<Recipient[]> {
  const { rows } = await sql<Person & { role: string }>`
    SELECT DISTINCT p.id, p.name, g.role FROM access_grant g JOIN person p ON p.id = g.person_id
    WHERE g.scope_kind = 'region' AND g.scope_path = ${place} AND g.role = ANY (${[...roles]}::text[])
      AND (g.scope_sectors IS NULL OR ${sector} = ANY (g.scope_sectors)) AND ${LIVE_GRANT} AND p.retired_at IS NULL
    ORDER BY p.id LIMIT 20`.execute(tx);
  const first = roles.find((role) => rows.some((row) => row.role === role));
  return rows
    .filter((row) => row.role === first)
    .map(({ id, name }) => ({ personId: id, name, why: '无人排班，按岗位告知' }));
}

async function shiftsOf(tx: Tx, place: string, sector: string | null, at: number): Promise<Shift[]> {
  const { rows } = await sql<{ personId: string; post: Post; from: Date; to: Date }>`
    SELECT person_id AS "personId", post, from_at AS "from", to_at AS "to" FROM duty_shift
    WHERE region_path = ${place} AND cancelled_at IS NULL AND from_at <= ${new Date(at)} AND to_at > ${new Date(at)}
      AND (sector IS NULL OR sector = ${sector})`.execute(tx);
  return rows.map((row) => ({ ...row, from: row.from.getTime(), to: row.to.getTime() }));
}

async function lastAccepted(
  tx: Tx,
  place: string,
  sector: string | null,
): Promise<{ personId: string; acceptedAt: number }[]> {
  const { rows } = await sql<{ personId: string; at: Date }>`
    SELECT DISTINCT ON (sector) to_id AS "personId", accepted_at AS at FROM hand_over
    WHERE region_path = ${place} AND accepted_at IS NOT NULL AND (sector IS NULL OR sector = ${sector})
    ORDER BY sector, accepted_at DESC`.execute(tx);
  return rows.map(({ personId, at }) => ({ personId, acceptedAt: at.getTime() }));
}

/** The region of a kind that a place lies in: its town, county (or functional zone) or city. */
export async function governmentOf(tx: Tx, place: string, government: string): Promise<string | undefined> {
  // A leader on duty belongs to the city.
  const rung = government === 'leader' ? 'city' : government;
  if (!Object.hasOwn(GOVERNMENTS, rung)) return undefined;
  const { kinds } = GOVERNMENTS[rung as Government];
  const { rows } = await sql<{ path: string }>`
    SELECT path FROM region WHERE kind = ANY (${[...kinds]}::text[]) AND starts_with(${place}, path)
    ORDER BY length(path) DESC LIMIT 1`.execute(tx);
  return rows[0]?.path;
}

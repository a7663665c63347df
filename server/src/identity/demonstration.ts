import { sql } from 'kysely';
import { roleOf, type DemonstrationIdentity } from '@anlan/kernel/access';
import { refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { startSession, type Entrant, type From, type Opened } from './sign-in.ts';

interface Offered {
  readonly order: number;
  readonly place: string;
  readonly jurisdiction?: string;
  readonly label?: string;
  readonly question?: string;
}

/** Identities offered for one click, in their order; none outside demonstration mode. */
export async function demonstrationIdentities({ db, demonstration }: Context): Promise<DemonstrationIdentity[]> {
  if (!demonstration) return [];
  const { rows } = await sql<{ account: string; role: string; offered: Offered; jurisdiction: string | null }>`
    SELECT p.account, p.role, p.offered, j.path AS jurisdiction
    FROM person p
    LEFT JOIN enterprise e ON e.id = p.scope_organisation
    LEFT JOIN LATERAL (
      SELECT path FROM region WHERE kind IN ('city', 'municipality')
        AND starts_with(coalesce(p.scope_path, e.region_path), path) ORDER BY length(path) DESC LIMIT 1) j ON true
    WHERE p.demonstration AND p.offered IS NOT NULL AND p.retired_at IS NULL
    ORDER BY (p.offered ->> 'order')::int, p.account`.execute(db);
  return rows.map(({ account, role: key, offered, jurisdiction }) => {
    const role = roleOf(key);
    return {
      key: account,
      label: offered.label ?? role?.label ?? key,
      place: offered.place,
      mark: role?.mark ?? '',
      question: offered.question ?? role?.question ?? '',
      jurisdiction: offered.jurisdiction ?? jurisdiction ?? '',
    };
  });
}

/** Signs in as an offered identity; refused outside demonstration mode. */
export async function signInDemonstration(
  { db, demonstration }: Context,
  key: string,
  from: From,
): Promise<Opened | Refusal> {
  if (!demonstration) return refuse('demonstration-only');
  const { rows } = await sql<Entrant>`
    SELECT id, name, credentials FROM person
    WHERE account = ${key} AND demonstration AND offered IS NOT NULL AND retired_at IS NULL`.execute(db);
  const [person] = rows;
  return person === undefined ? refuse('not-found') : startSession(db, person, from, 'demonstration');
}

import { sql } from 'kysely';
import { roleOf } from '@anlan/kernel/access';
import { refuse } from '@anlan/kernel/refusal';
import { startSession } from './sign-in.js';
/** Identities offered for one click, in their order; none outside demonstration mode. */
export async function demonstrationIdentities({ db, demonstration }) {
    if (!demonstration)
        return [];
    const { rows } = await sql `
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
export async function signInDemonstration({ db, demonstration }, key, remote) {
    if (!demonstration)
        return refuse('demonstration-only');
    const { rows } = await sql `
    SELECT id, name FROM person
    WHERE account = ${key} AND demonstration AND offered IS NOT NULL AND retired_at IS NULL`.execute(db);
    const [person] = rows;
    return person === undefined ? refuse('not-found') : startSession(db, person, remote, false);
}
//# sourceMappingURL=demonstration.js.map
import { sql, type Kysely } from 'kysely';
import type { Actor } from '@anlan/kernel/access';

export interface Subject {
  readonly kind: string;
  readonly id: string;
}

export type Outcome = 'done' | 'refused' | 'failed';

/** Who did it; a sign-in that failed has only the account that was typed. */
export type By = Pick<Actor, 'personId' | 'name'> | { readonly account: string };

/**
 * Appends an entry to the hash-chained audit. `verb` is a verb of the platform or an act such as `session.start`.
 * Inside a transaction call it last: entries are put in order under one lock that is held until the commit.
 */
export async function record(
  db: Kysely<unknown>,
  by: By,
  verb: string,
  subject: Subject | null,
  outcome: Outcome,
  detail: object = {},
): Promise<void> {
  const person = 'personId' in by ? by.personId : null;
  const name = 'personId' in by ? by.name : by.account;
  await sql`SELECT audit_append(${person}::uuid, ${name}, ${verb}, ${subject?.kind ?? null}, ${subject?.id ?? null},
    ${outcome}, ${JSON.stringify(detail)}::jsonb)`.execute(db);
}

import { sql } from 'kysely';
import type { Database, Tx } from '../access/scoped.ts';
import { hashToken, newToken } from './session.ts';

export type TicketKind = 'code' | 'passkey' | 'passkey-new' | 'oidc';

/** Begins a step of a sign-in that another request completes within ten minutes; returns its token. */
export async function openTicket(
  db: Database | Tx,
  kind: TicketKind,
  personId: string | null,
  data: object = {},
): Promise<string> {
  const token = newToken();
  await sql`DELETE FROM sign_in_ticket WHERE expires_at < now()`.execute(db);
  await sql`
    INSERT INTO sign_in_ticket (token_hash, kind, person_id, data, expires_at)
    VALUES (${hashToken(token)}, ${kind}, ${personId}, ${JSON.stringify(data)}::jsonb, now() + interval '10 minutes')`.execute(
    db,
  );
  return token;
}

export interface Ticket {
  readonly person_id: string | null;
  readonly data: Record<string, unknown>;
}

/** Takes a ticket: it serves once, whatever comes of it. */
export async function takeTicket(db: Database | Tx, kind: TicketKind, token: string): Promise<Ticket | undefined> {
  const { rows } = await sql<Ticket>`
    DELETE FROM sign_in_ticket WHERE token_hash = ${hashToken(token)} AND kind = ${kind} AND expires_at > now()
    RETURNING person_id, data`.execute(db);
  return rows[0];
}

/** Looks at a ticket without taking it, for a step that may be tried again. */
export async function readTicket(db: Database | Tx, kind: TicketKind, token: string): Promise<Ticket | undefined> {
  const { rows } = await sql<Ticket>`
    SELECT person_id, data FROM sign_in_ticket
    WHERE token_hash = ${hashToken(token)} AND kind = ${kind} AND expires_at > now()`.execute(db);
  return rows[0];
}

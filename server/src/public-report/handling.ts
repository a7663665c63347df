import { sql } from 'kysely';
import { may, type Actor, type Verb } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { allOrNothing } from '../access/all-or-nothing.ts';
import { withScope, type Database, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { auditOutside } from '../audit/index.ts';
import type { CaseRow } from '../case/row.ts';
import { lacksVerb } from '../http/index.ts';

/** The authority an actor handles reports for: exactly his own place, whole and not one trade of it. */
export function authorityOf({ scope }: Actor): string | undefined {
  return scope.kind === 'region' && (scope.sectors ?? []).length === 0 ? scope.path : undefined;
}

/** Does the actor handle reports of the authority a case belongs to? */
export function handles(actor: Actor, row: Pick<CaseRow, 'region_path'>): boolean {
  return may(actor, 'report.handle') && authorityOf(actor) === row.region_path;
}

/**
 * Reads what is kept apart of reports, under the role whose policies know one authority and, for who the reporter is,
 * one named report. Who holds neither verb gets nothing, whatever is asked.
 */
export async function withHandling<T>(
  db: Database,
  actor: Actor,
  about: string | undefined,
  work: (tx: Tx) => Promise<T>,
): Promise<T | undefined> {
  const authority = authorityOf(actor);
  if (authority === undefined || !(may(actor, 'report.handle') || may(actor, 'reward.decide'))) return undefined;
  return db.transaction().execute(async (tx) => {
    await sql`SELECT set_config('anlan.authority', ${authority}, true), set_config('anlan.handling', ${about ?? ''}, true)`.execute(
      tx,
    );
    await sql`SET LOCAL ROLE anlan_handler`.execute(tx);
    return work(tx);
  });
}

/** The report (or case of another kind) as the actor's scope shows it; looking for one outside is audited. */
export async function seenReport(
  context: Context,
  actor: Actor,
  id: string,
  what: string,
  kind = 'public-report',
): Promise<CaseRow | Refusal> {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id} AND kind = ${kind}`.execute(tx),
  );
  if (rows[0] !== undefined) return rows[0];
  await auditOutside(context.db, actor, 'case_file', id, what);
  return refuse('not-found');
}

/**
 * One act on a report by somebody who may: scope, verb, the handling authority where it must be that, and the version
 * read; then the work as owner under the outbox's lock.
 */
export async function actIn(
  context: Context,
  actor: Actor,
  asked: {
    readonly id: string;
    readonly version: number;
    readonly verb: Verb;
    /** Only for the very authority the case belongs to. */
    readonly own: boolean;
    readonly kind?: string;
  },
  work: (tx: Tx, row: CaseRow) => Promise<CaseRow | Refusal>,
): Promise<CaseRow | Refusal> {
  const { id, version, verb, own } = asked;
  const seen = await seenReport(context, actor, id, verb, asked.kind);
  if (isRefusal(seen)) return seen;
  if (!may(actor, verb)) return lacksVerb(verb);
  if (own && authorityOf(actor) !== seen.region_path) return refuse('not-found');
  // Several rows are written before the last may be refused: all of it is undone.
  return allOrNothing(context.db, async (tx) => {
    await lockOutbox(tx);
    const { rows } = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id} FOR UPDATE`.execute(tx);
    const row = rows[0] as CaseRow;
    return row.version === version ? work(tx, row) : refuse('version-conflict', { version: row.version });
  });
}

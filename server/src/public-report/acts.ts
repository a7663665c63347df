import { sql } from 'kysely';
import type { Actor } from '@anlan/kernel/access';
import { stateName, type Doer, type Input } from '@anlan/kernel/case';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/record.ts';
import { checkReferences } from '../case/read.ts';
import { doerOf } from '../case/doer.ts';
import { kindOf, type CaseRow } from '../case/row.ts';
import { actOn, openCase, type Attachment, type Belonging } from '../case/write.ts';
import { actIn } from './handling.ts';

interface Version {
  readonly id: string;
  readonly version: number;
}

/** What a report found true becomes. */
export interface Follow {
  readonly kind: 'hidden-danger' | 'enforcement';
  readonly title: string;
  readonly description?: string | undefined;
  /** Pictures of the report that the enterprise may see: chosen, never all by themselves. */
  readonly photos: readonly string[];
}

const platformAs = (actor: Actor): Doer => ({ id: null, name: actor.name, side: 'authority' });

/** Found true, and handed on as a hidden danger or an enforcement lead, in one act: neither stands without the other. */
export async function verifyReport(
  context: Context,
  actor: Actor,
  asked: Version & { readonly input: Input; readonly follow: Follow },
): Promise<CaseRow | Refusal> {
  const asks = kindOf('public-report').actions['verify']!.asks;
  const wrong = await withScope(context.db, actor.scope, (tx) => checkReferences(tx, asks, asked.input));
  if (wrong !== undefined) return wrong;
  return actIn(context, actor, { ...asked, verb: 'report.handle', own: true }, async (tx, row) => {
    const act = { action: 'verify', input: asked.input, files: [] };
    const verified = await actOn(tx, row.id, act, doerOf(actor), Date.now());
    return isRefusal(verified) ? verified : handOn(tx, actor, verified, asked.follow);
  });
}

/** Hands on a report that was found true without it. */
export function followReport(
  context: Context,
  actor: Actor,
  asked: Version & { readonly follow: Follow },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'report.handle', own: true }, (tx, row) =>
    row.state === 'verified'
      ? handOn(tx, actor, row, asked.follow)
      : Promise.resolve(
          refuse('case-state', {
            state: stateName(kindOf(row.kind), row.state),
            action: both('转办', 'passing it on'),
          }),
        ),
  );
}

async function handOn(tx: Tx, actor: Actor, row: CaseRow, follow: Follow): Promise<CaseRow | Refusal> {
  const { rows } = await sql<Belonging & { enterprise: string }>`
    SELECT e.id AS enterprise, e.id AS "organisationId", e.name AS "organisationName", e.region_path AS "regionPath", e.sector, e.lon, e.lat,
      e.demonstration
    FROM case_public_report c JOIN enterprise e ON e.id = c.enterprise WHERE c.case_id = ${row.id}`.execute(tx);
  const [belongs] = rows;
  if (belongs === undefined)
    return refuse('field-required', { field: both('被举报单位', 'Unit reported') }, 'enterprise');
  const files = await chosen(tx, row.id, follow.photos);
  const at = Date.now();
  const opened = await openCase(
    tx,
    {
      kind: follow.kind,
      input: {
        enterprise: belongs.enterprise,
        title: follow.title,
        ...(follow.description === undefined ? {} : { description: follow.description }),
      },
      files,
      source: 'public',
      belongs,
      origin: { kind: 'case', id: row.id },
    },
    doerOf(actor),
    at,
  );
  if (isRefusal(opened)) return opened;
  const input = { followKind: kindOf(follow.kind).label, followNumber: opened.number };
  const linked = await actOn(tx, row.id, { action: 'link', input, files: [] }, platformAs(actor), at);
  if (isRefusal(linked)) return linked;
  await record(tx, actor, 'report.verify', { kind: 'case', id: row.id }, 'done', { follow: opened.number });
  return linked;
}

async function chosen(tx: Tx, id: string, wanted: readonly string[]): Promise<Attachment[]> {
  const { rows } = await sql<{ sha256: string; type: string }>`
    SELECT sha256, type FROM report_photo WHERE case_id = ${id} AND sha256 = ANY (${[...wanted]})`.execute(tx);
  return rows.map((file) => ({ ...file, name: '现场照片' }));
}

/** The same matter was reported before: this one goes on with the first, whose reporter is the one rewarded. */
export function mergeReport(
  context: Context,
  actor: Actor,
  asked: Version & { readonly into: string },
): Promise<CaseRow | Refusal> {
  return actIn(context, actor, { ...asked, verb: 'report.handle', own: true }, async (tx, row) => {
    const { rows } = await sql<{ id: string; number: string; first: string | null; opened_at: Date }>`
      SELECT f.id, f.number, d.first_id AS first, f.opened_at FROM case_file f JOIN report_dossier d ON d.case_id = f.id
      WHERE f.kind = 'public-report' AND f.number = ${asked.into} AND f.region_path = ${row.region_path}`.execute(tx);
    const [first] = rows;
    if (first === undefined)
      return refuse(
        'field-invalid',
        { field: both('并入', 'Merged into'), problem: both('没有这件举报', 'there is no such report') },
        'into',
      );
    if (first.id === row.id || first.first !== null || first.opened_at > row.opened_at)
      return refuse(
        'field-invalid',
        {
          field: both('并入', 'Merged into'),
          problem: both('只能并入更早的、未被并入的举报', 'only into an earlier report that is not merged itself'),
        },
        'into',
      );
    const act = { action: 'merge', input: { mergedInto: first.number }, files: [] };
    const next = await actOn(tx, row.id, act, platformAs(actor), Date.now());
    if (isRefusal(next)) return next;
    await sql`UPDATE report_dossier SET first_id = ${first.id} WHERE case_id = ${row.id} OR first_id = ${row.id}`.execute(
      tx,
    );
    await record(tx, actor, 'report.merge', { kind: 'case', id: row.id }, 'done', { into: first.number });
    return next;
  });
}

import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import type {
  JointAction,
  jointActionsSchema,
  SharedAlert,
  sharedRisksSchema,
  sharingTrailSchema,
} from '@anlan/kernel/joint';
import type { Tx } from '../access/scoped.ts';
import { asOwner } from '../registry/owned-write.ts';
import { inspectionsOf } from './inspections.ts';
import { ownPlace } from './partners.ts';

const MOST = 500;
const ms = (date: Date | null): number | null => date?.getTime() ?? null;

/** Neighbours' major risks that the transaction's scope is shown. */
export async function sharedRisks(tx: Tx, kind: string | undefined): Promise<z.infer<typeof sharedRisksSchema>> {
  const counts = await sql<{ kind: string; region: string; n: number }>`
    SELECT source_kind AS kind, c.name AS region, count(*)::int AS n
    FROM shared_risk s JOIN LATERAL (SELECT r.name FROM region r WHERE starts_with(s.source_path, r.path) AND r.kind IN ('county', 'zone')
      ORDER BY length(r.path) DESC LIMIT 1) c ON true
    GROUP BY 1, 2`.execute(tx);
  const { rows } = await sql<Omit<z.infer<typeof sharedRisksSchema>['rows'][number], 'since'> & { since: Date }>`
    SELECT s.id, s.source_kind AS kind, s.name, s.what, s.firm_name AS firm, s.source_region AS region, coalesce(o.name, r.name) AS "to",
      s.lon, s.lat, s.via, s.group_name AS "group", s.distance, s.since
    FROM shared_risk s JOIN region r ON r.path = s.region_path LEFT JOIN enterprise o ON o.id = s.organisation_id
    WHERE ${kind === undefined ? sql`true` : sql`s.source_kind = ${kind}`}
    ORDER BY array_position(ARRAY['hidden-danger', 'hazard-source', 'risk-point'], s.source_kind), s.distance NULLS LAST, s.name LIMIT ${MOST}`.execute(
    tx,
  );
  const sum = (key: 'kind' | 'region'): Record<string, number> => {
    const totals: Record<string, number> = {};
    for (const row of counts.rows) totals[row[key]] = (totals[row[key]] ?? 0) + row.n;
    return totals;
  };
  const byKind = sum('kind');
  return {
    total: Object.values(byKind).reduce((all, n) => all + n, 0),
    byKind,
    byRegion: Object.entries(sum('region'))
      .map(([region, count]) => ({ region, count }))
      .sort((a, b) => b.count - a.count),
    rows: rows.map((row) => ({ ...row, since: row.since.getTime() })),
  };
}

/** To whom the scope's own major risks are shown, and were. */
export async function sharingTrail(tx: Tx, all: boolean): Promise<z.infer<typeof sharingTrailSchema>> {
  const count = await sql<{ total: number; current: number }>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE to_at IS NULL)::int AS current FROM shared_risk_trail`.execute(
    tx,
  );
  const { rows } = await sql<
    Omit<z.infer<typeof sharingTrailSchema>['rows'][number], 'from' | 'until'> & { from: Date; until: Date | null }
  >`
    SELECT id, source_kind AS kind, name, to_name AS "to", via, group_name AS "group", distance, from_at AS "from", to_at AS until
    FROM shared_risk_trail WHERE ${all} OR to_at IS NULL ORDER BY coalesce(to_at, from_at) DESC, id LIMIT ${MOST}`.execute(
    tx,
  );
  return {
    ...count.rows[0]!,
    rows: rows.map(({ from, until, ...row }) => ({ ...row, from: from.getTime(), until: ms(until) })),
  };
}

/** Notices of neighbours' high alarms: those still open first. */
export async function sharedAlerts(tx: Tx): Promise<SharedAlert[]> {
  type Row = Omit<SharedAlert, 'raisedAt' | 'recoveredAt' | 'closedAt' | 'seenAt'> &
    Record<'raisedAt' | 'recoveredAt' | 'closedAt' | 'seenAt', Date | null>;
  const { rows } = await sql<Row>`
    SELECT t.id, t.number, t.level, t.text, t.firm_name AS firm, t.source_region AS region, coalesce(o.name, r.name) AS "to", t.via, t.group_name AS "group",
      t.distance, t.raised_at AS "raisedAt", t.recovered_at AS "recoveredAt", t.closed_at AS "closedAt", t.seen_at AS "seenAt", t.seen_by AS "seenBy"
    FROM shared_alert t JOIN region r ON r.path = t.region_path LEFT JOIN enterprise o ON o.id = t.organisation_id
    ORDER BY (t.closed_at IS NOT NULL), (t.seen_at IS NOT NULL), t.raised_at DESC LIMIT 200`.execute(tx);
  return rows.map((row) => ({
    ...row,
    raisedAt: row.raisedAt!.getTime(),
    recoveredAt: ms(row.recoveredAt),
    closedAt: ms(row.closedAt),
    seenAt: ms(row.seenAt),
  }));
}

interface ActionRow {
  id: string;
  title: string;
  form: JointAction['form'];
  plan: string;
  risks: JointAction['risks'];
  dueOn: string;
  openedAt: Date;
  openedBy: string;
  closedAt: Date | null;
}

const ACTION = sql`id, title, form, plan, risks, due_on AS "dueOn", opened_at AS "openedAt", opened_by AS "openedBy", closed_at AS "closedAt"`;

interface SideRow {
  id: string;
  actionId: string;
  caseId: string;
  name: string;
  regionPath: string;
  state: string;
  result: string | null;
  confirmedBy: string | null;
  confirmedAt: Date | null;
}

/** All owners of actions that were seen under the scope, as the owner reads them: where each stands, not its case. */
async function sidesOf(tx: Tx, actions: readonly string[]): Promise<SideRow[]> {
  const { rows } = await asOwner(tx, () =>
    sql<SideRow>`
      SELECT s.id, s.action_id AS "actionId", s.case_id AS "caseId", s.name, s.region_path AS "regionPath", c.state,
        CASE WHEN c.state IN ('confirmed', 'closed') THEN d.result END AS result, e.by AS "confirmedBy", e.at AS "confirmedAt"
      FROM joint_side s JOIN case_file c ON c.id = s.case_id JOIN case_joint_action d ON d.case_id = s.case_id
      LEFT JOIN LATERAL (SELECT t.by, t.at FROM case_entry t WHERE t.case_id = s.case_id AND t.action = 'confirm' AND c.state IN ('confirmed', 'closed')
        ORDER BY t.seq DESC LIMIT 1) e ON true
      WHERE s.action_id = ANY (${[...actions]}::uuid[]) ORDER BY s.region_path`.execute(tx),
  );
  return rows;
}

export async function jointActions(tx: Tx, actor: Actor): Promise<z.infer<typeof jointActionsSchema>> {
  const { rows } = await sql<ActionRow>`
    SELECT ${ACTION} FROM joint_action ORDER BY (closed_at IS NOT NULL), due_on, opened_at DESC LIMIT 200`.execute(tx);
  const sides = await sidesOf(
    tx,
    rows.map(({ id }) => id),
  );
  return {
    rows: rows.map(({ plan: _plan, risks: _risks, ...row }) => ({
      ...row,
      openedAt: row.openedAt.getTime(),
      closedAt: ms(row.closedAt),
      sides: sides
        .filter(({ actionId }) => actionId === row.id)
        .map(({ name, state, regionPath }) => ({ name, state, own: isOwn(actor, regionPath) })),
    })),
  };
}

function isOwn(actor: Actor, path: string): boolean {
  const own = ownPlace(actor);
  return own !== undefined && path.startsWith(own);
}

/** An action with every owner's tasks; undefined for who is no party. The cases of other owners stay theirs. */
export async function jointAction(tx: Tx, actor: Actor, id: string): Promise<JointAction | undefined> {
  const { rows } = await sql<ActionRow>`SELECT ${ACTION} FROM joint_action WHERE id = ${id}`.execute(tx);
  const [action] = rows;
  if (action === undefined) return undefined;
  type Task = JointAction['sides'][number]['tasks'][number];
  const tasks = await sql<Omit<Task, 'doneAt'> & { side: string; doneAt: Date | null }>`
    SELECT id, side_id AS side, title, person, due_on AS "dueOn", done_at AS "doneAt", done_by AS "doneBy", result FROM joint_task
    WHERE action_id = ${id} ORDER BY made_at, id`.execute(tx);
  const sides = await sidesOf(tx, [id]);
  const inspections = await asOwner(tx, () => inspectionsOf(tx, id));
  return {
    ...action,
    openedAt: action.openedAt.getTime(),
    closedAt: ms(action.closedAt),
    sides: sides.map((side) => ({
      id: side.id,
      name: side.name,
      regionPath: side.regionPath,
      state: side.state,
      own: isOwn(actor, side.regionPath),
      caseId: isOwn(actor, side.regionPath) ? side.caseId : null,
      confirmedBy: side.confirmedBy,
      confirmedAt: ms(side.confirmedAt),
      result: side.result,
      tasks: tasks.rows
        .filter((task) => task.side === side.id)
        .map(({ side: _side, ...task }) => ({ ...task, doneAt: ms(task.doneAt) })),
      inspections: inspections.find((one) => one.regionPath === side.regionPath) ?? null,
    })),
  };
}

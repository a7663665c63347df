import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  sumOf,
  type Campaign,
  type CampaignRow,
  type Figures,
  type findingsSchema,
  type Part,
  type targetsSchema,
} from '@anlan/kernel/campaign';
import type { Tx } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';
import {
  CASES,
  CLOSED,
  doneRuns,
  figuresOf,
  FOUND,
  PENALISED,
  RECTIFIED,
  violationsOf,
  type PlaceFigures,
} from './figures.ts';

interface Row {
  id: string;
  number: string;
  name: string;
  category: string;
  fire: boolean;
  home: string;
  homePath: string;
  from: string;
  to: string;
  firstTo: string;
  state: CampaignRow['state'];
  goal: string;
  departments: string[];
  criteria: Campaign['criteria'];
  items: number;
  frozenAt: Date;
  frozen: number;
  issuedBy: string;
  issuedAt: Date;
  finishedAt: Date | null;
  finishedBy: string | null;
  summary: string | null;
}

const COLUMNS = sql`id, number, name, category, fire, home_name AS home, home_path AS "homePath", from_on AS "from", to_on AS "to", first_to_on AS "firstTo", state,
  goal, departments, criteria, cardinality(items) AS items, frozen_at AS "frozenAt", targets AS frozen, issued_by AS "issuedBy", issued_at AS "issuedAt",
  finished_at AS "finishedAt", finished_by AS "finishedBy", summary`;

interface PartRow {
  id: string;
  campaign: string;
  parent: string | null;
  name: string;
  path: string;
  planned: number;
  caseId: string | null;
  caseState: string | null;
  dueAt: Date | null;
  late: boolean;
  urged: number;
}

/** A task is late while its clock runs and its deadline is past. */
const LATE = sql`coalesce(c.state IN ('issued', 'running') AND c.due_at < now(), false)`;

async function partsOf(tx: Tx, campaigns: readonly string[]): Promise<PartRow[]> {
  const { rows } = await sql<PartRow>`
    SELECT p.id, p.campaign_id AS campaign, p.parent_id AS parent, p.name, p.region_path AS path, p.planned, p.case_id AS "caseId", c.state AS "caseState",
      c.due_at AS "dueAt", ${LATE} AS late,
      CASE WHEN c.id IS NULL THEN 0 ELSE (SELECT count(*)::int FROM case_entry e WHERE e.case_id = c.id AND e.action = 'urge') END AS urged
    FROM campaign_part p LEFT JOIN case_file c ON c.id = p.case_id WHERE p.campaign_id = ANY (${[...campaigns]}::uuid[])
    ORDER BY p.region_path`.execute(tx);
  return rows;
}

/** Parts with their figures; the plan of a part right below the issuer is the place's own, towns are counted by where they lie. */
function withFigures(parts: readonly PartRow[], places: readonly PlaceFigures[]): Part[] {
  return parts.map((part) => {
    const own = places.filter((one) =>
      part.parent === null ? one.part === part.id : one.part === part.parent && one.path === part.path,
    );
    const { planned: _, ...rest } = sumOf(own.map((one) => ({ ...one, planned: 0 })));
    return {
      id: part.id,
      parent: part.parent,
      name: part.name,
      path: part.path,
      caseId: part.caseId,
      caseState: part.caseState,
      dueAt: part.dueAt?.getTime() ?? null,
      late: part.late,
      urged: part.urged,
      figures: { ...figuresIn(rest), planned: part.planned },
    };
  });
}

function figuresIn(one: Omit<Figures, 'planned'>): Omit<Figures, 'planned'> {
  const { targets, inspected, found, rectified, penalised, closed, shut, fines } = one;
  return { targets, inspected, found, rectified, penalised, closed, shut, fines };
}

/** Parts right below the issuer; of a scope below them its own. */
function topOf(parts: readonly PartRow[]): PartRow[] {
  const ids = new Set(parts.map(({ id }) => id));
  return parts.filter(({ parent }) => parent === null || !ids.has(parent));
}

/** The whole as the scope shows it: the places right below the issuer, or, for a town, its own. */
function totalOf(parts: readonly Part[]): Figures {
  const top = parts.filter(({ parent }) => parent === null);
  return sumOf((top.length > 0 ? top : parts).map(({ figures }) => figures));
}

function isOwn(actor: Actor, home: string): boolean {
  return actor.scope.kind === 'all' || (actor.scope.kind === 'region' && home.startsWith(actor.scope.path));
}

export interface ListWish {
  readonly year?: number | undefined;
  readonly category?: string | undefined;
  readonly state?: string | undefined;
}

/** Campaigns that the transaction's scope takes part in, newest first, with what they have come to there. */
export async function campaignsOf(tx: Tx, actor: Actor, wish: ListWish): Promise<CampaignRow[]> {
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM campaign
    WHERE ${wish.year === undefined ? sql`true` : sql`extract(year FROM from_on) <= ${wish.year} AND extract(year FROM to_on) >= ${wish.year}`}
      AND ${wish.category === undefined ? sql`true` : sql`category = ${wish.category}`}
      AND ${wish.state === undefined ? sql`true` : sql`state = ${wish.state}`}
    ORDER BY array_position(ARRAY['running', 'finished', 'cancelled'], state), from_on DESC, number DESC LIMIT 100`.execute(
    tx,
  );
  const ids = rows.map(({ id }) => id);
  const parts = topOf(await partsOf(tx, ids));
  const places = await figuresOf(tx, ids);
  return rows.map((row) => {
    const own = withFigures(
      parts.filter(({ campaign }) => campaign === row.id),
      places.filter(({ campaign }) => campaign === row.id),
    );
    return { ...headOf(row, actor), figures: totalOf(own), late: own.filter(({ late }) => late).length };
  });
}

function headOf({ id, number, name, category, fire, home, homePath, from, to, firstTo, state }: Row, actor: Actor) {
  return { id, number, name, category, fire, home, own: isOwn(actor, homePath), from, to, firstTo, state };
}

/** A campaign with its report under the transaction's scope; undefined = not in scope. */
export async function campaignOf(tx: Tx, actor: Actor, id: string, now: number): Promise<Campaign | undefined> {
  const { rows } = await sql<Row>`SELECT ${COLUMNS} FROM campaign WHERE id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const parts = withFigures(await partsOf(tx, [id]), await figuresOf(tx, [id]));
  const values = await valuesFor(tx, row.homePath, now);
  const teams = await sql<Campaign['teams'][number]>`
    SELECT id, name, leader, departments, people FROM campaign_team WHERE campaign_id = ${id} ORDER BY name`.execute(
    tx,
  );
  const trail = await sql<Omit<Campaign['trail'][number], 'at'> & { at: Date }>`
    SELECT seq, at, by, action, text FROM campaign_entry WHERE campaign_id = ${id} ORDER BY seq DESC LIMIT 100`.execute(
    tx,
  );
  return {
    ...headOf(row, actor),
    goal: row.goal,
    departments: row.departments,
    criteria: row.criteria,
    items: row.items,
    frozenAt: row.frozenAt.getTime(),
    frozen: row.frozen,
    issuedBy: row.issuedBy,
    issuedAt: row.issuedAt.getTime(),
    finishedAt: row.finishedAt?.getTime() ?? null,
    finishedBy: row.finishedBy,
    summary: row.summary,
    total: totalOf(parts),
    parts,
    violations: await violationsOf(tx, id),
    teams: teams.rows,
    trail: trail.rows.map((line) => ({ ...line, at: line.at.getTime() })),
    kinds: [...values.list('campaign.violations')],
    departmentsKnown: [...values.list('campaign.departments')],
  };
}

export interface TargetWish {
  readonly region?: string | undefined;
  readonly state?: 'done' | 'open' | undefined;
  readonly search?: string | undefined;
  readonly page: number;
  readonly size: number;
}

/** Targets of a campaign under the scope, those not inspected first. */
export async function targetsIn(tx: Tx, id: string, wish: TargetWish): Promise<z.infer<typeof targetsSchema>> {
  const where = [sql`t.campaign_id = ${id}`];
  if (wish.region !== undefined) where.push(sql`starts_with(t.region_path, ${wish.region})`);
  if (wish.state === 'done') where.push(sql`r.id IS NOT NULL`);
  if (wish.state === 'open') where.push(sql`r.id IS NULL`);
  if (wish.search !== undefined && wish.search !== '') where.push(sql`strpos(t.name, ${wish.search}) > 0`);
  const from = sql`FROM campaign_target t LEFT JOIN ${doneRuns(sql`k.source_id = ${id}`)} r ON r.enterprise = t.enterprise_id
    WHERE ${sql.join(where, sql` AND `)}`;
  const count = await sql<{ n: number }>`SELECT count(*)::int AS n ${from}`.execute(tx);
  const { rows } = await sql<Omit<z.infer<typeof targetsSchema>['rows'][number], 'doneAt'> & { doneAt: Date | null }>`
    SELECT p.*, (SELECT name FROM region WHERE path = p.path) AS region,
      coalesce(p.done_run, (SELECT k.id FROM check_run k WHERE k.source_kind = 'campaign' AND k.source_id = ${id} AND k.organisation_id = p.id LIMIT 1)) AS "runId",
      (SELECT count(*)::int FROM campaign_finding f WHERE f.campaign_id = ${id} AND f.enterprise_id = p.id) AS found
    FROM (SELECT t.enterprise_id AS id, t.name, t.region_path AS path, t.sector, r.id AS done_run, r.done_at AS "doneAt" ${from}
      ORDER BY (r.id IS NOT NULL), t.region_path, t.name, t.enterprise_id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}) p`.execute(
    tx,
  );
  return {
    total: count.rows[0]?.n ?? 0,
    rows: rows.map(({ id: target, name, region, sector, runId, doneAt, found }) => ({
      id: target,
      name,
      region,
      sector,
      runId,
      doneAt: doneAt?.getTime() ?? null,
      found,
    })),
  };
}

export interface FindingWish {
  readonly region?: string | undefined;
  readonly violation?: string | undefined;
  readonly state?: 'rectified' | 'open' | 'penalised' | 'closed' | undefined;
  readonly page: number;
  readonly size: number;
}

/** Findings of a campaign under the scope, newest first: the records behind its numbers. */
export async function findingsIn(tx: Tx, id: string, wish: FindingWish): Promise<z.infer<typeof findingsSchema>> {
  const where = [sql`f.campaign_id = ${id}`, FOUND];
  if (wish.region !== undefined) where.push(sql`starts_with(f.region_path, ${wish.region})`);
  if (wish.violation !== undefined)
    where.push(wish.violation === '' ? sql`f.violation IS NULL` : sql`f.violation = ${wish.violation}`);
  const states = {
    rectified: RECTIFIED,
    open: sql`NOT coalesce(${RECTIFIED}, false)`,
    penalised: PENALISED,
    closed: CLOSED,
  };
  if (wish.state !== undefined) where.push(states[wish.state]);
  const from = sql`FROM campaign_finding f ${CASES} WHERE ${sql.join(where, sql` AND `)}`;
  const count = await sql<{ n: number }>`SELECT count(*)::int AS n ${from}`.execute(tx);
  const { rows } = await sql<Omit<z.infer<typeof findingsSchema>['rows'][number], 'foundAt'> & { foundAt: Date }>`
    SELECT f.id, f.place, f.enterprise_id AS "enterpriseId", (SELECT name FROM region WHERE path = f.region_path) AS region, f.violation, f.what,
      f.found_at AS "foundAt", f.found_by AS "foundBy", f.case_id AS "caseId", c.state AS "caseState", f.enforcement_id AS "enforcementId",
      l.state AS "enforcementState", f.measure, f.fine, f.decided_by AS "decidedBy", coalesce(${RECTIFIED}, false) AS rectified
    ${from} ORDER BY f.found_at DESC, f.id LIMIT ${wish.size} OFFSET ${(wish.page - 1) * wish.size}`.execute(tx);
  return { total: count.rows[0]?.n ?? 0, rows: rows.map((row) => ({ ...row, foundAt: row.foundAt.getTime() })) };
}

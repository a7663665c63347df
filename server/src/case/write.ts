import { nextNumber } from '../number/next.ts';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import {
  advance,
  detailTable,
  nextRungAt,
  open,
  type Act,
  type Attached,
  type CaseKind,
  type CaseStanding,
  type Doer,
  type Effect,
  type Entry,
  type Input,
  type World,
} from '@anlan/kernel/case';
import { columnName } from '@anlan/kernel/entity';
import { isRefusal, type Refusal } from '@anlan/kernel/refusal';
import type { Tx } from '../access/scoped.ts';
import { worldFor } from '../parameter/book.ts';
import { afterwards, withKnown } from './known.ts';
import { causeOfEvent, underNow } from '../trace/index.ts';
import { proposeExposure } from '../publication/exposure.ts';
import {
  caseView,
  KINDS,
  kindOf,
  ownerColumn,
  readDeeds,
  readDetail,
  reckonedColumns,
  standingOf,
  type CaseRow,
} from './row.ts';

/** Where a case belongs: decided by the enterprise or object it is about. */
export interface Belonging {
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly regionPath: string;
  readonly sector: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly demonstration: boolean;
}

export interface Opening {
  readonly id?: string;
  readonly kind: string;
  readonly input: Input;
  readonly files?: readonly Attachment[];
  /** self | inspection | expert | public | alarm | case */
  readonly source: string;
  readonly belongs: Belonging;
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly origin?: { readonly kind: string; readonly id: string };
  readonly requestId?: string;
}

export interface Attachment extends Attached {
  readonly name?: string | null;
  readonly takenAt?: number | null;
  readonly lon?: number | null;
  readonly lat?: number | null;
}

/** The platform as a doer: what happens by itself. */
export const PLATFORM: Doer = { id: null, name: '平台', side: 'authority' };

/**
 * Begins a case inside the owner's transaction, which has taken `lockOutbox` before any row. A matter that already led
 * to a case of the kind (`origin`) leads to no second one: the known row comes back.
 */
export async function openCase(tx: Tx, opening: Opening, by: Doer, at: number): Promise<CaseRow | Refusal> {
  const kind = kindOf(opening.kind);
  const { belongs } = opening;
  const known = opening.origin === undefined ? undefined : await followed(tx, kind.key, opening.origin.id);
  if (known !== undefined) return known;
  const world = await worldFor(tx, belongs.regionPath, at);
  const { input, files = [], source } = opening;
  const outcome = open(kind, { input, files, source, organisationId: belongs.organisationId }, by, at, world);
  if (isRefusal(outcome)) return outcome;
  const { standing, entry, effects } = outcome;
  const id = opening.id ?? randomUUID();
  await insertCase(tx, id, kind, opening, standing, by, world);
  await writeDetail(tx, kind, id, standing.detail, belongs);
  await addEntry(tx, id, entry, by, at, { input, files, requestId: opening.requestId });
  const row = await publishCase(tx, id, 'opened');
  await follow(tx, row, effects, at);
  await afterwards(tx, row, 'open', at);
  return row;
}

/** One act on a case inside the owner's transaction (`lockOutbox` taken): case, detail, trail, event and what follows. */
export async function actOn(
  tx: Tx,
  id: string,
  act: Act & { readonly files: readonly Attachment[]; readonly unchosen?: Input | undefined },
  by: Doer,
  at: number,
  requestId?: string,
): Promise<CaseRow | Refusal> {
  const { rows } = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id} FOR UPDATE`.execute(tx);
  const row = rows[0] as CaseRow;
  const kind = kindOf(row.kind);
  const world = await worldFor(tx, row.region_path, at);
  const known = standingOf(row, await readDetail(tx, kind, id), await readDeeds(tx, id));
  const standing = await withKnown(tx, row, known, act, at);
  const outcome = advance(kind, standing, act, by, at, world);
  if (isRefusal(outcome)) return outcome;
  await updateCase(tx, id, kind, outcome.standing, world);
  await writeDetail(tx, kind, id, outcome.standing.detail, belongingOf(row));
  const entry = { ...outcome.entry, text: `${outcome.entry.text}${given(kind, act.unchosen)}` };
  await addEntry(tx, id, entry, by, at, { input: act.input, files: act.files, requestId });
  const next = await publishCase(tx, id, act.action);
  await follow(tx, next, outcome.effects, at);
  await afterwards(tx, next, act.action, at);
  return next;
}

/** Of two versions the one that was not chosen stays in the trail. */
function given(kind: CaseKind, unchosen: Input = {}): string {
  const known = Object.entries(unchosen).filter(([key]) => kind.fields[key] !== undefined);
  return known.map(([key, value]) => `；未采用的一份：${kind.fields[key]?.label}「${String(value ?? '')}」`).join('');
}

function belongingOf(row: CaseRow): Belonging {
  return {
    organisationId: row.organisation_id,
    organisationName: row.organisation_name,
    regionPath: row.region_path,
    sector: row.sector,
    lon: row.lon,
    lat: row.lat,
    demonstration: row.demonstration,
  };
}

async function followed(tx: Tx, kind: string, origin: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`SELECT * FROM case_file WHERE kind = ${kind} AND origin_id = ${origin}`.execute(
    tx,
  );
  return rows[0];
}

async function insertCase(
  tx: Tx,
  id: string,
  kind: CaseKind,
  { belongs, source, subject, origin }: Opening,
  standing: CaseStanding,
  by: Doer,
  world: World,
): Promise<void> {
  const openedAt = new Date(standing.openedAt);
  const title = standing.detail['title'];
  const due = reckonedColumns(standing.reckoned);
  await sql`
    INSERT INTO case_file (id, number, kind, system, title, state, level, source, owner, organisation_id, organisation_name, region_path, region_name,
      sector, subject_kind, subject_id, origin_kind, origin_id, lon, lat, opened_at, opened_by, opened_by_id, due_at, escalate_at, closed_at, demonstration,
      due_from, due_count, due_unit, due_provisional)
    SELECT ${id}, ${await nextNumber(tx, kind.prefix, standing.openedAt)}, ${kind.key}, ${KINDS.get(kind.key)?.system ?? ''},
      ${typeof title === 'string' ? title : kind.label}, ${standing.state}, ${standing.level}, ${source}, ${ownerColumn(standing)},
      ${belongs.organisationId}, ${belongs.organisationName}, r.path, r.name, ${belongs.sector}, ${subject?.kind ?? null}, ${subject?.id ?? null},
      ${origin?.kind ?? null}, ${origin?.id ?? null}, ${belongs.lon}, ${belongs.lat}, ${openedAt}, ${by.name}, ${by.id},
      ${dateOf(standing.dueAt)}, ${dateOf(nextRungAt(kind, standing, world))}, ${dateOf(standing.closedAt)}, ${belongs.demonstration},
      ${due.due_from}, ${due.due_count}, ${due.due_unit}, ${due.due_provisional}
    FROM region r WHERE r.path = ${belongs.regionPath}`.execute(tx);
}

const dateOf = (at: number | null): Date | null => (at === null ? null : new Date(at));

/** Brings the row to the standing; `supervisor` is kept until the case is no longer late. */
export async function updateCase(
  tx: Tx,
  id: string,
  kind: CaseKind,
  standing: CaseStanding,
  world: World,
): Promise<void> {
  const due = reckonedColumns(standing.reckoned);
  await sql`
    UPDATE case_file SET state = ${standing.state}, level = ${standing.level}, owner = ${ownerColumn(standing)}, due_at = ${dateOf(standing.dueAt)},
      overdue_since = ${dateOf(standing.overdueSince)}, rungs = ${standing.rungs}, escalate_at = ${dateOf(nextRungAt(kind, standing, world))},
      supervisor = ${standing.overdueSince === null ? null : sql`supervisor`},
      due_from = ${due.due_from}, due_count = ${due.due_count}, due_unit = ${due.due_unit}, due_provisional = ${due.due_provisional},
      closed_at = ${dateOf(standing.closedAt)}, version = version + 1
    WHERE id = ${id}`.execute(tx);
}

async function writeDetail(tx: Tx, kind: CaseKind, id: string, detail: Input, belongs: Belonging): Promise<void> {
  const own = Object.keys(kind.fields).map((key) => [columnName(key), detail[key] ?? null] as const);
  const place = [
    ['region_path', belongs.regionPath],
    ['organisation_id', belongs.organisationId],
    ['sector', belongs.sector],
  ] as const;
  const columns = [...own, ...place];
  await sql`
    INSERT INTO ${sql.table(detailTable(kind))} (case_id, ${sql.join(columns.map(([name]) => sql.id(name)))})
    VALUES (${id}, ${sql.join(columns.map(([, value]) => value))})
    ON CONFLICT (case_id) DO UPDATE SET ${sql.join(own.map(([name]) => sql`${sql.id(name)} = excluded.${sql.id(name)}`))}`.execute(
    tx,
  );
}

/** Adds a line to the trail with what came with it, and the deadline as it now stands. */
export async function addEntry(
  tx: Tx,
  id: string,
  entry: Entry,
  by: Doer,
  at: number,
  more: { input?: Input; files?: readonly Attachment[]; requestId?: string | undefined } = {},
): Promise<void> {
  const { rows } = await sql<{ seq: number }>`
    INSERT INTO case_entry (case_id, seq, at, by, by_id, side, action, from_state, to_state, text, input, request_id, cause, due_at, region_path, organisation_id, sector)
    SELECT c.id, coalesce((SELECT max(e.seq) FROM case_entry e WHERE e.case_id = c.id), 0) + 1, ${new Date(at)}, ${by.name}, ${by.id},
      ${by.id === null ? null : by.side}, ${entry.action}, ${entry.from}, ${entry.to}, ${entry.text}, ${JSON.stringify(more.input ?? {})}::jsonb,
      ${more.requestId ?? null}, ${underNow()?.cause ?? null}, coalesce(c.due_at, 'infinity'), c.region_path, c.organisation_id, c.sector
    FROM case_file c WHERE c.id = ${id} RETURNING seq`.execute(tx);
  for (const file of more.files ?? []) {
    await sql`
      INSERT INTO case_attachment (case_id, seq, sha256, type, name, taken_at, lon, lat, region_path, organisation_id, sector)
      SELECT c.id, ${rows[0]!.seq}, ${file.sha256}, ${file.type}, ${file.name ?? null}, ${dateOf(file.takenAt ?? null)}, ${file.lon ?? null},
        ${file.lat ?? null}, c.region_path, c.organisation_id, c.sector
      FROM case_file c WHERE c.id = ${id} ON CONFLICT DO NOTHING`.execute(tx);
  }
}

/** Puts the case as it now stands into the outbox and gives it back. */
export async function publishCase(tx: Tx, id: string, happening: string): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`SELECT * FROM case_file WHERE id = ${id}`.execute(tx);
  const row = rows[0] as CaseRow;
  await sql`
    INSERT INTO outbox (topic, happening, region_path, organisation_id, sector, body, cause)
    VALUES ('case', ${happening}, ${row.region_path}, ${row.organisation_id}, ${row.sector}, ${JSON.stringify(caseView(row))}::jsonb,
      ${causeOfEvent()})`.execute(tx);
  return row;
}

type Followers = {
  [K in Effect['kind']]: (tx: Tx, row: CaseRow, effect: Extract<Effect, { kind: K }>, at: number) => Promise<void>;
};

const FOLLOW: Followers = {
  expose: async (tx, row, effect, at) => {
    if (!(await proposeExposure(tx, row, effect.because, at))) return;
    const entry = { action: 'expose', from: row.state, to: row.state, text: `拟公开曝光，待审批：${effect.because}` };
    await addEntry(tx, row.id, entry, PLATFORM, at);
  },
  'open-case': async (tx, row, effect, at) => {
    const title = `${effect.because}：${row.title}`.slice(0, 120);
    const opened = await openCase(
      tx,
      {
        kind: effect.case,
        input: { enterprise: row.organisation_id, title, description: `由 ${row.number} 自动移送` },
        source: 'case',
        belongs: belongingOf(row),
        origin: { kind: 'case', id: row.id },
      },
      PLATFORM,
      at,
    );
    // The platform's own follow-up can only be refused by a declaration that does not fit.
    if (isRefusal(opened)) throw new Error(`${row.kind} could not open ${effect.case}: ${opened.refused}`);
  },
  credit: async (tx, row, effect, at) => {
    if (row.organisation_id === null) return;
    const points = (await worldFor(tx, row.region_path, at)).parameter(effect.parameter);
    const told = await sql`
      INSERT INTO credit_event (id, at, points, parameter, because, case_id, region_path, organisation_id, sector)
      VALUES (${randomUUID()}, ${new Date(at)}, ${points}, ${effect.parameter}, ${effect.because}, ${row.id}, ${row.region_path}, ${row.organisation_id}, ${row.sector})
      ON CONFLICT (case_id, parameter) DO NOTHING RETURNING id`.execute(tx);
    if (told.rows.length === 0) return;
    const entry = { action: 'credit', from: row.state, to: row.state, text: `诚信扣 ${points} 分：${effect.because}` };
    await addEntry(tx, row.id, entry, PLATFORM, at);
  },
};

/** Lets happen what an act or lateness leads to, in the same transaction. */
export async function follow(tx: Tx, row: CaseRow, effects: readonly Effect[], at: number): Promise<void> {
  for (const effect of effects) {
    const happen = FOLLOW[effect.kind] as (tx: Tx, row: CaseRow, effect: Effect, at: number) => Promise<void>;
    await happen(tx, row, effect, at);
  }
}

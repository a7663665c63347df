import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import { dayOf } from '@anlan/domain/calendar';
import {
  missedRounds,
  nextDue,
  type MeasureKind,
  type controlCheckSchema,
  type ControlMeasure,
  type controlMeasuresSchema,
} from '@anlan/systems/prevention';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { lockOutbox } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import { attachmentsOf } from '../case/attachments.ts';
import { doerOf, sideOf } from '../case/doer.ts';
import { openCase, type Attachment } from '../case/write.ts';
import { everyOf, missedOf, rhythmOf, type Rhythm } from './figures.ts';

interface MeasureRow extends Omit<ControlMeasure, 'lastCheckedAt'> {
  readonly lastCheckedAt: Date | null;
}

const COLUMNS = (rhythm: Rhythm) => sql`
  m.id, m.risk_point AS "riskPoint", p.name AS "riskName", p.level, m.enterprise AS "enterpriseId", e.name AS "enterpriseName", m.kind, m.text,
  m.responsible, ${everyOf(rhythm)} AS every, m.every_days IS NOT NULL AS own, m.next_due AS "nextDue", m.last_checked_at AS "lastCheckedAt",
  m.last_result AS "lastResult", m.missed, ${missedOf(rhythm)} AS "missedNow"`;
const FROM = sql`risk_measure m JOIN risk_point p ON p.id = m.risk_point AND p.retired_at IS NULL LEFT JOIN enterprise e ON e.id = m.enterprise`;

const view = (row: MeasureRow): ControlMeasure => ({ ...row, lastCheckedAt: row.lastCheckedAt?.getTime() ?? null });

/** Measures of one risk point, those due first. */
export async function measuresOfPoint(tx: Tx, point: string, rhythm: Rhythm): Promise<ControlMeasure[]> {
  const { rows } = await sql<MeasureRow>`
    SELECT ${COLUMNS(rhythm)} FROM ${FROM} WHERE m.risk_point = ${point} AND m.retired_at IS NULL ORDER BY m.next_due, m.added_at, m.id`.execute(
    tx,
  );
  return rows.map(view);
}

/** Measures to be checked by `until` (YYYY-MM-DD), the longest late first; with an enterprise only its own. */
export async function measuresDue(
  tx: Tx,
  place: string,
  wish: { enterprise?: string | undefined; until: string; limit: number; offset: number },
  now: number,
): Promise<z.infer<typeof controlMeasuresSchema>> {
  const rhythm = await rhythmOf(tx, place, now);
  const own =
    wish.enterprise === undefined ? sql`starts_with(m.region_path, ${place})` : sql`m.enterprise = ${wish.enterprise}`;
  const { rows } = await sql<MeasureRow & { total: number }>`
    SELECT ${COLUMNS(rhythm)}, count(*) OVER ()::int AS total FROM ${FROM}
    WHERE m.retired_at IS NULL AND m.next_due <= ${wish.until}::date AND ${own}
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], p.level), m.next_due, m.id LIMIT ${wish.limit} OFFSET ${wish.offset}`.execute(
    tx,
  );
  return { today: rhythm.today, rows: rows.map(({ total: _, ...row }) => view(row)), total: rows[0]?.total ?? 0 };
}

export interface NewMeasure {
  readonly kind: MeasureKind;
  readonly text: string;
  readonly responsible?: string | null | undefined;
  readonly everyDays?: number | null | undefined;
  readonly nextDue?: string | undefined;
}

/** Adds a measure to a risk point of the scope; it is first due after one round. Undefined = no such point in scope. */
export async function addMeasure(
  context: Context,
  actor: Actor,
  point: string,
  input: NewMeasure,
  now: number,
): Promise<string | undefined> {
  const id = randomUUID();
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ path: string; level: string }>`
      SELECT region_path AS path, level FROM risk_point WHERE id = ${point} AND retired_at IS NULL`.execute(tx);
    const [found] = rows;
    if (found === undefined) return undefined;
    const rhythm = await rhythmOf(tx, found.path, now);
    const every = input.everyDays ?? rhythm.every[found.level as 'red'];
    await sql`
      INSERT INTO risk_measure (id, risk_point, enterprise, kind, text, responsible, every_days, next_due, added_at, added_by, demonstration, region_path, organisation_id, sector)
      SELECT ${id}, p.id, p.enterprise, ${input.kind}, ${input.text}, coalesce(${input.responsible ?? null}, p.responsible), ${input.everyDays ?? null},
        ${input.nextDue ?? nextDue(rhythm.today, every)}::date, ${new Date(now)}, ${actor.name}, p.demonstration, p.region_path, p.organisation_id, p.sector
      FROM risk_point p WHERE p.id = ${point}`.execute(tx);
    await sayMeasures(tx, point);
    await record(tx, actor, 'risk.measure', { kind: 'risk-point', id: point }, 'done', {
      measure: id,
      text: input.text,
    });
    return id;
  });
}

/** Takes a measure out of use, with a reason in the audit. Undefined = no such measure in scope. */
export async function retireMeasure(
  context: Context,
  actor: Actor,
  id: string,
  reason: string,
  now: number,
): Promise<string | undefined> {
  return withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql<{ point: string }>`
      UPDATE risk_measure SET retired_at = ${new Date(now)} WHERE id = ${id} AND retired_at IS NULL RETURNING risk_point AS point`.execute(
      tx,
    );
    const [found] = rows;
    if (found === undefined) return undefined;
    await sayMeasures(tx, found.point);
    await record(tx, actor, 'risk.measure', { kind: 'risk-point', id: found.point }, 'done', { retired: id, reason });
    return found.point;
  });
}

/** The register shows the measures of a point in one text. */
async function sayMeasures(tx: Tx, point: string): Promise<void> {
  await sql`
    UPDATE risk_point SET updated_at = now(), measures = (
      SELECT left(string_agg(m.text, '；' ORDER BY m.added_at, m.id), 500) FROM risk_measure m WHERE m.risk_point = ${point} AND m.retired_at IS NULL)
    WHERE id = ${point}`.execute(tx);
}

export interface SentCheck {
  /** Made by the sender: one sent twice is one check. */
  readonly id: string;
  readonly result: 'effective' | 'ineffective';
  readonly note?: string | null | undefined;
  readonly files: readonly Omit<Attachment, 'type'>[];
}

interface Checked {
  readonly risk_point: string;
  readonly enterprise: string;
  readonly text: string;
  readonly next_due: string;
  readonly every: number;
  readonly name: string;
  readonly object: string;
  readonly level: string;
  readonly region_path: string;
  readonly organisation_id: string | null;
  readonly sector: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly demonstration: boolean;
  readonly firm: string | null;
}

const CLASS_OF: Readonly<Record<string, string>> = {
  process: 'process',
  facility: 'equipment',
  material: 'material',
  place: 'place',
  activity: 'post',
};
const SOURCE_OF = { organisation: 'self', authority: 'inspection', participant: 'expert' } as const;

/**
 * A check of a measure on the spot. An ineffective one needs a photo and becomes a hidden danger linked to the risk
 * point, in the same transaction. Rounds that went by unchecked are counted with it. Undefined = not in scope.
 */
export async function checkMeasure(
  context: Context,
  actor: Actor,
  measure: string,
  sent: SentCheck,
  now: number,
): Promise<{ readonly id: string; readonly caseId: string | null } | Refusal | undefined> {
  const seen = await withScope(context.db, actor.scope, async (tx) => {
    const { rows } = await sql`SELECT FROM risk_measure WHERE id = ${measure} AND retired_at IS NULL`.execute(tx);
    return rows.length > 0;
  });
  if (!seen) return undefined;
  if (sent.result === 'ineffective' && sent.files.length === 0)
    return refuse('evidence-required', { least: 1, label: both('现场照片', 'photos on site') }, 'files');
  return context.db.transaction().execute(async (tx) => {
    await lockOutbox(tx);
    const twin = await sql<{ id: string; measure: string; caseId: string | null; by: string | null }>`
      SELECT id, measure, case_id AS "caseId", by_id AS by FROM risk_measure_check WHERE id = ${sent.id}`.execute(tx);
    const [before] = twin.rows;
    if (before !== undefined)
      return before.measure === measure && before.by === actor.personId
        ? { id: before.id, caseId: before.caseId }
        : refuse('already-exists', { field: both('检查', 'Check'), value: sent.id });
    const files = await attachmentsOf(tx, actor, sent.files);
    if (isRefusal(files)) return files;
    const row = await lockMeasure(tx, measure, now);
    const today = dayOf(now);
    const missed = missedRounds(row.next_due, row.every, today);
    const caseId = sent.result === 'effective' ? null : await openDanger(tx, actor, row, sent, files, now);
    if (isRefusal(caseId)) return caseId;
    await sql`
      INSERT INTO risk_measure_check (id, measure, risk_point, enterprise, at, by, by_id, side, result, note, photos, due_on, missed, case_id, demonstration,
        region_path, organisation_id, sector)
      VALUES (${sent.id}, ${measure}, ${row.risk_point}, ${row.enterprise}, ${new Date(now)}, ${actor.name}, ${actor.personId}, ${sideOf(actor)}, ${sent.result},
        ${sent.note ?? null}, ${files.map(({ sha256 }) => sha256)}, ${row.next_due}::date, ${missed}, ${caseId}, ${row.demonstration}, ${row.region_path},
        ${row.organisation_id}, ${row.sector})`.execute(tx);
    await sql`
      UPDATE risk_measure SET last_checked_at = ${new Date(now)}, last_result = ${sent.result}, missed = missed + ${missed},
        next_due = ${nextDue(today, row.every)}::date WHERE id = ${measure}`.execute(tx);
    await record(tx, actor, 'risk.check', { kind: 'risk-point', id: row.risk_point }, 'done', {
      measure,
      result: sent.result,
      caseId,
    });
    return { id: sent.id, caseId };
  });
}

async function lockMeasure(tx: Tx, measure: string, now: number): Promise<Checked> {
  const place = await sql<{ path: string }>`SELECT region_path AS path FROM risk_measure WHERE id = ${measure}`.execute(
    tx,
  );
  const rhythm = await rhythmOf(tx, place.rows[0]!.path, now);
  const { rows } = await sql<Checked>`
    SELECT m.risk_point, m.enterprise, m.text, m.next_due, ${everyOf(rhythm)} AS every, p.name, p.object, p.level, m.region_path, m.organisation_id, m.sector,
      coalesce(p.lon, e.lon) AS lon, coalesce(p.lat, e.lat) AS lat, m.demonstration, e.name AS firm
    FROM risk_measure m JOIN risk_point p ON p.id = m.risk_point LEFT JOIN enterprise e ON e.id = m.enterprise
    WHERE m.id = ${measure} FOR UPDATE OF m`.execute(tx);
  return rows[0]!;
}

async function openDanger(
  tx: Tx,
  actor: Actor,
  row: Checked,
  sent: SentCheck,
  files: readonly Attachment[],
  now: number,
): Promise<string | Refusal> {
  const opened = await openCase(
    tx,
    {
      kind: 'hidden-danger',
      source: SOURCE_OF[sideOf(actor)],
      input: {
        enterprise: row.enterprise,
        title: `管控措施失效：${row.text}`.slice(0, 120),
        description: sent.note ?? '管控措施检查判定失效',
        place: row.name.slice(0, 120),
        riskPoint: row.risk_point,
        class: CLASS_OF[row.object] ?? 'place',
        level: row.level,
      },
      files,
      belongs: {
        organisationId: row.organisation_id,
        organisationName: row.firm,
        regionPath: row.region_path,
        sector: row.sector,
        lon: row.lon,
        lat: row.lat,
        demonstration: row.demonstration,
      },
      subject: { kind: 'risk-point', id: row.risk_point },
      origin: { kind: 'risk-measure-check', id: sent.id },
    },
    doerOf(actor),
    now,
  );
  return isRefusal(opened) ? opened : opened.id;
}

/** Checks of a risk point, the newest first. */
export async function checksOf(tx: Tx, point: string): Promise<z.infer<typeof controlCheckSchema>[]> {
  const { rows } = await sql<Omit<z.infer<typeof controlCheckSchema>, 'at'> & { at: Date }>`
    SELECT k.id, k.measure, m.text, k.at, k.by, k.side, k.result, k.note, k.photos, k.missed, k.case_id AS "caseId", c.number AS "caseNumber"
    FROM risk_measure_check k JOIN risk_measure m ON m.id = k.measure LEFT JOIN case_file c ON c.id = k.case_id
    WHERE k.risk_point = ${point} ORDER BY k.at DESC LIMIT 100`.execute(tx);
  return rows.map((row) => ({ ...row, at: row.at.getTime() }));
}

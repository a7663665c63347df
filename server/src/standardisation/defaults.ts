import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { isRefusal } from '@anlan/kernel/refusal';
import { dayOf } from '@anlan/domain/calendar';
import { reachesGrade } from '@anlan/systems/technology';
import type { Database, Tx } from '../access/scoped.ts';
import { actOn, openCase, PLATFORM } from '../case/write.ts';
import { valuesFor } from '../parameter/book.ts';
import { gradeOn, inCohort } from './rates.ts';

/** Proposals opened in one transaction: it keeps the outbox's lock, and alarms wait for that. */
export const AT_ONCE = 100;
const REASON = 'standardisation-default';

interface Defaulter {
  readonly id: string;
  readonly name: string;
  readonly region_path: string;
  readonly sector: string | null;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly demonstration: boolean;
  readonly grade: string | null;
  readonly due_on: string;
  readonly wanted: string;
  readonly basis: string;
}

export interface DefaultRun {
  readonly opened: number;
  readonly reached: number;
  /** Still to come in a next run. */
  readonly left: number;
}

/**
 * Enterprises under `under` whose target date has passed without the grade: each gets one suspension proposal for that
 * date and a higher inspection weight (D4:217). Those who reached it meanwhile are released. Runs as the owner with the
 * outbox's lock; where the enterprises were looked for before it was taken, `among` names them.
 */
export async function runDefaults(tx: Tx, under: string, at: number, among?: readonly string[]): Promise<DefaultRun> {
  const reached = await releaseReached(tx, under, at);
  await endWeights(tx, at);
  const due = await defaultersOf(tx, under, dayOf(at), among);
  for (const one of due.slice(0, AT_ONCE)) await propose(tx, one, at);
  return { opened: Math.min(due.length, AT_ONCE), reached, left: Math.max(0, due.length - AT_ONCE) };
}

/** Ids of all who default at `at`: among millions of enterprises that takes seconds, so nothing may be locked meanwhile. */
export async function findDefaulters(db: Database, at: number): Promise<string[]> {
  return (await defaultersOf(db, '', dayOf(at))).map(({ id }) => id);
}

/** Past the date, without the grade on the day, and not yet proposed for that date. */
async function defaultersOf(db: Database, under: string, day: string, among?: readonly string[]): Promise<Defaulter[]> {
  const named = among === undefined ? sql`true` : sql`e.id = ANY (${[...among]}::uuid[])`;
  const { rows } = await sql<Defaulter>`
    SELECT * FROM (
      SELECT DISTINCT ON (e.id) e.id, e.name, e.region_path, e.sector, e.lon, e.lat, e.demonstration, t.due_on, t.grade AS wanted, t.basis, ${gradeOn(day)} AS grade
      FROM standardisation_target t JOIN enterprise e ON e.sector = t.trade AND starts_with(e.region_path, t.region_path)
      WHERE t.withdrawn_at IS NULL AND t.kind = 'enterprise' AND t.due_on < ${day}::date AND starts_with(e.region_path, ${under}) AND ${named} AND ${inCohort(day)}
        AND NOT EXISTS (SELECT FROM case_standardisation_default d JOIN case_file c ON c.id = d.case_id
          WHERE d.enterprise = e.id AND (c.closed_at IS NULL OR d.target_on = t.due_on))
      ORDER BY e.id, t.due_on) x
    ORDER BY due_on, id`.execute(db);
  return rows.filter(({ grade, wanted }) => !reachesGrade(grade, wanted));
}

const GRADE_WORD: Readonly<Record<string, string>> = { one: '一级', two: '二级', three: '三级' };

async function propose(tx: Tx, one: Defaulter, at: number): Promise<void> {
  const opened = await openCase(
    tx,
    {
      kind: 'standardisation-default',
      input: {
        enterprise: one.id,
        title: `标准化${GRADE_WORD[one.wanted] ?? ''}逾期未达标（期限 ${one.due_on}），建议暂扣安全生产许可证`,
        targetOn: one.due_on,
        basis: one.basis,
      },
      source: 'inspection',
      belongs: {
        organisationId: one.id,
        organisationName: one.name,
        regionPath: one.region_path,
        sector: one.sector,
        lon: one.lon,
        lat: one.lat,
        demonstration: one.demonstration,
      },
      subject: { kind: 'enterprise', id: one.id },
    },
    PLATFORM,
    at,
  );
  if (isRefusal(opened)) throw new Error(`standardisation default refused: ${opened.refused}`);
  const factor = (await valuesFor(tx, one.region_path, at)).number('standardisation.default.weight');
  await sql`
    INSERT INTO inspection_weight (id, enterprise, reason, label, factor, since, case_id, demonstration, region_path, organisation_id, sector)
    VALUES (${randomUUID()}, ${one.id}, ${REASON}, ${'标准化逾期未达标'}, ${factor}, ${new Date(at)}, ${opened.id}, ${one.demonstration}, ${one.region_path},
      ${one.id}, ${one.sector})
    ON CONFLICT (enterprise, reason) WHERE until IS NULL DO UPDATE SET factor = excluded.factor, case_id = excluded.case_id`.execute(
    tx,
  );
}

/** A grade reached meanwhile ends the proposal or the suspension. */
async function releaseReached(tx: Tx, under: string, at: number): Promise<number> {
  const day = dayOf(at);
  const { rows } = await sql<{ id: string; grade: string | null; wanted: string }>`
    SELECT c.id, ${gradeOn(day)} AS grade, coalesce((SELECT t.grade FROM standardisation_target t WHERE t.trade = e.sector AND t.due_on = d.target_on
      AND starts_with(e.region_path, t.region_path) AND t.kind = 'enterprise' ORDER BY t.set_at DESC LIMIT 1), 'three') AS wanted
    FROM case_file c JOIN case_standardisation_default d ON d.case_id = c.id JOIN enterprise e ON e.id = d.enterprise
    WHERE c.kind = 'standardisation-default' AND c.closed_at IS NULL AND starts_with(c.region_path, ${under}) LIMIT 2000`.execute(
    tx,
  );
  const free = rows.filter(({ grade, wanted }) => reachesGrade(grade, wanted)).slice(0, AT_ONCE);
  for (const { id, grade } of free) {
    const input = { decision: `已取得标准化${GRADE_WORD[grade ?? ''] ?? ''}证书，自动解除` };
    const done = await actOn(tx, id, { action: 'reached', input, files: [] }, PLATFORM, at);
    if (isRefusal(done)) throw new Error(`standardisation default not released: ${done.refused}`);
  }
  return free.length;
}

/** A weight lasts as long as the case it came from. */
async function endWeights(tx: Tx, at: number): Promise<void> {
  await sql`
    UPDATE inspection_weight w SET until = coalesce(c.closed_at, ${new Date(at)}) FROM case_file c
    WHERE w.case_id = c.id AND w.until IS NULL AND c.closed_at IS NOT NULL`.execute(tx);
}

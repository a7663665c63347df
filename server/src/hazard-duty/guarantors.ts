import { sql } from 'kysely';
import { dayOf, shift, startOf, stampOf, type Day } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import { inForce, type ParameterValue, type Setting } from '@anlan/kernel/parameter';
import { isRefusal, refuse, type Refusal, both, named } from '@anlan/kernel/refusal';
import {
  dutyOf,
  dutyPeriod,
  GUARANTOR_DUTY_KEYS,
  GUARANTORS,
  periodsEnded,
  type DutyPeriod,
  type DutyRecord,
  type GuarantorBoard,
  type GuarantorDutyKey,
  type MissedDuty,
  type OpenDuty,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import type { Context } from '../access/context.ts';
import { withScope, type Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { attachmentsOf } from '../case/attachments.ts';
import type { Attachment } from '../case/write.ts';
import { parameterOf } from '../parameter/book.ts';
import { asOwner } from '../registry/owned-write.ts';
import { dayInChina } from '../store/postgres/day.ts';

/** Days over which what was missed is told and counted. */
export const LOOKED_BACK = 30;
const MOST = 200;
const RECORDS = 100;

interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly grade: string;
  /** Since when its duties run. */
  readonly since: Day;
  readonly regionPath: string;
  readonly enterprise: string;
  readonly firm: string;
  readonly regionName: string;
  readonly principal: string | null;
  readonly technical: string | null;
  readonly operation: string | null;
}

async function sourcesOf(tx: Tx, place: string, only?: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    SELECT s.id, s.name, s.registered_grade AS grade, to_char(coalesce(s.filed_on, ${dayInChina('s.created_at')}), 'YYYY-MM-DD') AS since,
      s.region_path AS "regionPath", e.id AS enterprise, e.name AS firm, r.name AS "regionName", s.principal, s.technical, s.operation
    FROM hazard_source s JOIN enterprise e ON e.id = s.enterprise JOIN region r ON r.path = s.region_path
    WHERE s.retired_at IS NULL AND e.retired_at IS NULL AND coalesce(e.status, 'running') = 'running' AND s.registered_grade <> 'none'
      AND starts_with(s.region_path, ${place}) AND (${only ?? null}::uuid IS NULL OR s.id = ${only ?? null}::uuid)
    ORDER BY array_position(ARRAY['one', 'two', 'three', 'four'], s.registered_grade), e.name, s.name, s.id`.execute(
    tx,
  );
  return rows;
}

const key = (source: string, duty: string, from: Day): string => `${source} ${duty} ${from}`;

/** Which duties of which sources were done in periods that ended, or run, since a day. */
async function doneSince(tx: Tx, place: string, since: Day): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ source: string; duty: string; from: string }>`
    SELECT source, duty, to_char(period_from, 'YYYY-MM-DD') AS from FROM guarantor_record
    WHERE due_on >= ${since}::date AND starts_with(region_path, ${place})`.execute(tx);
  return new Set(rows.map(({ source, duty, from }) => key(source, duty, from)));
}

interface Period {
  readonly source: SourceRow;
  readonly duty: GuarantorDutyKey;
  readonly from: Day;
  readonly until: Day;
  readonly done: boolean;
}

const firm = ({ enterprise, firm: name, regionName }: SourceRow) => ({ id: enterprise, name, regionName });

export interface Owed {
  readonly sources: readonly SourceRow[];
  /** Periods that run today. */
  readonly running: readonly Period[];
  /** Periods that ended within the days looked back. */
  readonly ended: readonly Period[];
}

/** Months of a duty as each place's jurisdictions have set them. */
async function monthsAt(tx: Tx, at: number): Promise<(place: string) => (key: string) => number> {
  const { rows } = await sql<{ key: string; regionPath: string; from: Date; value: ParameterValue | null }>`
    SELECT key, region_path AS "regionPath", valid_from AS "from", value FROM parameter_setting
    WHERE starts_with(key, 'guarantor.') ORDER BY valid_from`.execute(tx);
  const settings = rows.map((row): Setting => ({ ...row, from: row.from.getTime() }));
  return (place) => (parameter) => inForce(parameterOf(parameter), settings, place, at).value as number;
}

/** The periods of all duties under a place on a day: those that run, and those that ended within `days` before it. */
export async function owedOf(tx: Tx, place: string, today: Day, days = LOOKED_BACK, only?: string): Promise<Owed> {
  const months = await monthsAt(tx, startOf(today));
  const sources = await sourcesOf(tx, place, only);
  const [first, last] = [shift(today, -days), shift(today, -1)];
  const done = await doneSince(tx, place, first);
  const known = new Map<string, ReturnType<typeof periodsAt>>();
  const periodsAt = (region: string) =>
    GUARANTOR_DUTY_KEYS.map((duty) => ({
      duty,
      running: dutyPeriod(duty, today, months(region)),
      ended: periodsEnded(duty, first, last, months(region)),
    }));
  const owed: { running: Period[]; ended: Period[] } = { running: [], ended: [] };
  for (const source of sources) {
    const periods = known.get(source.regionPath) ?? periodsAt(source.regionPath);
    known.set(source.regionPath, periods);
    for (const { duty, running, ended } of periods) {
      const of = ({ from, until }: DutyPeriod): Period => ({
        source,
        duty,
        from,
        until,
        done: done.has(key(source.id, duty, from)),
      });
      owed.running.push(of(running));
      // A source owes nothing for a period that began before it was filed.
      owed.ended.push(...ended.filter(({ from }) => from >= source.since).map(of));
    }
  }
  return { sources, ...owed };
}

const personOf = ({ source, duty }: Period): string | null => source[dutyOf(duty).who];

const missedOf = (period: Period): MissedDuty => ({
  sourceId: period.source.id,
  source: period.source.name,
  enterprise: firm(period.source),
  grade: period.source.grade,
  duty: period.duty,
  person: personOf(period),
  from: period.from,
  until: period.until,
});

const daysTo = (day: Day, today: Day): number => Math.round((startOf(day) - startOf(today)) / 86_400_000);

/** The board of duties under a place: what is open, what was missed in the last month, what was done. */
export async function boardOf(tx: Tx, place: string, now: number): Promise<GuarantorBoard> {
  const today = dayOf(now);
  const { sources, running, ended } = await owedOf(tx, place, today);
  const missed = ended.filter(({ done }) => !done);
  const lately = new Set(missed.map(({ source, duty }) => `${source.id} ${duty}`));
  const open = running
    .filter(({ done }) => !done)
    .map((period): OpenDuty => ({
      ...missedOf(period),
      left: daysTo(period.until, today),
      missed: lately.has(`${period.source.id} ${period.duty}`) ? 1 : 0,
    }))
    .toSorted((a, b) => b.missed - a.missed || a.left - b.left);
  return {
    today,
    sources: sources.length,
    unnamed: sources.filter((one) => one.principal === null || one.technical === null || one.operation === null).length,
    due: ended.length,
    done: ended.length - missed.length,
    open: open.slice(0, MOST),
    openTotal: open.length,
    missed: missed
      .toSorted((a, b) => (a.until < b.until ? 1 : a.until > b.until ? -1 : 0))
      .slice(0, MOST)
      .map(missedOf),
    missedTotal: missed.length,
    records: await recordsOf(tx, place),
  };
}

async function recordsOf(tx: Tx, place: string): Promise<DutyRecord[]> {
  type Row = Omit<DutyRecord, 'enterprise' | 'doneAt'> & { firmId: string; firm: string; regionName: string; at: Date };
  const { rows } = await sql<Row>`
    SELECT g.id, g.source AS "sourceId", s.name AS source, g.enterprise AS "firmId", e.name AS firm, r.name AS "regionName", g.duty,
      to_char(g.period_from, 'YYYY-MM-DD') AS from, to_char(g.due_on, 'YYYY-MM-DD') AS until, g.person, g.note, g.found,
      cardinality(g.photos) AS photos, g.done_at AS at, g.by, g.demonstration
    FROM guarantor_record g JOIN hazard_source s ON s.id = g.source JOIN enterprise e ON e.id = g.enterprise JOIN region r ON r.path = g.region_path
    WHERE starts_with(g.region_path, ${place}) ORDER BY g.done_at DESC, g.id LIMIT ${RECORDS}`.execute(tx);
  return rows.map(({ firmId, firm: name, regionName, at, ...row }) => ({
    ...row,
    enterprise: { id: firmId, name, regionName },
    doneAt: at.getTime(),
  }));
}

export interface Done {
  /** Made by the sender: one sent twice is one record. */
  readonly id: string;
  readonly source: string;
  readonly duty: GuarantorDutyKey;
  readonly note: string;
  readonly found: number;
  readonly files: readonly Omit<Attachment, 'type'>[];
}

/** Keeps that a guarantor did a duty in its running period; once in a period. Undefined = no such source in scope. */
export async function keepDone(
  { db }: Context,
  actor: Actor,
  sent: Done,
  now: number,
): Promise<true | Refusal | undefined> {
  if (actor.scope.kind !== 'organisation')
    return refuse('case-side', {
      action: both('登记包保履职', 'Recording a guarantor’s duty'),
      side: both('企业', 'the enterprise'),
      own: actor.name,
    });
  const today = dayOf(now);
  return withScope(db, actor.scope, async (tx) => {
    const { sources, running } = await owedOf(tx, '', today, 1, sent.source);
    const [source] = sources;
    const period = running.find(({ duty }) => duty === sent.duty);
    if (source === undefined || period === undefined) return undefined;
    const person = personOf(period);
    if (person === null) return refuse('duty-unnamed', { who: named(GUARANTORS[dutyOf(sent.duty).who]) });
    // Who brought a file in is the owner's to know.
    const files = await asOwner(tx, () => attachmentsOf(tx, actor, sent.files));
    if (isRefusal(files)) return files;
    const { rows } = await sql`
      INSERT INTO guarantor_record (id, source, enterprise, duty, period_from, due_on, person, note, found, photos, done_at, by, by_id, demonstration,
        region_path, organisation_id, sector)
      SELECT ${sent.id}::uuid, s.id, s.enterprise, ${sent.duty}, ${period.from}::date, ${period.until}::date, ${person}, ${sent.note}, ${sent.found}::int,
        ${files.map(({ sha256 }) => sha256)}::text[], ${new Date(now)}::timestamptz, ${actor.name}, ${actor.personId}::uuid, s.demonstration, s.region_path,
        s.organisation_id, s.sector
      FROM hazard_source s WHERE s.id = ${source.id}
      ON CONFLICT DO NOTHING RETURNING id`.execute(tx);
    if (rows.length === 0) {
      const twin = await sql<{ id: string; by: string; at: Date }>`
        SELECT id, by, done_at AS at FROM guarantor_record
        WHERE source = ${source.id} AND duty = ${sent.duty} AND period_from = ${period.from}::date`.execute(tx);
      const [known] = twin.rows;
      if (known?.id === sent.id) return true;
      return known === undefined
        ? refuse('already-exists', { field: both('履职记录', 'Record of duty'), value: sent.id })
        : refuse('duty-done', { by: known.by, at: stampOf(known.at.getTime()) });
    }
    await record(tx, actor, 'guarantor.done', { kind: 'hazard-source', id: source.id }, 'done', {
      duty: sent.duty,
      from: period.from,
      found: sent.found,
    });
    return true;
  });
}

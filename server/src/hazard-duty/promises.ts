import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dayOf, startOf } from '@anlan/domain/calendar';
import type { Actor } from '@anlan/kernel/access';
import type { Level } from '@anlan/kernel/entity';
import { refuse, type Refusal, both } from '@anlan/kernel/refusal';
import {
  promiseContradiction,
  type PromiseDay,
  type PromiseFigures,
  type PromiseHistory,
  type SafetyPromise,
} from '@anlan/systems/monitoring/major-hazard-monitoring';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { valuesFor } from '../parameter/book.ts';

const HOUR = 3_600_000;
const HISTORY = 31;

/** Who announces at a place, and until when on a day (epoch ms). */
export async function dutyToAnnounce(
  tx: Tx,
  place: string,
  day: string,
): Promise<{ readonly sectors: readonly string[]; readonly dueAt: number }> {
  const values = await valuesFor(tx, place, startOf(day) + 12 * HOUR);
  return { sectors: values.list('promise.sectors'), dueAt: startOf(day) + values.number('promise.until') * HOUR };
}

interface Row {
  readonly id: string;
  readonly enterprise: string;
  readonly name: string;
  readonly regionName: string;
  readonly day: string;
  readonly level: Level;
  readonly figures: PromiseFigures;
  readonly promisedBy: string;
  readonly statement: string;
  readonly at: Date;
  readonly by: string;
  readonly corrected: boolean;
  readonly demonstration: boolean;
}

const COLUMNS = sql`
  p.id, p.enterprise, e.name, r.name AS "regionName", to_char(p.day, 'YYYY-MM-DD') AS day, p.level, p.figures, p.promised_by AS "promisedBy", p.statement,
  p.announced_at AS at, p.by, p.demonstration,
  EXISTS (SELECT FROM safety_promise o WHERE o.enterprise = p.enterprise AND o.day = p.day AND o.superseded_at IS NOT NULL) AS corrected`;
const FROM = sql`safety_promise p JOIN enterprise e ON e.id = p.enterprise JOIN region r ON r.path = e.region_path`;

const view =
  (dueAt: (day: string) => number) =>
  ({ enterprise, name, regionName, at, ...row }: Row): SafetyPromise => ({
    ...row,
    enterprise: { id: enterprise, name, regionName },
    announcedAt: at.getTime(),
    late: at.getTime() > dueAt(row.day),
  });

/** Announcements of a day under a place, and the enterprises that owe one. */
export async function promisesOf(tx: Tx, place: string, day: string): Promise<PromiseDay> {
  const { sectors, dueAt } = await dutyToAnnounce(tx, place, day);
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM ${FROM}
    WHERE p.day = ${day}::date AND p.superseded_at IS NULL AND starts_with(p.region_path, ${place})
    ORDER BY array_position(ARRAY['red', 'orange', 'yellow', 'blue'], p.level), p.announced_at DESC, p.id`.execute(tx);
  const missing = await sql<PromiseDay['missing'][number]>`
    SELECT e.id, e.name, r.name AS "regionName",
      (SELECT to_char(max(o.day), 'YYYY-MM-DD') FROM safety_promise o WHERE o.enterprise = e.id AND o.day < ${day}::date) AS "lastDay"
    FROM enterprise e JOIN region r ON r.path = e.region_path
    WHERE e.retired_at IS NULL AND coalesce(e.status, 'running') <> 'closed' AND e.sector = ANY (${[...sectors]}::text[])
      AND starts_with(e.region_path, ${place})
      AND NOT EXISTS (SELECT FROM safety_promise p WHERE p.enterprise = e.id AND p.day = ${day}::date AND p.superseded_at IS NULL)
    ORDER BY "lastDay" NULLS FIRST, e.region_path, e.name, e.id`.execute(tx);
  const promises = rows.map(view(() => dueAt));
  const count = (level: Level): number => promises.filter((one) => one.level === level).length;
  return {
    day,
    dueAt,
    should: promises.length + missing.rows.length,
    announced: promises.length,
    late: promises.filter(({ late }) => late).length,
    levels: { red: count('red'), orange: count('orange'), yellow: count('yellow'), blue: count('blue') },
    specialWork: promises.reduce(
      (sum, { figures }) => sum + figures.hotSpecial + figures.hotFirst + figures.confined,
      0,
    ),
    promises,
    missing: missing.rows,
  };
}

interface Firm {
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly regionName: string;
  readonly sector: string | null;
  readonly status: string | null;
  readonly principal: string | null;
  readonly demonstration: boolean;
}

async function firmOf(tx: Tx, id: string): Promise<Firm | undefined> {
  const { rows } = await sql<Firm>`
    SELECT e.id, e.name, e.region_path AS "regionPath", r.name AS "regionName", e.sector, e.status, e.demonstration,
      (SELECT s.principal FROM hazard_source s WHERE s.enterprise = e.id AND s.retired_at IS NULL AND s.principal IS NOT NULL ORDER BY s.name LIMIT 1) AS principal
    FROM enterprise e JOIN region r ON r.path = e.region_path WHERE e.id = ${id} AND e.retired_at IS NULL`.execute(tx);
  return rows[0];
}

/** What an enterprise announced in the last month, and what today's form begins from; undefined = not in scope. */
export async function historyOf(tx: Tx, id: string, now: number): Promise<PromiseHistory | undefined> {
  const firm = await firmOf(tx, id);
  if (firm === undefined) return undefined;
  const today = dayOf(now);
  const { sectors, dueAt } = await dutyToAnnounce(tx, firm.regionPath, today);
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS} FROM ${FROM} WHERE p.enterprise = ${id} AND p.superseded_at IS NULL ORDER BY p.day DESC LIMIT ${HISTORY}`.execute(
    tx,
  );
  const work = await sql<{ hot: number; confined: number }>`
    SELECT count(*) FILTER (WHERE j.job = 'hot-work')::int AS hot, count(*) FILTER (WHERE j.job = 'confined-space')::int AS confined
    FROM case_contractor_job j JOIN case_file c ON c.id = j.case_id WHERE j.enterprise = ${id} AND c.state = 'running'`.execute(
    tx,
  );
  return {
    enterprise: { id: firm.id, name: firm.name, regionName: firm.regionName },
    owes: owes(firm, sectors),
    today,
    dueAt,
    principal: firm.principal,
    specialWork: work.rows[0]!,
    promises: rows.map(view((day) => dueAt - startOf(today) + startOf(day))),
  };
}

const owes = ({ sector, status }: Firm, sectors: readonly string[]): boolean =>
  sector !== null && status !== 'closed' && sectors.includes(sector);

export interface Announced {
  readonly level: Level;
  readonly figures: PromiseFigures;
  readonly promisedBy: string;
  readonly statement: string;
  /** Takes the place of what was announced today. */
  readonly corrects: boolean;
}

/** Announces the promise of today for the own enterprise, or corrects it; what it corrects stays readable. */
export async function announce({ db }: Context, actor: Actor, wanted: Announced, now: number): Promise<true | Refusal> {
  const { scope } = actor;
  if (scope.kind !== 'organisation')
    return refuse('case-side', {
      action: both('公告安全承诺', 'Announcing the promise'),
      side: both('企业', 'the enterprise'),
      own: actor.name,
    });
  const contradiction = promiseContradiction(wanted.level, wanted.figures);
  if (contradiction !== undefined) return contradiction;
  const day = dayOf(now);
  return db.transaction().execute(async (tx) => {
    // Two who announce at one moment come one after the other.
    await sql`SELECT FROM enterprise WHERE id = ${scope.organisationId} FOR UPDATE`.execute(tx);
    const firm = (await firmOf(tx, scope.organisationId)) as Firm;
    const { sectors } = await dutyToAnnounce(tx, firm.regionPath, day);
    if (!owes(firm, sectors)) return refuse('promise-not-owed');
    const before = await sql<{ id: string }>`
      UPDATE safety_promise SET superseded_at = ${wanted.corrects ? new Date(now) : null}
      WHERE enterprise = ${firm.id} AND day = ${day}::date AND superseded_at IS NULL RETURNING id`.execute(tx);
    if (before.rows.length > 0 && !wanted.corrects) return refuse('promise-announced');
    const id = randomUUID();
    await sql`
      INSERT INTO safety_promise (id, enterprise, day, level, figures, promised_by, statement, announced_at, by, by_id, demonstration, region_path, organisation_id, sector)
      VALUES (${id}, ${firm.id}, ${day}::date, ${wanted.level}, ${JSON.stringify(wanted.figures)}::jsonb, ${wanted.promisedBy}, ${wanted.statement},
        ${new Date(now)}, ${actor.name}, ${actor.personId}, ${firm.demonstration}, ${firm.regionPath}, ${firm.id}, ${firm.sector})`.execute(
      tx,
    );
    await record(tx, actor, 'promise.announce', { kind: 'safety-promise', id }, 'done', {
      day,
      level: wanted.level,
      corrects: before.rows[0]?.id ?? null,
    });
    return true;
  });
}

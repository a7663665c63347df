import { nextNumber } from '../number/next.ts';
import { sql } from 'kysely';
import { hasFigure, judgedUnit, oneHigher } from '@anlan/kernel/alarm';
import { LEVEL_LABELS, type Level } from '@anlan/kernel/entity';
import type { Stages } from '@anlan/kernel/trace';
import type { Tx } from '../access/scoped.ts';
import { openCaseForAlarm } from './case.ts';
import { excursionId, type Change, type Happened } from './change.ts';
import { beginLadder, type Begun } from './ladder.ts';
import { firstOut, isChattering, occurrenceOf } from './marks.ts';
import { practiceAt } from './practice.ts';
import { notifyGovernments } from './notice.ts';
import { alarmView, type AlarmRow } from './row.ts';
import { textOf } from './texts.ts';
import { causeOfEvent } from '../trace/index.ts';
import { addEntry } from './trail.ts';

export { addEntry } from './trail.ts';

type Of<K extends Happened['kind']> = Change<Extract<Happened, { kind: K }>>;
/** The alarm written, and what follows once the happening stands in its trail: notices and cases. */
interface Written {
  readonly id: string;
  readonly follow?: () => Promise<void>;
}
type Writer<C> = (tx: Tx, change: C, seenAt: number) => Promise<Written | undefined>;
/** Each gives undefined where there was no alarm to write. */
type Writers = { [K in Happened['kind']]: Writer<Of<K>> };

const instant = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

const jsonOf = (ladder: Begun['ladder']): string | null => (ladder === null ? null : JSON.stringify(ladder));

/** The alarm that stands for an excursion now: the newest of those that share it. */
async function currentOf(tx: Tx, excursion: string): Promise<AlarmRow | undefined> {
  const { rows } = await sql<AlarmRow>`
    SELECT * FROM alarm WHERE coalesce(excursion_id, id) = ${excursion} OR id = ${excursion}
    ORDER BY raised_at DESC, seen_at DESC LIMIT 1 FOR UPDATE`.execute(tx);
  return rows[0];
}

interface Excursion {
  readonly id: string;
  readonly excursion: string;
  readonly follows: string | null;
  readonly raisedAt: number;
  readonly since: number;
  readonly recoveredAt: number | null;
  readonly level: Level;
  readonly label: string;
  readonly value: number | null;
  readonly limit: number;
}

/** Enters a new alarm with its marks; the governments are told and the case its rule asks for is opened after that. */
async function begin(tx: Tx, change: Change, begun: Excursion, seenAt: number): Promise<Written> {
  const { rule, subject, retrospective = false } = change;
  const practice = await practiceAt(tx, subject.regionPath, seenAt);
  const second = await occurrenceOf(tx, rule, subject.id, begun, practice);
  const level = second.lifted ? oneHigher(begun.level) : begun.level;
  const { rungs, due, ladder } = retrospective
    ? { rungs: 0, due: null, ladder: null }
    : await beginLadder(tx, rule, subject.regionPath, seenAt);
  const unit = subject.unitId ?? null;
  const first = retrospective ? null : await firstOut(tx, unit, begun, practice);
  const chattering = await isChattering(tx, rule.key, subject.id, begun.raisedAt, practice);
  const number = await nextNumber(tx, 'A', begun.raisedAt);
  const { rows } = await sql`
    INSERT INTO alarm (id, number, rule, rule_label, system, level, base_level, label, subject_kind, subject_id, subject_name, device_id,
      place_name, region_path, region_name, organisation_id, sector, value, peak, limit_value, unit, origin, lon, lat, since, raised_at,
      seen_at, recovered_at, rungs_reached, escalate_at, demonstration, excursion_id, follows_id, unit_id, retrospective, occurrence,
      second_of, chattering, first_out_id, ladder)
    VALUES (${begun.id}, ${number}, ${rule.key}, ${rule.label}, ${rule.system}, ${level}, ${begun.level}, ${begun.label}, ${subject.kind},
      ${subject.id}, ${subject.name}, ${subject.deviceId}, ${subject.placeName}, ${subject.regionPath}, ${subject.regionName},
      ${subject.organisationId}, ${subject.sector}, ${begun.value}, ${change.peak}, ${begun.limit}, ${judgedUnit(rule.condition, subject.unit)}, ${subject.origin},
      ${change.lon}, ${change.lat}, ${new Date(begun.since)}, ${new Date(begun.raisedAt)}, ${new Date(seenAt)},
      ${instant(begun.recoveredAt)}, ${rungs}, ${due}, ${subject.demonstration}, ${begun.excursion}, ${begun.follows}, ${unit},
      ${retrospective}, ${second.occurrence}, ${second.of}, ${chattering}, ${first}, ${jsonOf(ladder)}::jsonb)
    ON CONFLICT (id) DO NOTHING RETURNING id`.execute(tx);
  // Over, and begun again within the same millisecond, as points of a unit may tell it: the alarm goes on.
  if (rows.length === 0)
    await sql`
      UPDATE alarm SET recovered_at = NULL, rungs_reached = ${rungs}, escalate_at = ${due}, version = version + 1
      WHERE id = ${begun.id} AND recovered_at = ${new Date(begun.raisedAt)} AND ${begun.recoveredAt === null} AND closed_at IS NULL`.execute(
      tx,
    );
  if (rows.length === 0 || retrospective) return { id: begun.id };
  return { id: begun.id, follow: () => afterRaised(tx, change, begun.id, second.occurrence, seenAt) };
}

async function afterRaised(tx: Tx, change: Change, id: string, occurrence: number, at: number): Promise<void> {
  const { rule, subject } = change;
  await notifyGovernments(tx, id, rule, subject.record ?? {}, at);
  await openCaseForAlarm(tx, id, rule, occurrence > 1 ? ['raised', 'second'] : ['raised'], at);
}

/**
 * The alarm of the rule and subject that is over and not yet reset; `written` where it has taken this excursion already,
 * as a batch does that is stored once more because its answer was lost.
 */
async function latchedOf(tx: Tx, change: Of<'raised'>): Promise<AlarmRow | 'written' | undefined> {
  const { rule, subject, retrospective, alarmId, happening } = change;
  if (rule.latched !== true || retrospective === true) return undefined;
  const { rows } = await sql<AlarmRow>`
    SELECT * FROM alarm WHERE subject_id = ${subject.id} AND rule = ${rule.key} AND closed_at IS NULL
      AND (latched_at IS NOT NULL OR excursion_id = ${alarmId})
    ORDER BY raised_at DESC LIMIT 1 FOR UPDATE`.execute(tx);
  const [row] = rows;
  if (row?.excursion_id !== alarmId) return row;
  const over = row.recovered_at?.getTime();
  return over === happening.at ? row : 'written';
}

/** A latched alarm whose condition is back before anybody reset it: the same alarm, asking everybody anew. */
async function again(tx: Tx, change: Of<'raised'>, row: AlarmRow, seenAt: number): Promise<Written> {
  const { rule, subject, happening, alarmId } = change;
  const { rungs, due, ladder } = await beginLadder(tx, rule, row.region_path, seenAt);
  const graver = LEVEL_LABELS[happening.level].rank > LEVEL_LABELS[row.level].rank;
  await sql`
    UPDATE alarm SET excursion_id = ${alarmId}, recovered_at = NULL, latched_at = NULL, level = ${graver ? happening.level : row.level},
      base_level = ${happening.level}, label = ${happening.label}, value = ${happening.value}, peak = ${change.peak},
      limit_value = ${happening.limit}, shelved_until = NULL, desk_shelved_until = NULL, seen_at = ${new Date(seenAt)},
      rungs_reached = ${rungs}, escalate_at = ${due}, ladder = ${jsonOf(ladder)}::jsonb, acknowledged_at = NULL, acknowledged_by = NULL,
      plant_acknowledged_at = NULL, plant_acknowledged_by = NULL, response = 'unacknowledged', version = version + 1
    WHERE id = ${row.id}`.execute(tx);
  return {
    id: row.id,
    follow: async () => {
      await addEntry(tx, row.id, new Date(happening.at), '系统', 'latched', '锁存未复位，再次发生');
      await notifyGovernments(tx, row.id, rule, subject.record ?? {}, seenAt);
      await openCaseForAlarm(tx, row.id, rule, [], seenAt);
    },
  };
}

const WRITE: Writers = {
  raised: async (tx, change, seenAt) => {
    const { alarmId, happening } = change;
    const latched = await latchedOf(tx, change);
    if (latched === 'written') return { id: alarmId };
    if (latched !== undefined) return again(tx, change, latched, seenAt);
    const begun = {
      ...happening,
      id: alarmId,
      excursion: alarmId,
      follows: null,
      raisedAt: happening.at,
      recoveredAt: null,
    };
    return begin(tx, change, begun, seenAt);
  },
  // A higher level is a new call on people: whoever answered the lower one is asked again. One that was closed as false
  // stays closed: what gets worse after that is a new alarm (IEC 62682).
  'level-raised': async (tx, change, seenAt) => {
    const { rule, subject, happening, alarmId, retrospective } = change;
    const row = await currentOf(tx, alarmId);
    if (row === undefined) return undefined;
    if (row.closed_at !== null) {
      await sql`UPDATE alarm SET recovered_at = ${new Date(happening.at)}, version = version + 1 WHERE id = ${row.id}`.execute(
        tx,
      );
      const id = excursionId(rule.key, subject.id, happening.at);
      const begun = {
        ...happening,
        id,
        excursion: alarmId,
        follows: row.id,
        raisedAt: happening.at,
        since: happening.at,
      };
      return begin(tx, change, { ...begun, recoveredAt: null }, seenAt);
    }
    const { rungs, due, ladder } = await beginLadder(tx, rule, row.region_path, seenAt);
    const level = row.level === row.base_level ? happening.level : oneHigher(happening.level);
    const answered = row.response !== 'unacknowledged' && retrospective !== true;
    await sql`
      UPDATE alarm SET level = ${level}, base_level = ${happening.level}, label = ${happening.label}, value = ${happening.value},
        peak = ${change.peak}, limit_value = ${happening.limit}, shelved_until = NULL, desk_shelved_until = NULL, version = version + 1,
        seen_at = CASE WHEN ${answered} THEN ${new Date(seenAt)} ELSE seen_at END,
        rungs_reached = CASE WHEN ${answered} THEN ${rungs} ELSE rungs_reached END,
        escalate_at = CASE WHEN ${answered} THEN ${due}::timestamptz ELSE escalate_at END,
        ladder = CASE WHEN ${answered} THEN ${jsonOf(ladder)}::jsonb ELSE ladder END,
        acknowledged_at = NULL, acknowledged_by = NULL, plant_acknowledged_at = NULL, plant_acknowledged_by = NULL,
        response = 'unacknowledged'
      WHERE id = ${row.id}`.execute(tx);
    if (retrospective === true) return { id: row.id };
    const follow = async () => {
      await notifyGovernments(tx, row.id, rule, subject.record ?? {}, seenAt);
      await openCaseForAlarm(tx, row.id, rule, [], seenAt);
    };
    // What late data shows to have got worse still wakes nobody; when it comes live, all are told at its level then.
    return row.retrospective ? { id: row.id } : { id: row.id, follow };
  },
  'level-fallen': async (tx, { happening, alarmId, peak }) => {
    const row = await currentOf(tx, alarmId);
    if (row === undefined) return undefined;
    const level = row.level === row.base_level ? happening.level : oneHigher(happening.level);
    await sql`
      UPDATE alarm SET level = ${level}, base_level = ${happening.level}, label = ${happening.label}, value = ${happening.value},
        peak = coalesce(${peak}, peak), limit_value = ${happening.limit}, version = version + 1
      WHERE id = ${row.id}`.execute(tx);
    return { id: row.id };
  },
  // A latched alarm is not over with its condition: the ladder goes on until somebody has answered, the alarm until a reset.
  recovered: async (tx, { rule, happening, alarmId, peak }) => {
    const row = await currentOf(tx, alarmId);
    if (row === undefined) return undefined;
    const at = new Date(happening.at);
    const latches = rule.latched === true && row.closed_at === null && !row.retrospective;
    await sql`
      UPDATE alarm SET recovered_at = ${at}, latched_at = ${latches ? at : null}, peak = coalesce(${peak}, peak),
        escalate_at = CASE WHEN ${latches} THEN escalate_at END, version = version + 1
      WHERE id = ${row.id}`.execute(tx);
    if (!latches) return { id: row.id };
    return { id: row.id, follow: () => addEntry(tx, row.id, at, '系统', 'latched', '锁存，待现场核实后复位') };
  },
  'came-live': async (tx, change, seenAt) => {
    const row = await currentOf(tx, change.alarmId);
    if (row === undefined) return undefined;
    const { rungs, due, ladder } = await beginLadder(tx, change.rule, row.region_path, seenAt);
    const open = row.response === 'unacknowledged';
    await sql`
      UPDATE alarm SET retrospective = false, came_live_at = ${new Date(seenAt)}, seen_at = ${new Date(seenAt)}, rungs_reached = ${rungs},
        escalate_at = ${open ? due : null}, ladder = ${jsonOf(ladder)}::jsonb, version = version + 1
      WHERE id = ${row.id}`.execute(tx);
    return { id: row.id, follow: () => afterRaised(tx, change, row.id, row.occurrence, seenAt) };
  },
  // What back-filled data shows of an excursion already known is added to it; what is new is an alarm that rings nobody.
  found: async (tx, change, seenAt) => {
    const { rule, subject, happening, alarmId } = change;
    const apart = Math.max(60_000, 3000 * subject.expectedPeriod);
    const { rows } = await sql<{ id: string; since: Date }>`
      SELECT id, since FROM alarm WHERE rule = ${rule.key} AND subject_id = ${subject.id}
        AND since <= ${new Date(happening.at + apart)} AND coalesce(recovered_at, 'infinity') >= ${new Date(happening.since - apart)}
      ORDER BY since LIMIT 1 FOR UPDATE`.execute(tx);
    const [known] = rows;
    if (known === undefined) {
      const begun = { ...happening, id: alarmId, excursion: alarmId, follows: null, recoveredAt: happening.at };
      return begin(tx, change, begun, seenAt);
    }
    if (known.since.getTime() <= happening.since) return undefined;
    await sql`UPDATE alarm SET since = ${new Date(happening.since)}, version = version + 1 WHERE id = ${known.id}`.execute(
      tx,
    );
    return { id: known.id };
  },
};

function stagesOf({ happening, because }: Change): Stages | undefined {
  if (because === undefined) return undefined;
  const { received, durable, judged } = because;
  const since = 'since' in happening ? happening.since : happening.at;
  return { since, at: happening.at, received, durable, judged, written: Date.now() };
}

/**
 * Is there nothing to say of how much? How far inside a place something is says nothing to anybody, nor does the 1 of a signal
 * that only knows yes and no.
 */
function isBare({ rule: { condition }, subject, happening }: Change): boolean {
  if (!hasFigure(condition)) return true;
  if (judgedUnit(condition, subject.unit) !== '' || !('value' in happening)) return false;
  const { value } = happening;
  return (value === 0 || value === 1) && (!('limit' in happening) || Math.abs(happening.limit) <= 1);
}

function withoutFigure(change: Change): Change {
  const { happening } = change;
  if (!('value' in happening)) return { ...change, peak: null };
  const limit = 'limit' in happening ? { limit: 0 } : {};
  return { ...change, peak: null, happening: { ...happening, value: null, ...limit } };
}

/** Writes one happening: the alarm, its trail, and the event for everyone who follows. Part of the caller's transaction. */
export async function writeChange(tx: Tx, heard: Change, seenAt: number): Promise<void> {
  const change = isBare(heard) ? withoutFigure(heard) : heard;
  const { happening } = change;
  const written = await (WRITE[happening.kind] as Writer<Change>)(tx, change, seenAt);
  if (written === undefined) return;
  const { id, follow } = written;
  const at = happening.kind === 'found' ? new Date(seenAt) : new Date(happening.at);
  await addEntry(tx, id, at, '系统', happening.kind, textOf(change), undefined, stagesOf(change));
  await follow?.();
  await publish(tx, id, happening.kind);
}

/**
 * Takes the writers' lock of the outbox. First in every transaction that changes an alarm and publishes it: taken
 * after a row's lock, two such transactions could wait for each other.
 */
export async function lockOutbox(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(7202)`.execute(tx);
}

/** Puts the alarm as it now stands into the outbox. The transaction must be the owner's, not a person's. */
export async function publish(tx: Tx, alarmId: string, happening: string): Promise<void> {
  const { rows } = await sql<AlarmRow>`SELECT * FROM alarm WHERE id = ${alarmId}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return;
  await sql`
    INSERT INTO outbox (topic, happening, region_path, organisation_id, sector, body, cause)
    VALUES ('alarm', ${happening}, ${row.region_path}, ${row.organisation_id}, ${row.sector}, ${JSON.stringify(alarmView(row))}::jsonb,
      ${causeOfEvent()})`.execute(tx);
}

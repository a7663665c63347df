import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { escalateAt, type Happening, type Rule } from '@anlan/kernel/alarm';
import type { Tx } from '../access/scoped.ts';
import type { Subject } from '../ingest/register.ts';
import { alarmView, type AlarmRow } from './row.ts';

/** One thing that happened to the excursion of a subject under a rule. `alarmId` is the running alarm's. */
export interface Change {
  readonly rule: Rule;
  readonly subject: Subject;
  readonly happening: Happening;
  readonly alarmId: string;
  /** Worst value of the excursion so far. */
  readonly peak: number | null;
  /** Where a moving object was. */
  readonly lon: number | null;
  readonly lat: number | null;
}

/** The id of the alarm of an excursion: the same excursion gives the same id, however often it is computed. */
export function excursionId(rule: string, subject: string, raisedAt: number): string {
  const hash = createHash('sha256').update(`${rule}\n${subject}\n${raisedAt}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

type Writers = {
  [K in Happening['kind']]: (
    tx: Tx,
    change: Change,
    happening: Extract<Happening, { kind: K }>,
    seenAt: number,
  ) => Promise<void>;
};

const WRITE: Writers = {
  raised: async (tx, change, happening, seenAt) => {
    const { rule, subject } = change;
    const number = await nextNumber(tx, happening.at);
    const firstRungs = rule.escalation.filter((rung) => rung.after === 0).length;
    const due = escalateAt(rule.escalation, firstRungs, seenAt);
    await sql`
      INSERT INTO alarm (id, number, rule, rule_label, system, level, label, subject_kind, subject_id, subject_name, device_id, place_name,
        region_path, region_name, organisation_id, sector, value, peak, limit_value, unit, origin, lon, lat, since, raised_at, seen_at,
        rungs_reached, escalate_at, demonstration)
      VALUES (${change.alarmId}, ${number}, ${rule.key}, ${rule.label}, ${rule.system}, ${happening.level}, ${happening.label}, ${subject.kind},
        ${subject.id}, ${subject.name}, ${subject.deviceId}, ${subject.placeName}, ${subject.regionPath}, ${subject.regionName},
        ${subject.organisationId}, ${subject.sector}, ${happening.value}, ${change.peak}, ${happening.limit}, ${subject.unit}, ${subject.origin},
        ${change.lon}, ${change.lat}, ${new Date(happening.since)}, ${new Date(happening.at)}, ${new Date(seenAt)},
        ${firstRungs}, ${due === null ? null : new Date(due)}, ${subject.demonstration})
      ON CONFLICT (id) DO NOTHING`.execute(tx);
  },
  // A higher level is a new call on people: whoever answered the lower one, or closed it as false, is asked again.
  'level-raised': async (tx, change, happening, seenAt) => {
    const { escalation } = change.rule;
    const firstRungs = escalation.filter((rung) => rung.after === 0).length;
    const due = escalateAt(escalation, firstRungs, seenAt);
    await sql`
      UPDATE alarm SET level = ${happening.level}, label = ${happening.label}, value = ${happening.value}, peak = ${change.peak},
        limit_value = ${happening.limit}, shelved_until = NULL, closed_at = NULL, version = version + 1,
        seen_at = CASE WHEN response = 'unacknowledged' THEN seen_at ELSE ${new Date(seenAt)} END,
        rungs_reached = CASE WHEN response = 'unacknowledged' THEN rungs_reached ELSE ${firstRungs} END,
        escalate_at = CASE WHEN response = 'unacknowledged' THEN escalate_at ELSE ${due === null ? null : new Date(due)}::timestamptz END,
        acknowledged_at = NULL, acknowledged_by = NULL, response = 'unacknowledged'
      WHERE id = ${change.alarmId}`.execute(tx);
  },
  recovered: async (tx, change, happening) => {
    await sql`
      UPDATE alarm SET recovered_at = ${new Date(happening.at)}, peak = coalesce(${change.peak}, peak), escalate_at = NULL, version = version + 1
      WHERE id = ${change.alarmId}`.execute(tx);
  },
};

const TEXTS: { [K in Happening['kind']]: (happening: Extract<Happening, { kind: K }>, subject: Subject) => string } = {
  raised: (happening, subject) =>
    happening.value === null
      ? `${happening.label}：超过 ${happening.limit} ${subject.unit} 没有数据`
      : `${happening.label}：${round(happening.value)} ${subject.unit}，限 ${round(happening.limit)}`,
  'level-raised': (happening, subject) =>
    `升为${happening.label}：${happening.value === null ? '—' : round(happening.value)} ${subject.unit}，限 ${round(happening.limit)}`,
  recovered: (happening, subject) =>
    happening.value === null ? '数据恢复' : `恢复正常：${round(happening.value)} ${subject.unit}`,
};

const round = (value: number): number => Math.round(value * 100) / 100;

/** Writes one happening: the alarm, its trail, and the event for everyone who follows. Part of the caller's transaction. */
export async function writeChange(tx: Tx, change: Change, seenAt: number): Promise<void> {
  const { happening } = change;
  const write = WRITE[happening.kind] as (
    tx: Tx,
    change: Change,
    happening: Happening,
    seenAt: number,
  ) => Promise<void>;
  await write(tx, change, happening, seenAt);
  const text = TEXTS[happening.kind] as (happening: Happening, subject: Subject) => string;
  await addEntry(tx, change.alarmId, new Date(happening.at), '系统', happening.kind, text(happening, change.subject));
  await publish(tx, change.alarmId, happening.kind);
}

/** Adds a line to an alarm's trail. */
export async function addEntry(
  tx: Tx,
  alarmId: string,
  at: Date,
  by: string,
  kind: string,
  text: string,
  file?: { readonly sha256: string; readonly type: string },
): Promise<void> {
  await sql`
    INSERT INTO alarm_entry (alarm_id, seq, at, by, kind, text, file_sha256, file_type, region_path, organisation_id, sector)
    SELECT a.id, coalesce((SELECT max(e.seq) FROM alarm_entry e WHERE e.alarm_id = a.id), 0) + 1, ${at}, ${by}, ${kind}, ${text},
      ${file?.sha256 ?? null}, ${file?.type ?? null}, a.region_path, a.organisation_id, a.sector
    FROM alarm a WHERE a.id = ${alarmId}`.execute(tx);
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
    INSERT INTO outbox (topic, happening, region_path, organisation_id, sector, body)
    VALUES ('alarm', ${happening}, ${row.region_path}, ${row.organisation_id}, ${row.sector}, ${JSON.stringify(alarmView(row))}::jsonb)`.execute(
    tx,
  );
}

/** `A-20260318-0911`: the day in Asia/Shanghai and a running number. */
async function nextNumber(tx: Tx, at: number): Promise<string> {
  const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
  const { rows } = await sql<{ last: number }>`
    INSERT INTO alarm_number (day, last) VALUES (${day}, 1)
    ON CONFLICT (day) DO UPDATE SET last = alarm_number.last + 1 RETURNING last`.execute(tx);
  return `A-${day.replaceAll('-', '')}-${String(rows[0]?.last ?? 0).padStart(4, '0')}`;
}

import { sql, type RawBuilder } from 'kysely';
import { LONGEST_RUN_MS, stateOf, type WarningDetail, type WarningView } from '@anlan/kernel/warning';
import type { Tx } from '../access/scoped.ts';

interface Row {
  readonly id: string;
  readonly source_name: string;
  readonly sender: string;
  readonly identifier: string;
  readonly sent_at: Date;
  readonly status: string;
  readonly msg_type: string;
  readonly level: WarningView['level'];
  readonly event: string;
  readonly headline: string;
  readonly sender_name: string | null;
  readonly effective_at: Date;
  readonly expires_at: Date | null;
  readonly area_text: string;
  readonly ended_how: 'updated' | 'cancelled' | null;
  readonly told: number;
  readonly read: number;
}

const COLUMNS = sql`w.id, w.source_name, w.sender, w.identifier, w.sent_at, w.status, w.msg_type, w.level, w.event, w.headline,
  w.sender_name, w.effective_at, w.expires_at, w.area_text, w.ended_how`;
const TOLD = sql`
  (SELECT count(*)::int FROM message m WHERE m.subject_id = w.id AND m.topic = 'warning')
    + (SELECT count(*)::int FROM water_order o WHERE o.warning_id = w.id) AS told,
  (SELECT count(m.read_at)::int FROM message m WHERE m.subject_id = w.id AND m.topic = 'warning')
    + (SELECT count(*)::int FROM water_order o WHERE o.warning_id = w.id AND o.state <> 'given') AS read`;

function viewOf(row: Row, now: number): WarningView {
  const view = {
    id: row.id,
    sourceName: row.source_name,
    sender: row.sender,
    identifier: row.identifier,
    sentAt: row.sent_at.getTime(),
    status: row.status,
    msgType: row.msg_type,
    level: row.level,
    event: row.event,
    headline: row.headline,
    senderName: row.sender_name,
    effectiveAt: row.effective_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
    areaText: row.area_text,
    told: row.told,
    read: row.read,
  };
  return { ...view, state: stateOf({ ...view, endedHow: row.ended_how }, now) };
}

const RUNNING = (now: Date): RawBuilder<boolean> =>
  sql`w.status = 'Actual' AND w.msg_type IN ('Alert', 'Update') AND w.ended_at IS NULL
    AND coalesce(w.expires_at, w.effective_at + ${LONGEST_RUN_MS} * interval '1 ms') > ${now}`;

export interface Wanted {
  readonly running: boolean;
  readonly level?: string;
  readonly search?: string;
  readonly page: number;
}

const PAGE = 50;

/** Warnings one may see, those in force first, newest first. */
export async function listWarnings(
  tx: Tx,
  wanted: Wanted,
  now: number,
): Promise<{ total: number; running: number; rows: WarningView[] }> {
  const at = new Date(now);
  const text = `%${(wanted.search ?? '').replaceAll(/[%_\\]/g, String.raw`\$&`)}%`;
  const where = sql`${wanted.running ? RUNNING(at) : sql`true`}
    AND (${wanted.level ?? null}::text IS NULL OR w.level = ${wanted.level ?? null})
    AND (${wanted.search ?? ''} = '' OR w.headline ILIKE ${text} OR w.event ILIKE ${text} OR w.area_text ILIKE ${text})`;
  const { rows } = await sql<Row>`
    SELECT ${COLUMNS}, ${TOLD} FROM warning w WHERE ${where}
    ORDER BY (${RUNNING(at)}) DESC, w.sent_at DESC LIMIT ${PAGE} OFFSET ${wanted.page * PAGE}`.execute(tx);
  const counted = await sql<{ total: number; running: number }>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE ${RUNNING(at)})::int AS running FROM warning w WHERE ${where}`.execute(
    tx,
  );
  return { ...counted.rows[0]!, rows: rows.map((row) => viewOf(row, now)) };
}

interface Whole extends Row {
  readonly received_at: Date;
  readonly alert: Record<string, string> | null;
  readonly areas: WarningDetail['areas'];
  readonly findings: WarningDetail['findings'];
  readonly ended_by: string | null;
  readonly sha256: string;
  readonly document: string;
}

/** One warning with its area, whom it concerns, who was told and who has read it; undefined outside one's scope. */
export async function readOne(tx: Tx, id: string, now: number): Promise<WarningDetail | undefined> {
  const { rows } = await sql<Whole>`
    SELECT ${COLUMNS}, ${TOLD}, w.received_at, w.alert, w.areas, w.findings, w.ended_by, w.sha256, w.document
    FROM warning w WHERE w.id = ${id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const alert = row.alert ?? {};
  const [ending] = await related(tx, sql`w.id = ${row.ended_by}::uuid`);
  return {
    ...viewOf(row, now),
    receivedAt: row.received_at.getTime(),
    description: alert['description'] ?? null,
    instruction: alert['instruction'] ?? null,
    contact: alert['contact'] ?? null,
    web: alert['web'] ?? null,
    urgency: alert['urgency'] ?? null,
    severity: alert['severity'] ?? null,
    certainty: alert['certainty'] ?? null,
    areas: row.areas,
    places: await placesOf(tx, id),
    findings: row.findings,
    recipients: await recipientsOf(tx, id),
    boats: await boatsOf(tx, id),
    endedBy: ending ?? null,
    replaces: await related(tx, sql`w.ended_by = ${id}`),
    sha256: row.sha256,
    document: row.document,
  };
}

async function related(tx: Tx, where: RawBuilder<unknown>): Promise<WarningDetail['replaces']> {
  const { rows } = await sql<{ id: string; identifier: string; msg_type: string; sent_at: Date }>`
    SELECT w.id, w.identifier, w.msg_type, w.sent_at FROM warning w WHERE ${where} ORDER BY w.sent_at`.execute(tx);
  return rows.map(({ id, identifier, msg_type, sent_at }) => ({
    id,
    identifier,
    msgType: msg_type,
    sentAt: sent_at.getTime(),
  }));
}

async function placesOf(tx: Tx, id: string): Promise<WarningDetail['places']> {
  const { rows } = await sql<WarningDetail['places'][number]>`
    SELECT name, why, organisation_id AS "organisationId" FROM warning_place WHERE warning_id = ${id}
    ORDER BY organisation_id NULLS FIRST, region_path LIMIT 1000`.execute(tx);
  return rows;
}

/** Those who have not read it come first. */
async function recipientsOf(tx: Tx, id: string): Promise<WarningDetail['recipients']> {
  const { rows } = await sql<{ name: string; why: string; place: string | null; at: Date; read_at: Date | null }>`
    SELECT m.person_name AS name, m.why, coalesce(e.name, r.name) AS place, m.at, m.read_at FROM message m
    LEFT JOIN region r ON r.path = m.region_path LEFT JOIN enterprise e ON e.id = m.organisation_id
    WHERE m.subject_id = ${id} AND m.topic = 'warning'
    ORDER BY m.read_at IS NOT NULL, m.region_path, m.person_name LIMIT 1000`.execute(tx);
  return rows.map(({ name, why, place, at, read_at }) => ({
    name,
    why,
    place: place ?? '',
    at: at.getTime(),
    readAt: read_at?.getTime() ?? null,
  }));
}

async function boatsOf(tx: Tx, id: string): Promise<WarningDetail['boats']> {
  const { rows } = await sql<Omit<WarningDetail['boats'][number], 'at' | 'changedAt'> & { at: Date; changed_at: Date }>`
    SELECT o.id AS "order", o.vessel, v.name, v.mmsi, coalesce(e.name, g.name) AS owner, o.at, o.telegrams, o.state, o.answer, o.changed_at
    FROM water_order o JOIN vessel v ON v.id = o.vessel
    LEFT JOIN enterprise e ON e.id = v.organisation_id LEFT JOIN organisation g ON g.id = v.organisation_id
    WHERE o.warning_id = ${id} ORDER BY o.state <> 'given', v.name LIMIT 1000`.execute(tx);
  return rows.map(({ at, changed_at, ...boat }) => ({ ...boat, at: at.getTime(), changedAt: changed_at.getTime() }));
}

import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { ReceivedWarning } from '@anlan/gateways';
import { stateOf } from '@anlan/kernel/warning';
import type { Database, Tx } from '../access/scoped.ts';
import { valuesFor } from '../parameter/book.ts';
import { boatsIn, boatsTold, ownersOf, tellBoats, type Boat, type Fixes } from './afloat.ts';
import { concernedBy, topmost, type Concerned } from './places.ts';
import { tell } from './tell.ts';

/** Who brings in warnings, as far as keeping one needs to know. */
export interface Origin {
  readonly id: string;
  readonly name: string;
  readonly regionPath: string;
  readonly exercises: boolean;
}

/** Where warnings are kept, and where ships are known to be. */
export interface Inbox {
  readonly db: Database;
  readonly fixes: () => Fixes;
}

export type Kept =
  | { readonly result: 'accepted' | 'duplicate'; readonly id: string }
  | { readonly result: 'refused'; readonly reason: 'exercise' | 'future' | 'changed'; readonly detail: string };

/** Clocks may differ by this much; a warning sent later than that is wrongly dated. */
const AHEAD_MS = 3_600_000;

/** Keeps a warning in a transaction of its own, as the owner. */
export const keepWarning = (
  { db, fixes }: Inbox,
  origin: Origin,
  warning: ReceivedWarning,
  document: string,
  now: number,
): Promise<Kept> => db.transaction().execute((tx) => keepIn(tx, origin, warning, document, fixes(), now));

/**
 * Keeps a warning with whom it concerns, ends those it updates or cancels, and tells who is to be told. Sent again it is
 * known by sender, identifier and time; an end that came before its warning holds as well.
 */
export async function keepIn(
  tx: Tx,
  origin: Origin,
  warning: ReceivedWarning,
  document: string,
  fixes: Fixes,
  now: number,
): Promise<Kept> {
  if (warning.status !== 'Actual' && !origin.exercises) {
    return { result: 'refused', reason: 'exercise', detail: warning.status };
  }
  if (warning.sentAt > now + AHEAD_MS) return { result: 'refused', reason: 'future', detail: warning.sent };
  const sha256 = createHash('sha256').update(document).digest('hex');
  // Two copies of one warning at the same moment, and a warning beside its own end, wait for each other.
  await sql`SELECT pg_advisory_xact_lock(7401)`.execute(tx);
  const known = await knownAs(tx, warning);
  if (known !== undefined) return again(known, sha256, warning);
  const id = randomUUID();
  await insert(tx, id, origin, warning, document, sha256, now);
  const ended = await endEarlier(tx, id, origin, warning, now);
  const late = await endedAlready(tx, id, origin, warning);
  const { places, boats } = await audienceOf(tx, origin, warning, ended, fixes, now);
  await insertPlaces(tx, id, places);
  const levels = (await valuesFor(tx, origin.regionPath, now)).list('warning.tell-levels');
  if (late || !mayTell(warning, now, levels)) return { result: 'accepted', id };
  await tell(tx, id, warning, places, now);
  await tellBoats(tx, id, warning, boats, now);
  return { result: 'accepted', id };
}

/** Places and enterprises a warning concerns and ships in its area, with those told of the warnings it ends. */
async function audienceOf(
  tx: Tx,
  origin: Origin,
  warning: ReceivedWarning,
  ended: readonly string[],
  fixes: Fixes,
  now: number,
): Promise<{ places: Concerned[]; boats: Boat[] }> {
  const home = origin.regionPath;
  const sectors = (await valuesFor(tx, home, now)).list('warning.sectors');
  const concerned = await concernedBy(tx, home, warning.geocodes, warning.areas, sectors);
  // Where an area is drawn, its outline says where ships are in danger, not the sender's whole jurisdiction.
  const whole = warning.areas.length === 0 ? ['行政区划代码', '发布范围'] : ['行政区划代码'];
  const named = topmost(concerned.flatMap(({ why, regionPath }) => (whole.includes(why) ? [regionPath] : [])));
  const near = await boatsIn(tx, home, warning, named, fixes, now);
  const boats = [...new Map([...near, ...(await boatsTold(tx, ended))].map((boat) => [boat.id, boat])).values()];
  return { places: [...concerned, ...(await ownersOf(tx, boats)), ...(await placesOf(tx, ended))], boats };
}

interface Known {
  readonly id: string;
  readonly sha256: string;
}

async function knownAs(tx: Tx, { sender, identifier, sent }: ReceivedWarning): Promise<Known | undefined> {
  const { rows } = await sql<Known>`
    SELECT id, sha256 FROM warning WHERE sender = ${sender} AND identifier = ${identifier} AND sent = ${sent}`.execute(
    tx,
  );
  return rows[0];
}

/** The same again is nothing new; other words under the same name are not believed. */
function again({ id, sha256 }: Known, given: string, { identifier }: ReceivedWarning): Kept {
  if (sha256 === given) return { result: 'duplicate', id };
  return { result: 'refused', reason: 'changed', detail: identifier };
}

/** Is there still something to be told? What ends another is told whatever its own colour. */
function mayTell(warning: ReceivedWarning, now: number, levels: readonly string[]): boolean {
  const { level, msgType } = warning;
  if (warning.status !== 'Actual') return false;
  if (msgType === 'Cancel') return true;
  if (stateOf({ ...warning, endedHow: null }, now) !== 'running') return false;
  return level === null || levels.includes(level);
}

async function insert(
  tx: Tx,
  id: string,
  origin: Origin,
  warning: ReceivedWarning,
  document: string,
  sha256: string,
  now: number,
): Promise<void> {
  const at = (time: number | null): Date | null => (time === null ? null : new Date(time));
  const json = (value: unknown): string => JSON.stringify(value);
  const { sender, identifier, sent, status, msgType, level, event, headline, senderName, areaText } = warning;
  await sql`
    INSERT INTO warning (id, source_id, source_name, sender, identifier, sent, sent_at, status, msg_type, level, event, headline, sender_name,
      effective_at, expires_at, area_text, alert, areas, findings, refs, document, sha256, received_at)
    VALUES (${id}, ${origin.id}, ${origin.name}, ${sender}, ${identifier}, ${sent}, ${at(warning.sentAt)}, ${status}, ${msgType}, ${level},
      ${event}, ${headline}, ${senderName}, ${at(warning.effectiveAt)}, ${at(warning.expiresAt)}, ${areaText}, ${json(warning.info)}::jsonb,
      ${json(warning.areas)}::jsonb, ${json(warning.findings)}::jsonb, ${json(warning.references)}::jsonb, ${document}, ${sha256}, ${at(now)})`.execute(
    tx,
  );
}

const HOW = { Update: 'updated', Cancel: 'cancelled' } as const;
const howOf = (msgType: string): 'updated' | 'cancelled' | undefined => HOW[msgType as keyof typeof HOW];

/** Ends what the warning refers to, where it came from the same source: nobody else may end it. */
async function endEarlier(
  tx: Tx,
  id: string,
  origin: Origin,
  warning: ReceivedWarning,
  now: number,
): Promise<string[]> {
  const how = howOf(warning.msgType);
  if (how === undefined || warning.status !== 'Actual' || warning.references.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    UPDATE warning w SET ended_at = ${new Date(now)}, ended_how = ${how}, ended_by = ${id}
    FROM jsonb_to_recordset(${JSON.stringify(warning.references)}::jsonb) AS r(sender text, identifier text, sent text)
    WHERE w.sender = r.sender AND w.identifier = r.identifier AND w.sent = r.sent AND w.source_id = ${origin.id}
      AND w.ended_at IS NULL AND w.id <> ${id} AND w.status = 'Actual'
    RETURNING w.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** An update or a cancellation that overtook its warning ends it as it comes in. */
async function endedAlready(tx: Tx, id: string, origin: Origin, warning: ReceivedWarning): Promise<boolean> {
  const { sender, identifier, sent } = warning;
  const { rows } = await sql<{ id: string; msg_type: string; received_at: Date }>`
    SELECT id, msg_type, received_at FROM warning
    WHERE source_id = ${origin.id} AND msg_type IN ('Update', 'Cancel') AND status = 'Actual'
      AND refs @> ${JSON.stringify([{ sender, identifier, sent }])}::jsonb
    ORDER BY sent_at LIMIT 1`.execute(tx);
  const [end] = rows;
  if (end === undefined) return false;
  await sql`
    UPDATE warning SET ended_at = ${end.received_at}, ended_how = ${howOf(end.msg_type) ?? 'updated'}, ended_by = ${end.id}
    WHERE id = ${id}`.execute(tx);
  return true;
}

/** Who saw the earlier warning must see its end, also where the new area is smaller. */
async function placesOf(tx: Tx, warnings: readonly string[]): Promise<Concerned[]> {
  if (warnings.length === 0) return [];
  const { rows } = await sql<Concerned>`
    SELECT name, why, region_path AS "regionPath", organisation_id AS "organisationId", sector FROM warning_place
    WHERE warning_id = ANY (${[...warnings]}::uuid[])`.execute(tx);
  return rows;
}

async function insertPlaces(tx: Tx, id: string, concerned: readonly Concerned[]): Promise<void> {
  await sql`
    INSERT INTO warning_place (warning_id, name, why, region_path, organisation_id, sector)
    SELECT ${id}, x.name, x.why, x."regionPath", x."organisationId", x.sector
    FROM jsonb_to_recordset(${JSON.stringify(concerned)}::jsonb)
      AS x(name text, why text, "regionPath" text, "organisationId" uuid, sector text)
    ON CONFLICT DO NOTHING`.execute(tx);
}

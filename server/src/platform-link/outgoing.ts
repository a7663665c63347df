import { sql } from 'kysely';
import { eventNumber, type LinkDriver, type LinkWord } from '@anlan/gateways';
import type { MESSAGE_KINDS } from '@anlan/kernel/platform-link';
import type { Database, Tx } from '../access/scoped.ts';
import { OTHER_COLOUR, type UsedLink } from './peers.ts';

/** JT/T 809 alarm types of our rules; others are "other". */
const TYPES: Readonly<Record<string, number>> = {
  overspeed: 0x0001,
  fatigue: 0x0002,
  'driver-fatigue-seen': 0x0002,
  'forbidden-area': 0x0004,
  'route-deviation': 0x000b,
  'stray-stop': 0xa001,
  'collision-risk': 0x0011,
};
const OTHER = 0x000e;

interface Raised {
  link_id: string;
  vehicle: string;
  alarm_id: string;
  plate: string;
  rule: string;
  label: string;
  rule_label: string;
  place_name: string;
  raised_at: Date;
}

/** Enters the alarms of exchanged vehicles that the upper platforms do not know yet; and of known ones, that they are closed. */
export async function collectAlarms(db: Database, links: readonly UsedLink[]): Promise<void> {
  const lower = new Map(links.filter(({ peer }) => peer.role === 'lower').map((link) => [link.peer.id, link]));
  if (lower.size === 0) return;
  const { rows } = await sql<Raised>`
    SELECT e.link_id, e.vehicle, a.id AS alarm_id, v.name AS plate, a.rule, a.label, a.rule_label, a.place_name, a.raised_at
    FROM alarm a
    JOIN platform_link_vehicle e ON e.vehicle = a.subject_id AND e.until IS NULL AND a.seen_at >= e.since
    JOIN vehicle v ON v.id = e.vehicle
    WHERE a.raised_at > now() - interval '1 hour' AND NOT a.retrospective AND e.link_id = ANY(${[...lower.keys()]}::uuid[])
      AND NOT EXISTS (SELECT FROM platform_link_message m WHERE m.link_id = e.link_id AND m.alarm_id = a.id AND m.kind = 'alarm'
        AND m.direction = 'out')
    ORDER BY a.raised_at LIMIT 200`.execute(db);
  for (const row of rows) {
    const link = lower.get(row.link_id);
    if (link !== undefined) await db.transaction().execute((tx) => enterAlarm(tx, link, row));
  }
  await tellClosed([...lower.keys()]).execute(db);
}

/** Alarms closed since they were sent: by an index of what is still open there, never through the whole history. */
export const tellClosed = (links: readonly string[]) => sql`
  UPDATE platform_link_message m SET state = 'answering', answer = jsonb_build_object('result', 1, 'text', '已处理完毕')
  FROM alarm a WHERE a.id = m.alarm_id AND a.closed_at IS NOT NULL AND m.kind = 'alarm' AND m.direction = 'out' AND m.state = 'sent'
    AND m.link_id = ANY(${[...links]}::uuid[])`;

async function enterAlarm(tx: Tx, { peer, place, vehicles }: UsedLink, row: Raised): Promise<void> {
  const type = TYPES[row.rule] ?? OTHER;
  const at = row.raised_at.getTime();
  const number = peer.edition === 2019 ? eventNumber(row.plate, type, at) : await nextNumber(tx, peer.id);
  const colour = vehicles.find(({ id }) => id === row.vehicle)?.colour ?? OTHER_COLOUR;
  const body = { type, at, title: row.rule_label, text: `${row.rule_label}（${row.label}）${row.place_name}` };
  await sql`
    INSERT INTO platform_link_message (link_id, direction, kind, number, plate, colour, vehicle, alarm_id, body, state, region_path,
      organisation_id, sector)
    VALUES (${peer.id}, 'out', 'alarm', ${number}, ${row.plate}, ${colour}, ${row.vehicle}, ${row.alarm_id}, ${JSON.stringify(body)}::jsonb,
      'waiting', ${place.regionPath}, ${place.organisationId}, ${place.sector})
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** The next number of our alarms, supervisions and questions on a link. */
export async function nextNumber(tx: Tx, link: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    UPDATE platform_link SET last_number = last_number % 4294967294 + 1 WHERE id = ${link} RETURNING last_number AS last`.execute(
    tx,
  );
  return rows[0]!.last;
}

interface Outgoing {
  id: string;
  link_id: string;
  direction: 'in' | 'out';
  kind: keyof typeof MESSAGE_KINDS;
  number: number;
  plate: string | null;
  colour: number | null;
  state: 'waiting' | 'answering';
  body: { type?: number; at?: number; until?: number; urgent?: boolean; supervisor?: string; text: string } & Asked &
    Exchange;
  answer: { result?: number; text?: string; by?: string; driver?: LinkDriver } | null;
  due_at: Date | null;
  answer_minutes: number;
}

interface Exchange {
  on?: boolean;
  reason?: number;
}

interface Asked {
  serial?: number;
  objectType?: number;
  objectId?: string;
}

/** Sends what waits on links that are up, the oldest 200 of each first; what was sent once is not sent again. */
export async function sendOutgoing(
  db: Database,
  links: readonly UsedLink[],
  say: (link: string, word: LinkWord) => number | undefined,
): Promise<void> {
  const { rows } = await sql<Outgoing>`
    SELECT m.id, m.link_id, m.direction, m.kind, m.number, m.plate, m.colour, m.state, m.body, m.answer, m.due_at, l.answer_minutes
    FROM platform_link l CROSS JOIN LATERAL (SELECT * FROM platform_link_message
      WHERE link_id = l.id AND state IN ('waiting', 'answering') ORDER BY at LIMIT 200) m
    WHERE l.id = ANY(${links.map(({ peer }) => peer.id)}::uuid[]) ORDER BY m.at`.execute(db);
  for (const row of rows) {
    const serial = say(row.link_id, wordOf(row));
    if (serial === undefined) continue;
    const state = row.state === 'answering' ? 'answered' : 'sent';
    await sql`
      UPDATE platform_link_message SET state = ${state}, sent_at = now(),
        body = CASE WHEN ${row.state === 'waiting'} THEN body || jsonb_build_object('serial', ${serial}::bigint) ELSE body END
      WHERE id = ${row.id} AND state = ${row.state}`.execute(db);
  }
}

/** What is too late to be answered in time; an answer may still be given. */
export async function markLate(db: Database): Promise<void> {
  await sql`
    UPDATE platform_link_message SET state = 'late' WHERE state IN ('sent', 'open') AND due_at < now() AND kind IN ('urge', 'query', 'driver', 'waybill')`.execute(
    db,
  );
}

const NOBODY = { plate: '', colour: OTHER_COLOUR };
const UNKNOWN_DRIVER: LinkDriver = { name: '', idCard: '', licence: '', organisation: '', validUntil: null };

type About = Pick<Extract<LinkWord, { kind: 'static' }>, 'vehicle' | 'serial'>;

/** What is said about one vehicle: as upper platform the question, as lower its answer. */
const VEHICLE_WORDS: Partial<Record<Outgoing['kind'], (row: Outgoing, about: About) => LinkWord>> = {
  driver: ({ direction, body, answer }, about) => {
    if (direction === 'out') return { kind: 'driver-query', ...about };
    return { kind: 'driver', ...about, ...answering(body), driver: answer?.driver ?? UNKNOWN_DRIVER };
  },
  waybill: ({ direction, body, answer }, about) => {
    if (direction === 'out') return { kind: 'waybill-query', ...about };
    return { kind: 'waybill', ...about, ...answering(body), text: answer?.text ?? '' };
  },
  static: ({ body }, about) => ({ kind: 'static', ...about, text: body.text }),
  exchange: ({ body }, about) => ({ kind: 'exchange', ...about, on: body.on === true, reason: body.reason ?? 0 }),
};

const answering = ({ serial }: Asked) => ({ asked: true, source: serial ?? null });

function wordOf(row: Outgoing): LinkWord {
  const { number, plate, colour, body, answer, state, due_at, answer_minutes } = row;
  const vehicle = plate === null ? null : { plate, colour: colour ?? OTHER_COLOUR };
  const { type = OTHER, at = 0, text, serial = 0, objectType = 0, objectId = '' } = body;
  const asked = { number, serial, objectType, objectId };
  const aboutVehicle = VEHICLE_WORDS[row.kind];
  if (aboutVehicle !== undefined) return aboutVehicle(row, { vehicle: vehicle ?? NOBODY, serial: 0 });
  if (row.kind === 'alarm') {
    if (state === 'waiting') return { kind: 'alarm', number, vehicle, type, at, text };
    return { kind: 'alarm-result', number, vehicle, type, at, result: answer?.result ?? 1, text: answer?.text ?? '' };
  }
  if (row.kind === 'urge') {
    if (row.direction === 'in') return { kind: 'urge-answer', number, vehicle, result: answer?.result ?? 0 };
    const until = due_at?.getTime() ?? at;
    return {
      kind: 'urge',
      number,
      vehicle,
      type,
      at,
      until,
      urgent: body.urgent === true,
      supervisor: body.supervisor ?? '',
    };
  }
  if (row.direction === 'out')
    return row.kind === 'query'
      ? { kind: 'query', ...asked, text, minutes: answer_minutes }
      : { kind: 'text', ...asked, text };
  if (row.kind === 'text') return { kind: 'text-answer', ...asked };
  return { kind: 'query-answer', ...asked, text: answer?.text ?? '', by: answer?.by ?? '' };
}

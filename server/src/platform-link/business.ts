import { sql } from 'kysely';
import { alarmTypeText, type LinkWord } from '@anlan/gateways';
import { URGE_ANSWERS } from '@anlan/kernel/platform-link';
import type { Database, Tx } from '../access/scoped.ts';
import { addEntry, lockOutbox, publish } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import type { UsedLink } from './peers.ts';

type Of<K extends LinkWord['kind']> = Extract<LinkWord, { kind: K }>;
type Takers = { readonly [K in LinkWord['kind']]: (tx: Tx, link: UsedLink, word: Of<K>) => Promise<void> };

const MINUTE = 60_000;

/** Keeps what another platform says, each once, in one transaction with what follows from it. */
export async function takeWord(db: Database, link: UsedLink, word: LinkWord): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // A supervision is a line of an alarm's trail, and that is published.
    await lockOutbox(tx);
    await (TAKERS[word.kind] as (tx: Tx, link: UsedLink, word: LinkWord) => Promise<void>)(tx, link, word);
  });
}

interface Incoming {
  readonly kind: 'alarm' | 'urge' | 'query' | 'text';
  readonly number: number;
  readonly vehicle: { readonly plate: string; readonly colour: number } | null;
  readonly body: object;
  readonly state: 'open' | 'answering' | 'answered';
  readonly due: number | null;
  readonly about?: { readonly id: string; readonly alarm_id: string | null } | undefined;
}

/** Enters a message of the other platform; undefined when it is here already. */
async function enter(tx: Tx, { peer, place }: UsedLink, incoming: Incoming): Promise<string | undefined> {
  const { kind, number, vehicle, body, state, due, about } = incoming;
  const plate = vehicle?.plate ?? null;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO platform_link_message (link_id, direction, kind, number, plate, colour, vehicle, alarm_id, about_id, body, state, due_at,
      region_path, organisation_id, sector)
    VALUES (${peer.id}, 'in', ${kind}, ${number}, ${plate}, ${vehicle?.colour ?? null},
      (SELECT e.vehicle FROM platform_link_vehicle e JOIN vehicle v ON v.id = e.vehicle
        WHERE e.link_id = ${peer.id} AND e.until IS NULL AND v.name = ${plate} LIMIT 1),
      ${about?.alarm_id ?? null}, ${about?.id ?? null}, ${JSON.stringify(body)}::jsonb, ${state}, ${due === null ? null : new Date(due)},
      ${place.regionPath}, ${place.organisationId}, ${place.sector})
    ON CONFLICT (link_id, direction, kind, number) DO NOTHING RETURNING id`.execute(tx);
  const id = rows[0]?.id;
  if (id !== undefined)
    await record(
      tx,
      { account: `平台级联 ${peer.accessCode}` },
      `link.${kind}`,
      { kind: 'platform-link', id: peer.id },
      'done',
      {
        number,
        plate,
      },
    );
  return id;
}

/** Puts an answer of the other platform to what we asked, once. */
async function answered(
  tx: Tx,
  link: UsedLink,
  kind: 'urge' | 'query' | 'text',
  of: { readonly number: number | null; readonly serial: number | null },
  answer: { readonly text: string; readonly by: string },
): Promise<void> {
  const found = of.number === null ? sql`(body ->> 'serial')::bigint = ${of.serial}` : sql`number = ${of.number}`;
  await sql`
    UPDATE platform_link_message SET state = 'answered', answer = ${JSON.stringify(answer)}::jsonb, answered_at = now(), answered_by = ${answer.by}
    WHERE link_id = ${link.peer.id} AND direction = 'out' AND kind = ${kind} AND ${found} AND answered_at IS NULL`.execute(
    tx,
  );
}

async function note(tx: Tx, { place }: UsedLink, text: string): Promise<void> {
  await sql`
    INSERT INTO desk_entry (id, by, kind, text, region_path, organisation_id, sector)
    VALUES (gen_random_uuid(), '系统', 'system', ${text}, ${place.regionPath}, ${place.organisationId}, ${place.sector})`.execute(
    tx,
  );
}

const TAKERS: Takers = {
  alarm: async (tx, link, { number, vehicle, type, at, text }) => {
    const body = { type, at, title: alarmTypeText(type), text };
    await enter(tx, link, { kind: 'alarm', number, vehicle, body, state: 'open', due: null });
  },
  'alarm-result': async (tx, link, { number, result, text }) => {
    const answer = { result, text: text === '' ? (URGE_ANSWERS[result]?.label ?? '') : text };
    await sql`
      UPDATE platform_link_message SET state = 'answered', answer = ${JSON.stringify(answer)}::jsonb, answered_at = now()
      WHERE link_id = ${link.peer.id} AND direction = 'in' AND kind = 'alarm' AND number = ${number} AND answered_at IS NULL`.execute(
      tx,
    );
  },
  urge: async (tx, link, word) => {
    const { number, vehicle, type, at, until, urgent, supervisor } = word;
    const { rows } = await sql<{ id: string; alarm_id: string | null }>`
      SELECT id, alarm_id FROM platform_link_message
      WHERE link_id = ${link.peer.id} AND direction = 'out' AND kind = 'alarm' AND number = ${number}`.execute(tx);
    const [about] = rows;
    const body = { type, at, urgent, supervisor, title: alarmTypeText(type), text: urgent ? '紧急督办' : '一般督办' };
    const id = await enter(tx, link, { kind: 'urge', number, vehicle, body, state: 'open', due: until, about });
    if (id === undefined) return;
    const text = `上级平台督办（${supervisor || '—'}）：${vehicle?.plate ?? ''} ${alarmTypeText(type)}`;
    await note(tx, link, text);
    if (about?.alarm_id == null) return;
    await addEntry(tx, about.alarm_id, new Date(), '上级平台', 'supervised', text);
    await publish(tx, about.alarm_id, 'supervised');
  },
  'urge-answer': (tx, link, { number, result }) =>
    answered(
      tx,
      link,
      'urge',
      { number, serial: null },
      { text: URGE_ANSWERS[result]?.label ?? String(result), by: '下级平台' },
    ),
  query: async (tx, link, { number, serial, objectType, objectId, text, minutes }) => {
    const due = Date.now() + (minutes > 0 ? minutes : link.answerMinutes) * MINUTE;
    const body = { serial, objectType, objectId, title: '平台查岗', text };
    const id = await enter(tx, link, { kind: 'query', number, vehicle: null, body, state: 'open', due });
    if (id !== undefined) await note(tx, link, `上级平台查岗：${text}`);
  },
  'query-answer': (tx, link, { number, serial, text, by }) =>
    answered(tx, link, 'query', { number, serial }, { text, by: by === '' ? '下级平台' : by }),
  text: async (tx, link, { number, serial, objectType, objectId, text }) => {
    const body = { serial, objectType, objectId, title: '平台间报文', text };
    // A text is confirmed by its arrival.
    const id = await enter(tx, link, { kind: 'text', number, vehicle: null, body, state: 'answering', due: null });
    if (id !== undefined) await note(tx, link, `上级平台报文：${text}`);
  },
  'text-answer': (tx, link, { number, serial }) =>
    answered(tx, link, 'text', { number, serial }, { text: '已收到', by: '下级平台' }),
};

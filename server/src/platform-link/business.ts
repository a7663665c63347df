import { sql } from 'kysely';
import { dayOf } from '@anlan/domain/calendar';
import { alarmTypeText, type LinkDriver, type LinkWord } from '@anlan/gateways';
import { EXCHANGE_REASONS, type MESSAGE_KINDS, URGE_ANSWERS } from '@anlan/kernel/platform-link';
import type { Database, Tx } from '../access/scoped.ts';
import { addEntry, lockOutbox, publish } from '../alarm/write.ts';
import { record } from '../audit/index.ts';
import type { UsedLink } from './peers.ts';
import { beginGiving, beginTaking, driverOf, endTaking, keepDriver, waybillOf } from './vehicle-words.ts';

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
  readonly kind: keyof typeof MESSAGE_KINDS;
  readonly number: number;
  readonly vehicle: { readonly plate: string; readonly colour: number } | null;
  readonly body: object;
  readonly state: 'open' | 'answering' | 'answered';
  readonly due: number | null;
  readonly answer?: object;
  readonly about?: { readonly id: string; readonly alarm_id: string | null } | undefined;
}

/** Enters a message of the other platform; undefined when it is here already. */
async function enter(tx: Tx, { peer, place }: UsedLink, incoming: Incoming): Promise<string | undefined> {
  const { kind, number, vehicle, body, state, due, about, answer } = incoming;
  const plate = vehicle?.plate ?? null;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO platform_link_message (link_id, direction, kind, number, plate, colour, vehicle, alarm_id, about_id, body, answer, state, due_at,
      region_path, organisation_id, sector)
    VALUES (${peer.id}, 'in', ${kind}, ${number}, ${plate}, ${vehicle?.colour ?? null},
      (SELECT e.vehicle FROM platform_link_vehicle e JOIN vehicle v ON v.id = e.vehicle
        WHERE e.link_id = ${peer.id} AND e.until IS NULL AND v.name = ${plate} LIMIT 1),
      ${about?.alarm_id ?? null}, ${about?.id ?? null}, ${JSON.stringify(body)}::jsonb,
      ${answer === undefined ? null : JSON.stringify(answer)}::jsonb, ${state}, ${due === null ? null : new Date(due)},
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
  kind: Incoming['kind'],
  of: { readonly number: number | null; readonly serial: number | null; readonly plate?: string },
  answer: { readonly text: string; readonly by: string },
): Promise<void> {
  const byName = of.number === null ? sql`plate = ${of.plate ?? null}` : sql`number = ${of.number}`;
  const found = of.serial === null ? byName : sql`(body ->> 'serial')::bigint = ${of.serial}`;
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
  'driver-query': async (tx, link, { vehicle, serial }) => {
    const driver = await driverOf(tx, link, vehicle.plate);
    const text = driver === undefined ? '不掌握' : driverText(driver);
    const body = { serial, title: '上报驾驶员身份识别信息请求', text: '' };
    const answer = { text, driver };
    await enter(tx, link, { kind: 'driver', number: serial, vehicle, body, answer, state: 'answering', due: null });
  },
  'waybill-query': async (tx, link, { vehicle, serial }) => {
    const text = (await waybillOf(tx, link, vehicle.plate)) ?? '';
    const body = { serial, title: '上报车辆电子运单请求', text: '' };
    const answer = { text };
    await enter(tx, link, { kind: 'waybill', number: serial, vehicle, body, answer, state: 'answering', due: null });
  },
  driver: async (tx, link, { vehicle, serial, asked, source, driver }) => {
    const text = driver.name === '' ? '不掌握' : driverText(driver);
    await keepDriver(tx, link, vehicle.plate, driver);
    if (asked) return answered(tx, link, 'driver', { number: null, serial: source, plate: vehicle.plate }, told(text));
    const body = { serial, title: '主动上报驾驶员身份', text };
    await enter(tx, link, { kind: 'driver', number: serial, vehicle, body, state: 'answered', due: null });
  },
  waybill: async (tx, link, { vehicle, serial, asked, source, text }) => {
    const words = text === '' ? '无运单' : text;
    if (asked)
      return answered(tx, link, 'waybill', { number: null, serial: source, plate: vehicle.plate }, told(words));
    const body = { serial, title: '主动上报电子运单', text: words };
    await enter(tx, link, { kind: 'waybill', number: serial, vehicle, body, state: 'answered', due: null });
  },
  static: async (tx, link, { vehicle, serial, text }) => {
    const body = { serial, title: '交换车辆静态信息', text };
    await enter(tx, link, { kind: 'static', number: serial, vehicle, body, state: 'answered', due: null });
  },
  exchange: async (tx, link, { vehicle, serial, on, reason }) => {
    const text = EXCHANGE_REASONS[on ? 'start' : 'end'][reason]?.label ?? String(reason);
    const body = { serial, on, reason, title: on ? '启动定位信息交换' : '结束定位信息交换', text };
    const incoming = { kind: 'exchange', number: serial, vehicle, body, state: 'answered', due: null } as const;
    if ((await enter(tx, link, incoming)) === undefined) return;
    await (on ? beginTaking(tx, link, vehicle.plate, reason) : endTaking(tx, link, vehicle.plate));
    await note(tx, link, `上级平台${on ? '启动' : '结束'}定位信息交换：${vehicle.plate}（${text}）`);
  },
  'exchange-answer': async (tx, link, { vehicle, on, source }) => {
    const of = { number: null, serial: source, plate: vehicle.plate };
    await answered(tx, link, 'exchange', of, told(on ? '已启动' : '已结束'));
    if (on) await beginGiving(tx, link, vehicle.plate);
  },
};

const told = (text: string) => ({ text, by: '下级平台' });

const driverText = ({ name, licence, organisation, validUntil }: LinkDriver): string => {
  const until = validUntil === null ? '' : `有效期至 ${dayOf(validUntil)}`;
  return [name, licence, organisation, until].filter(Boolean).join(' ');
};

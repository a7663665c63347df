import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  type linkAnswerSchema,
  type linkAskSchema,
  type linkUrgeSchema,
  type linkVehicleAskSchema,
  EXCHANGE_REASONS,
  URGE_ANSWERS,
} from '@anlan/kernel/platform-link';
import { isRefusal, refuse, type Refusal, both } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { type Tx, withScope } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { nextNumber } from './outgoing.ts';
import { colourOf } from './peers.ts';
import { staticText } from './vehicle-words.ts';
import { CHANGED, isVisible } from './write.ts';

interface LinkRow {
  role: 'upper' | 'lower';
  access_code: number;
  answer_minutes: number;
  region_path: string;
}

const OBJECT_PLATFORM = 1;

/** Runs what an officer says on a link: in one transaction, audited, and sent at once when the link is up. */
async function saying<T>(
  context: Context,
  actor: Actor,
  link: string,
  role: LinkRow['role'],
  act: (tx: Tx, row: LinkRow) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  if (!(await isVisible(context, actor, link))) return refuse('not-found');
  return context.db.transaction().execute(async (tx) => {
    const { rows } = await sql<LinkRow>`
      SELECT role, access_code, answer_minutes, region_path FROM platform_link WHERE id = ${link} FOR UPDATE`.execute(
      tx,
    );
    const row = rows[0]!;
    if (row.role !== role) return refuse('link-role');
    const said = await act(tx, row);
    if (isRefusal(said)) return said;
    await CHANGED.execute(tx);
    await record(tx, actor, 'link.answer', { kind: 'platform-link', id: link }, 'done', said as object);
    return said;
  });
}

/** Asks the lower platform who is on duty, or gives it a text to confirm. */
export function ask(context: Context, actor: Actor, link: string, { kind, text }: z.infer<typeof linkAskSchema>) {
  return saying(context, actor, link, 'upper', async (tx, { access_code, answer_minutes, region_path }) => {
    const number = await nextNumber(tx, link);
    const title = kind === 'query' ? '平台查岗' : '平台间报文';
    const body = { objectType: OBJECT_PLATFORM, objectId: String(access_code), title, text };
    const minutes = kind === 'query' ? answer_minutes : null;
    const { rows } = await sql<{ id: string }>`
      INSERT INTO platform_link_message (link_id, direction, kind, number, body, state, due_at, by, region_path)
      VALUES (${link}, 'out', ${kind}, ${number}, ${JSON.stringify(body)}::jsonb, 'waiting',
        now() + ${minutes}::int * interval '1 minute', ${actor.name}, ${region_path}) RETURNING id`.execute(tx);
    return { id: rows[0]!.id, kind, number, text };
  });
}

interface ReportedAlarm {
  number: number;
  plate: string | null;
  colour: number | null;
  vehicle: string | null;
  body: { type: number; at: number; title: string };
}

/** Demands that a reported alarm be handled in time (0x9401); the supervision has the alarm's number. */
export function urge(
  context: Context,
  actor: Actor,
  link: string,
  message: string,
  { minutes, urgent }: z.infer<typeof linkUrgeSchema>,
) {
  return saying(context, actor, link, 'upper', async (tx, { region_path }) => {
    const { rows } = await sql<ReportedAlarm>`
      SELECT number, plate, colour, vehicle, body FROM platform_link_message
      WHERE id = ${message} AND link_id = ${link} AND direction = 'in' AND kind = 'alarm'`.execute(tx);
    const [alarm] = rows;
    if (alarm === undefined) return refuse('not-found');
    const { type, at, title } = alarm.body;
    const body = { type, at, urgent, supervisor: actor.name, title, text: urgent ? '紧急督办' : '一般督办' };
    const made = await sql<{ id: string }>`
      INSERT INTO platform_link_message (link_id, direction, kind, number, plate, colour, vehicle, about_id, body, state, due_at, by, region_path)
      VALUES (${link}, 'out', 'urge', ${alarm.number}, ${alarm.plate}, ${alarm.colour}, ${alarm.vehicle}, ${message},
        ${JSON.stringify(body)}::jsonb, 'waiting', now() + ${minutes}::int * interval '1 minute', ${actor.name}, ${region_path})
      ON CONFLICT (link_id, direction, kind, number) DO NOTHING RETURNING id`.execute(tx);
    const id = made.rows[0]?.id;
    return id === undefined
      ? refuse('link-not-open')
      : { id, number: alarm.number, plate: alarm.plate, minutes, urgent };
  });
}

/** Answers a platform check or a supervision of the upper platform, once. */
export function reply(
  context: Context,
  actor: Actor,
  link: string,
  message: string,
  { text, result }: z.infer<typeof linkAnswerSchema>,
) {
  return saying(context, actor, link, 'lower', async (tx) => {
    const { rows } = await sql<{ kind: string }>`
      SELECT kind FROM platform_link_message
      WHERE id = ${message} AND link_id = ${link} AND direction = 'in' AND kind IN ('query', 'urge') AND state IN ('open', 'late')
      FOR UPDATE`.execute(tx);
    const kind = rows[0]?.kind;
    if (kind === undefined) return refuse('link-not-open');
    if (kind === 'query' && text === undefined)
      return refuse('field-required', { field: both('应答', 'Answer') }, 'text');
    if (kind === 'urge' && result === undefined)
      return refuse('field-required', { field: both('处理结果', 'Result') }, 'result');
    const words = kind === 'query' ? text : URGE_ANSWERS[result ?? 0]?.label;
    const answer = { text: words, by: actor.name, ...(kind === 'urge' && { result }) };
    await sql`
      UPDATE platform_link_message SET state = 'answering', answer = ${JSON.stringify(answer)}::jsonb, answered_at = now(),
        answered_by = ${actor.name} WHERE id = ${message}`.execute(tx);
    return { id: message, kind, answer: words };
  });
}

type VehicleAsk = z.infer<typeof linkVehicleAskSchema>;

interface Named {
  readonly id: string;
  readonly plate: string;
  readonly colour: string | null;
}

const ASKED_TITLES = { driver: '上报驾驶员身份识别信息请求', waybill: '上报车辆电子运单请求' } as const;
/** Chosen, or ended, by an officer: the same number in both lists. */
const BY_HAND = 1;

/** Asks the lower platform who drives a vehicle it reports or what it carries, or gives it the positions of another one, or no more. */
export async function askVehicle(context: Context, actor: Actor, link: string, wanted: VehicleAsk) {
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Named>`SELECT id, name AS plate, plate_colour AS colour FROM vehicle WHERE name = ${wanted.plate} AND retired_at IS NULL
      ORDER BY created_at LIMIT 1`.execute(tx),
  );
  const [vehicle] = rows;
  if (vehicle === undefined)
    return refuse(
      'field-invalid',
      { field: both('号牌', 'Plate'), problem: both('没有这辆车', 'there is no such vehicle') },
      'plate',
    );
  return saying(context, actor, link, 'upper', async (tx, row) => {
    const { rows: own } = await sql`
      SELECT FROM platform_link_vehicle WHERE link_id = ${link} AND vehicle = ${vehicle.id} AND until IS NULL`.execute(
      tx,
    );
    const reported = own.length > 0;
    if (wanted.kind === 'driver' || wanted.kind === 'waybill') {
      if (!reported)
        return refuse(
          'field-invalid',
          {
            field: both('号牌', 'Plate'),
            problem: both('不是该平台上报的车辆', 'this vehicle is not reported by that platform'),
          },
          'plate',
        );
      const body = { title: ASKED_TITLES[wanted.kind], text: '' };
      return askAbout(tx, link, row, actor, vehicle, { kind: wanted.kind, body, minutes: row.answer_minutes });
    }
    if (reported)
      return refuse(
        'field-invalid',
        {
          field: both('号牌', 'Plate'),
          problem: both(
            '该平台自己上报的车辆不必交换',
            'a vehicle that this platform reports itself need not be exchanged',
          ),
        },
        'plate',
      );
    return exchange(tx, link, row, actor, vehicle, wanted);
  });
}

/** Starts or ends the exchange of a vehicle's positions (0x9205, 0x9206); with a start goes what is known of the vehicle (0x9204). */
async function exchange(
  tx: Tx,
  link: string,
  row: LinkRow,
  actor: Actor,
  vehicle: Named,
  { kind, reason = BY_HAND }: VehicleAsk,
) {
  const on = kind === 'exchange-start';
  const label = EXCHANGE_REASONS[on ? 'start' : 'end'][reason]?.label;
  if (label === undefined)
    return refuse(
      'field-invalid',
      { field: both('原因', 'Cause'), problem: both('没有这个原因', 'there is no such cause') },
      'reason',
    );
  const { rows } = on
    ? await sql`
        INSERT INTO platform_link_exchange (link_id, vehicle, reason, region_path) VALUES (${link}, ${vehicle.id}, ${reason}, ${row.region_path})
        ON CONFLICT (link_id, vehicle) DO UPDATE SET reason = excluded.reason, asked_at = now(), since = NULL, until = NULL
          WHERE platform_link_exchange.until IS NOT NULL RETURNING vehicle`.execute(tx)
    : await sql`
        UPDATE platform_link_exchange SET until = now()
        WHERE link_id = ${link} AND vehicle = ${vehicle.id} AND until IS NULL RETURNING vehicle`.execute(tx);
  if (rows.length === 0) return refuse('link-not-open');
  const body = { on, reason, title: on ? '启动定位信息交换' : '结束定位信息交换', text: label };
  const said = await askAbout(tx, link, row, actor, vehicle, { kind: 'exchange', body, minutes: null });
  if (on) {
    const about = { title: '交换车辆静态信息', text: await staticText(tx, vehicle.id) };
    await askAbout(tx, link, row, actor, vehicle, { kind: 'static', body: about, minutes: null });
  }
  return said;
}

interface Saying {
  readonly kind: 'driver' | 'waybill' | 'exchange' | 'static';
  readonly body: object;
  readonly minutes: number | null;
}

async function askAbout(
  tx: Tx,
  link: string,
  { region_path }: LinkRow,
  actor: Actor,
  { id: vehicle, plate, colour }: Named,
  { kind, body, minutes }: Saying,
) {
  const number = await nextNumber(tx, link);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO platform_link_message (link_id, direction, kind, number, plate, colour, vehicle, body, state, at, due_at, by, region_path)
    VALUES (${link}, 'out', ${kind}, ${number}, ${plate}, ${colourOf(colour)}, ${vehicle}, ${JSON.stringify(body)}::jsonb, 'waiting',
      clock_timestamp(), now() + ${minutes}::int * interval '1 minute', ${actor.name}, ${region_path}) RETURNING id`.execute(
    tx,
  );
  return { id: rows[0]!.id, kind, number, plate };
}

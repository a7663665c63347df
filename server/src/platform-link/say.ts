import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  type linkAnswerSchema,
  type linkAskSchema,
  type linkUrgeSchema,
  URGE_ANSWERS,
} from '@anlan/kernel/platform-link';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import type { Tx } from '../access/scoped.ts';
import { record } from '../audit/index.ts';
import { nextNumber } from './outgoing.ts';
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
    if (kind === 'query' && text === undefined) return refuse('field-required', { field: '应答' }, 'text');
    if (kind === 'urge' && result === undefined) return refuse('field-required', { field: '处理结果' }, 'result');
    const words = kind === 'query' ? text : URGE_ANSWERS[result ?? 0]?.label;
    const answer = { text: words, by: actor.name, ...(kind === 'urge' && { result }) };
    await sql`
      UPDATE platform_link_message SET state = 'answering', answer = ${JSON.stringify(answer)}::jsonb, answered_at = now(),
        answered_by = ${actor.name} WHERE id = ${message}`.execute(tx);
    return { id: message, kind, answer: words };
  });
}

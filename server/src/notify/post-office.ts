import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { retryAt, type Channel } from '@anlan/kernel/notify';
import type { Database, Tx } from '../access/scoped.ts';
import { valuesFor, type Values } from '../parameter/book.ts';
import { eventsAfter, type OutboxEvent } from '../live/outbox.ts';
import { noteNotice, noteSending } from '../trace/index.ts';
import type { Adapter } from './channels.ts';
import { decide, type Telling } from './decide.ts';

const CONSUMER = 'notify';
const EVENTS = 200;
const LETTERS = 50;
const EVERY_MS = 1000;

/**
 * Reads events behind its own cursor and stores who is told of them, in one transaction with the cursor: an event is
 * decided once, whatever ends in between. What is stored is sent until it is taken or given up.
 */
export function openPostOffice(
  db: Database,
  adapters: ReadonlyMap<Channel, Adapter>,
  publicUrl: string,
  log: Logger,
  clock: () => number,
): { wake(): void; close(): Promise<void> } {
  let working: Promise<void> | undefined;
  let closed = false;

  async function work(): Promise<void> {
    while (!closed && (await takeEvents(db, clock(), log)) === EVENTS);
    while (!closed && (await sendDue(db, adapters, publicUrl, clock)) === LETTERS);
  }

  function wake(): void {
    if (closed || working !== undefined) return;
    working = work()
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'messages'))
      .finally(() => {
        working = undefined;
      });
  }

  const timer = setInterval(wake, EVERY_MS);
  return {
    wake,
    async close() {
      closed = true;
      clearInterval(timer);
      await working;
      for (const adapter of adapters.values()) adapter.close();
    },
  };
}

/** Decides the next events; gives back how many there were. A fresh installation begins with what happens from now on. */
export async function takeEvents(db: Database, now: number, log?: Logger): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ position: number }>`
      INSERT INTO journal_cursor (consumer, position) VALUES (${CONSUMER}, (SELECT coalesce(max(cursor), 0) FROM outbox))
      ON CONFLICT (consumer) DO UPDATE SET position = journal_cursor.position RETURNING position`.execute(tx);
    const events = await eventsAfter(tx, rows[0]!.position, EVENTS);
    for (const event of events) await take(tx, event, now, log);
    const last = events.at(-1);
    if (last !== undefined)
      await sql`UPDATE journal_cursor SET position = ${last.cursor} WHERE consumer = ${CONSUMER}`.execute(tx);
    return events.length;
  });
}

/** One event that cannot be decided must not silence all after it: it is left out and said in the log. */
async function take(tx: Tx, event: OutboxEvent, now: number, log: Logger | undefined): Promise<void> {
  await sql`SAVEPOINT event`.execute(tx);
  try {
    await store(tx, event, await decide(tx, event), now);
    await sql`RELEASE SAVEPOINT event`.execute(tx);
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT event`.execute(tx);
    log?.error({ cursor: event.cursor, error: (error as Error).message }, 'nobody told of an event');
  }
}

async function store(tx: Tx, event: OutboxEvent, telling: Telling | undefined, now: number): Promise<void> {
  if (telling === undefined) return;
  // Whoever is told for two reasons is told once, for the first.
  const people = new Map([...telling.to].reverse().map((one) => [one.personId, one]));
  if (people.size === 0) return;
  const rules = await valuesFor(tx, event.regionPath, now);
  const contacts = leaves(telling, rules) ? await addresses(tx, [...people.keys()]) : [];
  const heads = await headsOf(tx, [...people.keys()], telling.thread, now - rules.number('notify.gather') * 60_000);
  let messages = 0;
  for (const { personId, name, why } of people.values()) {
    const head = heads.get(personId) ?? null;
    // What is gathered under a notice that is still unread calls nobody a second time.
    const outside = head === null ? contacts.filter((contact) => contact.personId === personId) : [];
    for (const { channel, address } of [{ channel: 'in-app', address: '' }, ...outside]) {
      // In the platform a message is there as soon as it is stored.
      const here = channel === 'in-app';
      messages += 1;
      await sql`
        INSERT INTO message (id, cause, trace, person_id, person_name, channel, address, topic, subject_id, happening, level, text, why, at, state,
          next_at, sent_at, delivered_at, region_path, organisation_id, sector, thread, head_id)
        VALUES (${randomUUID()}, ${event.cursor}, ${event.cause}, ${personId}, ${name}, ${channel}, ${address}, ${event.topic}, ${telling.subjectId}, ${event.happening},
          ${telling.level}, ${telling.text}, ${why}, ${new Date(now)}, ${here ? 'delivered' : 'queued'}, ${here ? null : new Date(now)},
          ${here ? new Date(now) : null}, ${here ? new Date(now) : null}, ${event.regionPath}, ${event.organisationId}, ${event.sector},
          ${telling.thread ?? null}, ${head})
        ON CONFLICT (cause, person_id, channel) DO NOTHING`.execute(tx);
    }
  }
  await sql`
    UPDATE message SET gathered = (SELECT count(*) FROM message m WHERE m.head_id = message.id)
    WHERE id = ANY (${[...heads.values()]}::uuid[])`.execute(tx);
  noteNotice(event, people.size, messages);
}

/** Does the notice leave the platform by text message and the like? The jurisdiction of the matter decides. */
function leaves({ level, late = false }: Telling, rules: Values): boolean {
  if (late && rules.value('notify.outside.late') === true) return true;
  return level !== null && rules.list('notify.outside.levels').includes(level);
}

/** The unread notice of the same sort under which each person's next one is gathered, where it came after `since`. */
async function headsOf(
  tx: Tx,
  people: readonly string[],
  thread: string | undefined,
  since: number,
): Promise<Map<string, string>> {
  if (thread === undefined) return new Map();
  const { rows } = await sql<{ personId: string; id: string }>`
    SELECT DISTINCT ON (person_id) person_id AS "personId", id FROM message
    WHERE person_id = ANY (${[...people]}::uuid[]) AND thread = ${thread} AND channel = 'in-app' AND read_at IS NULL AND head_id IS NULL
      AND at > ${new Date(since)} ORDER BY person_id, at DESC`.execute(tx);
  return new Map(rows.map(({ personId, id }) => [personId, id]));
}

async function addresses(
  tx: Tx,
  people: readonly string[],
): Promise<{ personId: string; channel: string; address: string }[]> {
  const { rows } = await sql<{ personId: string; channel: string; address: string }>`
    SELECT person_id AS "personId", channel, address FROM contact WHERE person_id = ANY (${[...people]}::uuid[])`.execute(
    tx,
  );
  return rows;
}

interface Letter {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  readonly topic: string;
  readonly subject_id: string;
  readonly level: string | null;
  readonly text: string;
  readonly attempts: number;
  readonly trace: string | null;
  readonly event: number;
  readonly at: number;
}

/**
 * Sends what is due. A letter is marked as tried before it goes out, so that a crash in between repeats it under the
 * same id (the other side may drop the repetition) and never loses it.
 */
export async function sendDue(
  db: Database,
  adapters: ReadonlyMap<Channel, Adapter>,
  publicUrl: string,
  clock: () => number,
): Promise<number> {
  const now = clock();
  const { rows } = await sql<Letter>`
    UPDATE message SET attempts = attempts + 1, next_at = ${new Date(now + 60_000)}
    WHERE id IN (SELECT id FROM message WHERE state = 'queued' AND next_at <= ${new Date(now)} ORDER BY next_at LIMIT ${LETTERS} FOR UPDATE SKIP LOCKED)
    RETURNING id, channel, address, topic, subject_id, level, text, attempts, trace, cause AS event,
      extract(epoch FROM at)::float8 * 1000 AS at`.execute(db);
  await Promise.all(rows.map((letter) => send(db, adapters.get(letter.channel), letter, publicUrl, clock)));
  return rows.length;
}

const PAGES: Readonly<Record<string, string>> = { alarm: '/desk?alarm=', test: '/account' };

async function send(
  db: Database,
  adapter: Adapter | undefined,
  letter: Letter,
  publicUrl: string,
  clock: () => number,
): Promise<void> {
  const href = `${publicUrl}${PAGES[letter.topic] ?? '/case/'}${PAGES[letter.topic] === '/account' ? '' : letter.subject_id}`;
  try {
    if (adapter === undefined) throw new Error('通道未配置 · channel not set up');
    const { receipt, delivered } = await adapter.send({ ...letter, href });
    noteSending(letter, letter);
    const at = new Date(clock());
    await sql`
      UPDATE message SET state = ${delivered ? 'delivered' : 'sent'}, sent_at = ${at}, delivered_at = ${delivered ? at : null}, receipt = ${receipt},
        next_at = NULL, error = NULL
      WHERE id = ${letter.id} AND state = 'queued'`.execute(db);
  } catch (error) {
    const again = retryAt(letter.attempts, clock());
    noteSending(letter, letter, (error as Error).message);
    await sql`
      UPDATE message SET state = ${again === null ? 'failed' : 'queued'}, next_at = ${again === null ? null : new Date(again)},
        error = ${(error as Error).message.slice(0, 300)}
      WHERE id = ${letter.id} AND state = 'queued'`.execute(db);
  }
}

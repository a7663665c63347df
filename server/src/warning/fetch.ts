import { sql } from 'kysely';
import type { Logger } from 'pino';
import { parseFeed, type FeedEntry } from '@anlan/gateways';
import type { Inbox } from './keep.ts';
import { receive } from './receive.ts';

const PATIENCE_MS = 15_000;
const LARGEST = 8 << 20;
const LARGEST_ALERT = 1 << 20;
/** New entries fetched in one round; the rest follow in the next. */
const MOST_AT_ONCE = 50;
const TICK_MS = 5000;

interface Feed {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly regionPath: string;
  readonly exercises: boolean;
  readonly etag: string | null;
  readonly modified: string | null;
}

/** Fetches the feeds that are due, for ever. What an entry said before is known by its warning; nothing is kept in memory alone. */
export function startFeeds(inbox: Inbox, log: Pick<Logger, 'warn'>, clock: () => number): { stop(): Promise<void> } {
  const seen = new Map<string, Set<string>>();
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= fetchDue(inbox, clock, seen)
      .then(() => {})
      .catch((error: unknown) => log.warn({ error: (error as Error).message }, 'warning feeds'))
      .finally(() => {
        running = undefined;
      });
  }, TICK_MS);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}

/** One round over the feeds that are due. `seen` holds the ids of entries already taken, by feed. */
export async function fetchDue(inbox: Inbox, clock: () => number, seen: Map<string, Set<string>>): Promise<number> {
  const { db } = inbox;
  const { rows } = await sql<Feed>`
    UPDATE warning_source SET asked_at = ${new Date(clock())}
    WHERE id IN (SELECT id FROM warning_source WHERE kind = 'feed' AND enabled AND retired_at IS NULL
      AND (asked_at IS NULL OR asked_at <= ${new Date(clock())}::timestamptz - make_interval(secs => interval_s))
      ORDER BY asked_at NULLS FIRST LIMIT 10 FOR UPDATE SKIP LOCKED)
    RETURNING id, name, url, region_path AS "regionPath", exercises, etag, modified`.execute(db);
  for (const feed of rows) {
    const known = seen.get(feed.id) ?? new Set();
    seen.set(feed.id, known);
    const trouble = await follow(inbox, feed, known, clock).catch((error: unknown) => reasonOf(error as Error));
    await sql`UPDATE warning_source SET trouble = ${trouble} WHERE id = ${feed.id}`.execute(db);
  }
  return rows.length;
}

/** Takes what is new in a feed; gives back what went wrong, null when all went well. */
async function follow(inbox: Inbox, feed: Feed, known: Set<string>, clock: () => number): Promise<string | null> {
  const first = known.size === 0;
  const answer = await get(feed.url, {
    accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9',
    // After a start the entries are to be seen again, whether they have changed or not.
    ...(feed.etag === null || first ? {} : { 'if-none-match': feed.etag }),
    ...(feed.modified === null || first ? {} : { 'if-modified-since': feed.modified }),
  });
  if (answer.status === 304) return null;
  if (!answer.ok) return `HTTP ${answer.status}`;
  const entries = parseFeed(await bodyOf(answer, LARGEST));
  if ('ok' in entries) return `${entries.reason}: ${entries.detail}`;
  let trouble: string | null = null;
  const fresh = entries.filter(({ id }) => !known.has(id));
  for (const entry of fresh.slice(0, MOST_AT_ONCE)) {
    const problem = await take(inbox, feed, entry, clock()).catch((error: unknown) => reasonOf(error as Error));
    if (problem === undefined) known.add(entry.id);
    else trouble = `${entry.id.slice(0, 80)}: ${problem}`;
  }
  const here = new Set(entries.map(({ id }) => id));
  for (const id of known) if (!here.has(id)) known.delete(id);
  const whole = fresh.length <= MOST_AT_ONCE && trouble === null;
  await sql`
    UPDATE warning_source SET etag = ${whole ? answer.headers.get('etag') : null}, modified = ${whole ? answer.headers.get('last-modified') : null}
    WHERE id = ${feed.id}`.execute(inbox.db);
  return trouble;
}

/** Takes one entry; undefined when there is no need to come again for it. */
async function take(inbox: Inbox, feed: Feed, entry: FeedEntry, now: number): Promise<string | undefined> {
  if (entry.alert !== undefined) {
    await receive(inbox, feed, entry.alert, now);
    return undefined;
  }
  const [link] = entry.links;
  if (link === undefined) return 'no link';
  const url = new URL(link, feed.url);
  // A feed may not send the platform anywhere else.
  if (url.host !== new URL(feed.url).host || !/^https?:$/.test(url.protocol)) return `foreign address ${url.host}`;
  const answer = await get(url.href, { accept: 'application/cap+xml, application/xml;q=0.9' });
  if (answer.status === 404 || answer.status === 410) return undefined;
  if (!answer.ok) return `HTTP ${answer.status}`;
  await receive(inbox, feed, await bodyOf(answer, LARGEST_ALERT), now);
  return undefined;
}

function get(url: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, {
    redirect: 'error',
    headers: { ...headers, 'user-agent': 'Anlan' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

async function bodyOf(answer: Response, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of answer.body ?? []) {
    length += (part as Uint8Array).length;
    if (length > most) throw new Error(`longer than ${most} bytes`);
    parts.push(part as Uint8Array);
  }
  return Buffer.concat(parts);
}

function reasonOf(error: Error): string {
  const cause = (error.cause as Error | undefined)?.message;
  return (cause ?? error.message).slice(0, 200);
}

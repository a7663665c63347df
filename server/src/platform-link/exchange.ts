import type { ClickHouseClient } from '@clickhouse/client';
import { sql } from 'kysely';
import { type Jt809Listener, type Jt809Options, listenJt809, type LinkState, type Log } from '@anlan/gateways';
import type { Intake } from '@anlan/kernel/telemetry';
import type { Database } from '../access/scoped.ts';
import { openSecretBox } from '../identity/secret-box.ts';
import type { Batch } from '../ingest/record.ts';
import { listen as listenTo } from '../live/listen.ts';
import { takeWord } from './business.ts';
import { openForwarder } from './forward.ts';
import { readMissed } from './missed.ts';
import { collectAlarms, markLate, sendOutgoing } from './outgoing.ts';
import { LINK_CHANNEL, readLinks, type UsedLink } from './peers.ts';

/** The links to other vehicle platforms, as the intake process runs them. */
interface PlatformLinks {
  readonly listener: Jt809Listener;
  /** Durable signals: those of exchanged vehicles go to upper platforms. */
  take(batch: Pick<Batch, 'fixes' | 'receivedAt'>): void;
  states(): readonly LinkState[];
  close(): Promise<void>;
}

export interface PlatformLinkParts {
  readonly db: Database;
  /** Address of the system of record, to hear of changes. */
  readonly postgres: string;
  readonly clickhouse: ClickHouseClient;
  readonly home: string;
  readonly host: string;
  readonly port: number;
  readonly intake: Intake;
  readonly clock: () => number;
  readonly log: Log;
  /** Marks what has come until now; what it gives tells whether all of that is in the history. */
  readonly mark: () => () => boolean;
  readonly limits?: Jt809Options['limits'];
}

const SWEEP_MS = 1000;
const CURSOR_MS = 5000;

/** Opens the port and all links in use, and follows changes of them; rejects when the port is taken. */
export async function openPlatformLinks(parts: PlatformLinkParts): Promise<PlatformLinks> {
  const { db, clock, log } = parts;
  const box = await openSecretBox(parts.home);
  let links: readonly UsedLink[] = await readLinks(db, box);
  const forwarder = openForwarder({
    ...parts,
    listener: () => listener,
    missed: (vehicles, after, to) => readMissed(parts.clickhouse, vehicles, after, to),
  });
  forwarder.configure(links);
  const listener: Jt809Listener = await listenJt809({
    host: parts.host,
    port: parts.port,
    intake: parts.intake,
    clock,
    log,
    links: links.map(({ peer }) => peer),
    business: async (id, word) => {
      const link = links.find(({ peer }) => peer.id === id);
      if (link !== undefined) await takeWord(db, link, word);
      void sweep();
    },
    up: (id) => {
      forwarder.up(id);
      void sweep();
    },
    ...(parts.limits !== undefined && { limits: parts.limits }),
  });

  async function refresh(): Promise<void> {
    links = await readLinks(db, box);
    forwarder.configure(links);
    listener.configure(links.map(({ peer }) => peer));
  }

  let sweeping: Promise<void> | undefined;
  let again = false;
  function sweep(): Promise<void> {
    again = true;
    sweeping ??= (async () => {
      while (again) {
        again = false;
        if (links.length === 0) break;
        await collectAlarms(db, links);
        await sendOutgoing(db, links, (id, word) => listener.say(id, word));
        await markLate(db);
      }
    })()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'platform links not swept'))
      .finally(() => (sweeping = undefined));
    return sweeping;
  }

  async function keepCursors(): Promise<void> {
    for (const [id, until] of forwarder.cursors()) {
      await sql`
        UPDATE platform_link SET forwarded_until = ${new Date(until)}
        WHERE id = ${id} AND forwarded_until IS DISTINCT FROM ${new Date(until)}`.execute(db);
    }
  }

  const follower = await listenTo(parts.postgres, LINK_CHANNEL, () => {
    refresh()
      .then(sweep)
      .catch((error: unknown) => log.warn({ error: String(error) }, 'platform links not read'));
  });
  const sweeps = setInterval(() => void sweep(), SWEEP_MS);
  const cursors = setInterval(
    () => void keepCursors().catch((error: unknown) => log.warn({ error: String(error) }, 'cursors not kept')),
    CURSOR_MS,
  );
  return {
    listener,
    take: (record) => forwarder.take(record),
    states: () => listener.links(),
    async close() {
      clearInterval(sweeps);
      clearInterval(cursors);
      follower.close();
      forwarder.close();
      await listener.close();
      await sweeping;
      await keepCursors().catch(() => {});
    },
  };
}

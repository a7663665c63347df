import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { sql } from 'kysely';
import type pg from 'pg';
import type { Tx } from '../access/scoped.ts';
import { openClient } from '../store/postgres/client.ts';

/** What there must be exactly one of in a platform, however many machines it has. */
export type Duty = 'judging' | 'history' | 'field' | 'timers';

/** Of each duty one number of PostgreSQL's advisory locks, `pg_advisory_lock(7300, n)`. */
const NUMBER: Readonly<Record<Duty, number>> = { judging: 1, history: 2, field: 3, timers: 4 };
export const LOCKS = 7300;

const LOOK_MS = 500;
const ALIVE_MS = 3000;
/** Without an answer for so long the connection counts as lost; a machine that is only busy answers later than one likes. */
const ANSWER_MS = 15_000;
/** A leader whose connection is lost has so long to get its lock back before it is told to stop. */
const REGAIN_MS = 30_000;
/**
 * The server ends a transaction of a duty whose process says nothing for so long: the next leader waits for it, and a
 * process that stands still or a machine that is gone would never end it.
 */
const SILENT_IN_TRANSACTION = '20s';

/** A transaction of a process that led once: another one leads now. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** Held by one process of the platform at a time. */
export interface Leadership {
  /** Counts the changes of hands. */
  readonly epoch: number;
  /** First in every transaction of the duty: throws Fenced when another process leads, and holds off the next one till it ends. */
  readonly guard: (tx: Tx) => Promise<void>;
  /** Lets another process have it at once. */
  resign(): Promise<void>;
}

export interface Candidate {
  readonly url: string;
  readonly duty: Duty;
  /** Who we are, as the diagnostics show it. */
  readonly holder: string;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Another process leads, or none can be known to: whatever the duty does must end now. */
  lost(): void;
}

/**
 * Waits until this process leads a duty. The lock belongs to a connection, so it is free when the process or its machine
 * is gone; the epoch belongs to the data, so one who does not know yet that it lost the lock cannot write any more.
 * Undefined when `stopping` came first.
 */
export async function lead(candidate: Candidate, stopping: AbortSignal): Promise<Leadership | undefined> {
  const { duty, log } = candidate;
  let client: pg.Client | undefined;
  let epoch: number | undefined;
  let resigned = false;

  /** The lock is taken back when nobody led meanwhile; otherwise the duty is lost. */
  async function keepOn(): Promise<void> {
    const lostAt = Date.now();
    while (!resigned && !stopping.aborted && Date.now() - lostAt < REGAIN_MS) {
      const standing = await connect(candidate).catch(() => undefined);
      try {
        if (standing !== undefined && (await isFree(standing, duty))) {
          if ((await epochOf(standing, duty)) === epoch) return hold(standing);
          await standing.end();
          break;
        }
      } catch {
        // The connection is lost again.
      }
      await standing?.end().catch(() => {});
      await pause(LOOK_MS);
    }
    if (!resigned && !stopping.aborted) candidate.lost();
  }

  function hold(held: pg.Client): void {
    client = held;
    // A connection that is dead without a word would leave us believing.
    const asking = setInterval(() => void held.query('SELECT 1').catch(() => held.end()), ALIVE_MS);
    held.once('end', () => {
      clearInterval(asking);
      if (!resigned) void keepOn();
    });
  }

  const standing = await waitForIt(candidate, stopping);
  if (standing === undefined) return undefined;
  epoch = standing.epoch;
  hold(standing.client);
  log.info({ duty, epoch }, 'leads');
  return {
    epoch,
    guard: guardOf(duty, epoch),
    async resign() {
      resigned = true;
      await client?.end().catch(() => {});
    },
  };
}

/** Stands in line with one connection, as long as that lasts, until the lock is ours; undefined when `stopping` came first. */
async function waitForIt(
  candidate: Candidate,
  stopping: AbortSignal,
): Promise<{ client: pg.Client; epoch: number } | undefined> {
  const { duty, holder, log } = candidate;
  let client: pg.Client | undefined;
  while (!stopping.aborted) {
    try {
      client ??= await connect(candidate);
      if (await isFree(client, duty)) return { client, epoch: await begin(client, duty, holder) };
    } catch (error) {
      log.warn({ duty, error: (error as Error).message }, 'leadership not asked for');
      await client?.end().catch(() => {});
      client = undefined;
    }
    await pause(LOOK_MS, undefined, { signal: stopping }).catch(() => {});
  }
  await client?.end().catch(() => {});
  return undefined;
}

/** A connection that can hold the lock. What it asks is given up by the server, so that no backend waits on behind a client that has gone. */
async function connect({ url, duty }: Candidate): Promise<pg.Client> {
  const client = openClient(url, {
    connectionTimeoutMillis: ANSWER_MS,
    application_name: `anlan-${duty}`,
    statement_timeout: ANSWER_MS,
    query_timeout: ANSWER_MS + ALIVE_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    // A machine that is gone without a word is noticed after eleven seconds.
    await client.query('SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3');
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

/** Takes the lock when no other connection has it. */
async function isFree(client: pg.Client, duty: Duty): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS got', [
    LOCKS,
    NUMBER[duty],
  ]);
  return rows[0]?.got === true;
}

/** The next epoch begins when the last transaction under the one before has ended: they hold the row. */
async function begin(client: pg.Client, duty: Duty, holder: string): Promise<number> {
  const { rows } = await client.query<{ epoch: string }>(
    `INSERT INTO leadership (duty, epoch, holder) VALUES ($1, 1, $2)
     ON CONFLICT (duty) DO UPDATE SET epoch = leadership.epoch + 1, holder = excluded.holder, since = now() RETURNING epoch`,
    [duty, holder],
  );
  return Number(rows[0]!.epoch);
}

async function epochOf(client: pg.Client, duty: Duty): Promise<number> {
  const { rows } = await client.query<{ epoch: string }>('SELECT epoch FROM leadership WHERE duty = $1', [duty]);
  return Number(rows[0]?.epoch ?? 0);
}

function guardOf(duty: Duty, epoch: number): (tx: Tx) => Promise<void> {
  return async (tx) => {
    const { rows } = await sql`
      SELECT set_config('idle_in_transaction_session_timeout', ${SILENT_IN_TRANSACTION}, true)
      FROM leadership WHERE duty = ${duty} AND epoch = ${epoch} FOR SHARE`.execute(tx);
    if (rows.length === 0) throw new Fenced(`another process leads ${duty}`);
  };
}

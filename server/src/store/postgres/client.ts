import pg from 'pg';
import { hostsOf } from './hosts.ts';

/** Hosts are asked at once, so one that is gone holds up nobody, and one that is busy may take its time. */
const LOOK_MS = 15_000;

type Connected = ((error: Error) => void) | ((error: null, client: pg.Client) => void);

/**
 * A client of one PostgreSQL by address. Of several hosts it connects to the one that can be written to, so that after a
 * fail-over a new connection is one to the new primary; a connection never moves.
 */
export function openClient(url: string, more: pg.ClientConfig = {}): pg.Client {
  const hosts = hostsOf(url);
  const [only] = hosts;
  if (hosts.length === 1) return new pg.Client({ ...more, connectionString: only });
  return new Following(hosts, { ...more, connectionString: only });
}

/** What a pool makes its connections with; undefined where the driver's own client will do. */
export function clientClass(url: string): (new (config?: pg.ClientConfig) => pg.Client) | undefined {
  const hosts = hostsOf(url);
  if (hosts.length === 1) return undefined;
  return class extends Following {
    constructor(config?: pg.ClientConfig) {
      super(hosts, { ...config, connectionString: hosts[0] });
    }
  };
}

class Following extends pg.Client {
  readonly #hosts: readonly string[];

  constructor(hosts: readonly string[], config: pg.ClientConfig) {
    super({ keepAlive: true, ...config });
    this.#hosts = hosts;
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.Client> | void {
    const connecting = this.#connect();
    if (callback === undefined) return connecting;
    const told = callback as (error: Error | null, client?: pg.Client) => void;
    connecting.then((client) => told(null, client), told);
  }

  async #connect(): Promise<pg.Client> {
    const address = new URL(await primaryOf(this.#hosts));
    // The driver takes its host when it connects, not when it is made.
    const target = this as unknown as { host: string; port: number };
    target.host = address.hostname;
    target.port = Number(address.port || 5432);
    return super.connect();
  }
}

/** Looks under way, by hosts: a pool that opens many connections at once asks once. */
const looks = new Map<string, Promise<string>>();

function primaryOf(hosts: readonly string[]): Promise<string> {
  const key = hosts.join();
  const look = looks.get(key) ?? lookFor(hosts).finally(() => looks.delete(key));
  looks.set(key, look);
  return look;
}

/** The host that can be written to; rejects when there is none. */
async function lookFor(hosts: readonly string[]): Promise<string> {
  const looking = hosts.map(async (host) => {
    if (await isPrimary(host)) return host;
    throw new Error('a replica');
  });
  return Promise.any(looking).catch((error: AggregateError) => {
    const why = error.errors.map((each: Error) => each.message).join('; ');
    throw new Error(`no PostgreSQL of ${hosts.length} hosts can be written to: ${why}`);
  });
}

async function isPrimary(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: LOOK_MS, query_timeout: LOOK_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ replica: boolean }>('SELECT pg_is_in_recovery() AS replica');
    return rows[0]?.replica === false;
  } finally {
    await client.end().catch(() => {});
  }
}

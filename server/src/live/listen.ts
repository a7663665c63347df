import pg from 'pg';
import { openClient } from '../store/postgres/client.ts';

const RETRY_MS = 1000;
const LONGEST_CONNECT_MS = 10_000;

/**
 * Hears the notifications of a PostgreSQL channel. A lost connection is opened again; `heard` is called then too, as
 * some may have been missed meanwhile. Resolves after the first attempt, whether it succeeded or not.
 */
export async function listen(url: string, channel: string, heard: () => void): Promise<{ close(): void }> {
  let client: pg.Client | undefined;
  let planned: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const own = openClient(url, { connectionTimeoutMillis: LONGEST_CONNECT_MS });
    client = own;
    own.on('notification', heard);
    // A lost connection may be reported as an error more than once, but it ends once.
    own.on('error', () => {});
    own.once('end', () => {
      if (!closed) planned = setTimeout(() => void connect(), RETRY_MS);
    });
    try {
      await own.connect();
      await own.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      heard();
    } catch {
      await own.end().catch(() => {});
    }
  }

  await connect();
  return {
    close() {
      closed = true;
      clearTimeout(planned);
      client?.end().catch(() => {});
    },
  };
}

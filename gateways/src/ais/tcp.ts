import type { Listener } from '../listener.ts';
import { Tally } from '../tally.ts';
import { type Connection, openTcp, TCP_LIMITS } from '../tcp.ts';
import { AisEar, type AisOptions } from './source.ts';

const NAME = 'ais-tcp';
const LINE_FEED = 10;

/** Takes AIS feeds from stations that connect over TCP; see `README.md` beside this file for what is counted. */
export async function listenAisTcp(options: AisOptions): Promise<Listener> {
  const tally = new Tally(NAME, options.intake);
  const ear = new AisEar(options, tally);
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits: { ...TCP_LIMITS, connections: 256, ...options.limits },
    tally,
    open: (connection) => feed(connection, ear),
  });
  options.log.info({ listener: NAME, port: tcp.port }, 'listening');
  return {
    name: NAME,
    port: tcp.port,
    sessions: () => tcp.connections.size,
    stats: () => tally.stats(tcp.connections.size),
    close: () => tcp.close(),
  };
}

function feed(connection: Connection, ear: AisEar): void {
  const source = ear.source();
  connection.read((chunk) => {
    const { envelopes, complete } = source.take(chunk, ear.options.clock());
    if (complete) connection.heard();
    if (chunk.includes(LINE_FEED)) connection.incomplete(false);
    connection.incomplete(chunk.at(-1) !== LINE_FEED);
    for (const envelope of envelopes) {
      connection.hold();
      void ear.deliver(envelope).finally(() => connection.release());
    }
  });
}

import type { Listener } from '../../listener.ts';
import { Tally } from '../../tally.ts';
import { openTcp, TCP_LIMITS } from '../../tcp.ts';
import { type AttachmentLimits, type AttachmentOptions, type AttachmentServer, NAME } from './server.ts';
import { AttachmentSession } from './session.ts';

const MEBIBYTE = 1_048_576;
const LIMITS: AttachmentLimits = {
  ...TCP_LIMITS,
  connections: 2000,
  connect: 30_000,
  file: 32 * MEBIBYTE,
  files: 16,
  memory: 256 * MEBIBYTE,
};

/**
 * Takes the files of active-safety alarms (T/JSATL 12-2017 §4.7): frames and file packets in turn on one connection, which
 * proves itself by the number that the platform gave with its request.
 */
export async function listenAttachments(options: AttachmentOptions): Promise<Listener> {
  const tally = new Tally(NAME, options.intake);
  const limits = { ...LIMITS, ...options.limits };
  let accepted = 0;
  const server: AttachmentServer = {
    options,
    limits,
    held: 0,
    refuse: (reason, identity, detail) => tally.refuse(reason, identity, detail),
    took: () => (accepted += 1),
  };
  const tcp = await openTcp({
    host: options.host,
    port: options.port,
    limits,
    tally,
    open: (connection) => {
      const session = new AttachmentSession(connection, server);
      connection.read((chunk) => session.take(chunk));
      connection.socket.on('close', () => session.end());
    },
  });
  options.log.info({ listener: NAME, port: tcp.port }, 'listening');
  return {
    name: NAME,
    port: tcp.port,
    sessions: () => tcp.connections.size,
    stats: () => ({ ...tally.stats(tcp.connections.size), accepted }),
    close: () => tcp.close(),
  };
}

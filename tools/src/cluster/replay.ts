import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { NATS, type Layout } from './layout.ts';

const STREAM = 'ANLAN_LOG';

/** A client of the bus; it waits for a server that is just being started. */
export function connectBus(layout: Layout): Promise<NatsConnection> {
  return connect({
    servers: NATS.map((name) => `127.0.0.1:${layout.nats[name]!.client}`),
    user: 'anlan',
    pass: layout.passwords.nats,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
  });
}

/**
 * Sends every message of the log once more without its id, as one that comes after the bus has forgotten that it had
 * it. Gives how many there were.
 */
export async function replayAll(layout: Layout): Promise<number> {
  const bus = await connectBus(layout);
  try {
    const manager = await jetstreamManager(bus);
    const client = jetstream(bus);
    const { first_seq: first, last_seq: last } = (await manager.streams.info(STREAM)).state;
    let sent = 0;
    for (let sequence = first; sequence <= last; sequence += 1) {
      const message = await manager.streams.getMessage(STREAM, { seq: sequence });
      if (message === null) continue;
      await client.publish(message.subject, message.data);
      sent += 1;
    }
    return sent;
  } finally {
    await bus.close();
  }
}

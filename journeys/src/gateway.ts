import { connectAsync } from 'mqtt';

export interface Reading {
  readonly point: string;
  readonly value: number;
  readonly quality?: string;
  readonly at?: number;
}

/** A connected MQTT device. */
export interface Gateway {
  /** Publishes with QoS 1; resolves with the acknowledgement, rejects when the connection ends before it. */
  publish(at: number, readings: readonly Reading[]): Promise<void>;
  end(): void;
}

/** Connects the device of a serial such as `SR-000042`; rejects when it is turned away. */
export async function connectGateway({
  port,
  serial,
  secret,
}: {
  port: number;
  serial: string;
  secret: string;
}): Promise<Gateway> {
  const client = await connectAsync(
    `mqtt://127.0.0.1:${port}`,
    {
      username: serial,
      password: secret,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 60,
      queueQoSZero: false,
    },
    false,
  );
  client.on('error', () => {});
  const ended = new Promise<never>((_, reject) =>
    client.once('close', () => reject(new Error('the connection ended'))),
  );
  ended.catch(() => {});
  return {
    async publish(at, readings) {
      await Promise.race([
        client.publishAsync(`anlan/v1/${serial}/readings`, JSON.stringify({ at, readings }), { qos: 1 }),
        ended,
      ]);
    },
    end: () => client.end(true),
  };
}

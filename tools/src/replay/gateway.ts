import { connect, type MqttClient } from 'mqtt';
import { BackOff } from './back-off.ts';
import type { Counts } from './counts.ts';

export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  /** Serial of the device: its user name. */
  readonly serial: string;
  readonly secret: string;
  readonly counts: Counts;
  /** Asked for all values at once by a command of the platform. */
  onQuery(): void;
}

/** One value of one point, as the payload carries it. */
export interface Measured {
  readonly point: string;
  readonly value: number;
  readonly quality: string;
  readonly at?: number;
}

const MOST_UNACKNOWLEDGED = 32;

/** An MQTT device: publishes readings with QoS 1, obeys commands, reconnects with back-off. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #backOff = new BackOff();
  readonly #topic: string;
  #client: MqttClient | undefined;
  #retry: NodeJS.Timeout | undefined;
  #unacknowledged = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#topic = `anlan/v1/${options.serial}`;
  }

  get connected(): boolean {
    return this.#client?.connected ?? false;
  }

  get ready(): boolean {
    return this.connected && this.#unacknowledged < MOST_UNACKNOWLEDGED;
  }

  /** Connects, and again whenever the connection is lost. */
  start(): void {
    const { host, port, serial, secret } = this.#options;
    const options = { username: serial, password: secret, reconnectPeriod: 0, keepalive: 60, queueQoSZero: false };
    const client = connect(`mqtt://${host}:${port}`, options);
    this.#client = client;
    this.#unacknowledged = 0;
    client.on('connect', () => {
      this.#backOff.reset();
      client.subscribe(`${this.#topic}/command`, { qos: 1 });
    });
    client.on('message', (_, bytes) => this.#commanded(bytes));
    // The reason of a failed attempt does not matter; 'close' follows.
    client.on('error', () => {});
    client.once('close', () => {
      client.end(true);
      if (this.#client === client) this.#retry = setTimeout(() => this.start(), this.#backOff.wait());
    });
  }

  /** Publishes values measured at `at` (epoch ms). */
  publish(at: number, readings: readonly Measured[]): void {
    const { counts } = this.#options;
    counts.sent += 1;
    this.#unacknowledged += 1;
    this.#client?.publish(`${this.#topic}/readings`, JSON.stringify({ at, readings }), { qos: 1 }, (error) => {
      this.#unacknowledged -= 1;
      if (!error) counts.acknowledged += 1;
    });
  }

  end(): void {
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    client?.end(true);
  }

  #commanded(bytes: Buffer): void {
    const { id, kind } = JSON.parse(bytes.toString('utf8')) as { id: string; kind: string };
    const known = kind === 'query' || kind === 'text';
    if (kind === 'query') this.#options.onQuery();
    this.#client?.publish(
      `${this.#topic}/command/ack`,
      JSON.stringify({ id, result: known ? 'done' : 'unsupported' }),
      { qos: 1 },
    );
  }
}

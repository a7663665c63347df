import { demonstrationSecret, readSparkplug, writeSparkplug } from '@anlan/gateways';
import { connect, type MqttClient } from 'mqtt';
import type { Simulated, SimulatedOptions } from './simulated.ts';

const DOUBLE = 10;
const UINT64 = 8;
const BOOLEAN = 11;
const SEQUENCE = 256;
const DEVICE = 'tank-1';

/** An edge node with one device: birth, then data by alias; answers a request for its birth. Nobody acknowledges it. */
export class SimulatedNode implements Simulated {
  readonly #options: SimulatedOptions;
  #client: MqttClient | undefined;
  #seq = 0;
  #bdSeq = 0;
  #step = 0;

  constructor(options: SimulatedOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#client?.connected ?? false;
  }

  start(): void {
    const { host, port, name, key, refused } = this.#options;
    const client = connect(`mqtt://${host}:${port}`, {
      username: name,
      password: demonstrationSecret(key, `sparkplug:${name}`),
      reconnectPeriod: 5000,
      will: { topic: this.#topic('NDEATH'), payload: this.#number(), qos: 1, retain: false },
    });
    this.#client = client;
    client.on('error', () => refused());
    client.on('message', (_topic, bytes) => {
      const asked = readSparkplug(bytes)?.metrics.some(({ name: metric }) => metric === 'Node Control/Rebirth');
      if (asked === true) this.#birth();
    });
    client.on('connect', () => {
      client.subscribe(this.#topic('NCMD'));
      this.#birth();
    });
  }

  send(): void {
    this.#step += 1;
    const now = Date.now();
    const value = Number((50 + 10 * Math.sin(this.#step / 50)).toFixed(1));
    this.#publish('DDATA', [{ alias: 1, timestamp: now, datatype: DOUBLE, value }], DEVICE);
  }

  end(): void {
    this.#client?.publish(this.#topic('NDEATH'), this.#number());
    this.#client?.end();
  }

  #birth(): void {
    const now = Date.now();
    this.#seq = -1;
    this.#publish('NBIRTH', [
      { name: 'bdSeq', timestamp: now, datatype: UINT64, value: this.#bdSeq },
      { name: 'Node Control/Rebirth', timestamp: now, datatype: BOOLEAN, value: false },
    ]);
    this.#publish('DBIRTH', [{ name: 'level', alias: 1, timestamp: now, datatype: DOUBLE, value: 50 }], DEVICE);
  }

  /** The certificate of death carries the number of the birth alone. */
  #number(): Buffer {
    const timestamp = Date.now();
    return writeSparkplug({ timestamp, metrics: [{ name: 'bdSeq', timestamp, datatype: UINT64, value: this.#bdSeq }] });
  }

  #publish(type: string, metrics: Parameters<typeof writeSparkplug>[0]['metrics'], device?: string): void {
    this.#seq = (this.#seq + 1) % SEQUENCE;
    this.#client?.publish(
      this.#topic(type, device),
      writeSparkplug({ timestamp: Date.now(), seq: this.#seq, metrics }),
    );
  }

  #topic(type: string, device?: string): string {
    const [group, node] = this.#options.name.split('/');
    return `spBv1.0/${group}/${type}/${node}${device === undefined ? '' : `/${device}`}`;
  }
}

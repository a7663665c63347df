import { createHash } from 'node:crypto';
import { callbackify } from 'node:util';
import {
  Aedes,
  type AuthenticateError,
  type Client,
  type ConnectPacket,
  type PublishPacket,
  type Subscription,
} from 'aedes';
import { Awaiting } from '../awaiting.ts';
import type { Command, CommandResult, ListenOptions } from '../listener.ts';
import { Deliveries, deliverOnce } from '../once.ts';
import { ByDevice } from '../recent.ts';
import type { Tally } from '../tally.ts';
import type { Connection, TcpLimits } from '../tcp.ts';
import { type Node, SparkplugHost, type SparkplugOptions } from '../sparkplug/host.ts';
import { STATE_TOPICS } from '../sparkplug/topic.ts';
import { readAcknowledgement } from './acknowledgement.ts';
import { FAILURES } from './failures.ts';
import { readPayload } from './payload.ts';

/** Bounds; times in ms. */
export interface MqttLimits extends TcpLimits {
  /** Longest time from connecting to CONNECT. */
  readonly connect: number;
  /** Longest keep-alive in seconds; a client that asks for more, or for none, gets this one. */
  readonly keepalive: number;
  readonly payload: number;
  readonly command: number;
}

export interface MqttOptions extends ListenOptions {
  /** Is this the secret of the device? Asked for registered devices only. */
  verify(identity: string, password: string): boolean;
  readonly limits?: Partial<MqttLimits>;
  readonly settingsOf?: SparkplugOptions['settingsOf'];
}

/** What the broker keeps of one connected device. */
interface Session {
  readonly identity: string;
  readonly client: Client;
  readonly awaiting: Awaiting;
  commands: boolean;
}

const PREFIX = 'anlan/v1/';
const MINUTE = 60_000;
const DAY = 86_400_000;
const DEVICES_REMEMBERED = 50_000;
const MESSAGES_REMEMBERED = 64;
const NAME = /^[\w.-]{1,64}$/;

/** A refusal that has been counted where it was found. */
class Refused extends Error {}

/** The MQTT rules of the platform around an Aedes broker: own topics only, no stored sessions, no wills, no retention. */
export class DeviceBroker {
  readonly broker: Aedes;
  readonly sparkplug: SparkplugHost;
  readonly #options: MqttOptions;
  readonly #limits: MqttLimits;
  readonly #tally: Tally;
  readonly #connections = new WeakMap<object, Connection>();
  readonly #sessions = new Map<string, Session>();
  readonly #passwords = new WeakMap<Client, string>();
  /** Edge nodes of Sparkplug by their connection, and the death certificates they came with. */
  readonly #nodes = new WeakMap<Client, Node>();
  readonly #wills = new WeakMap<Client, Uint8Array>();
  readonly #recent = new ByDevice(DEVICES_REMEMBERED, () => new Deliveries(MESSAGES_REMEMBERED));
  #commands = 0;

  constructor(options: MqttOptions, limits: MqttLimits, tally: Tally) {
    this.#options = options;
    this.#limits = limits;
    this.#tally = tally;
    this.broker = new Aedes({
      // The port ends whoever says nothing; the broker's own end, later, must not count the same silence again.
      connectTimeout: limits.connect + MINUTE,
      drainTimeout: limits.slow,
      maxTopicLevels: 8,
      preConnect: (client, packet, done) => done(null, this.#shape(client, packet)),
      authenticate: (client, name, password, done) =>
        this.#authenticate(client, name, password?.toString('utf8'), done),
      authorizePublish: callbackify((client: Client | null, packet: PublishPacket) => this.#publish(client, packet)),
      authorizeSubscribe: (client, subscription, done) => done(null, this.#subscription(client, subscription)),
    });
    this.sparkplug = new SparkplugHost(options, (topic, payload) => this.#say(topic, payload, 0, false));
    this.broker.on('client', (client) => this.#registered(client));
    this.broker.on('clientDisconnect', (client) => this.#gone(client));
    this.broker.on('keepaliveTimeout', (client) => this.#refuse('half-open', client, 'keep-alive'));
    this.broker.on('clientError', (client, error) => this.#failed(client, error));
    this.broker.on('connectionError', (client, error) => this.#failed(client, error));
  }

  get sessions(): number {
    return this.#sessions.size;
  }

  /** Takes over a connection; `stream` carries its bytes. */
  attach(stream: Parameters<Aedes['handle']>[0], connection: Connection): void {
    this.#connections.set(stream, connection);
    this.broker.handle(stream);
  }

  async send(identity: string, command: Command): Promise<CommandResult> {
    const session = this.#sessions.get(identity);
    if (!session) return { result: 'offline' };
    if (!session.commands) return { result: 'unsupported', detail: 'the device has not subscribed to its commands' };
    const id = String((this.#commands += 1));
    const answer = session.awaiting.answer(id);
    this.#say(`${PREFIX}${nameOf(identity)}/command`, JSON.stringify({ id, ...command }), 1, false);
    return answer;
  }

  /** Tells edge nodes whether the host is there (Sparkplug B 3.0, 5.7): they may hold their data back until it is. */
  state(online: boolean): void {
    const payload = JSON.stringify({ online, timestamp: this.#options.clock() });
    for (const topic of STATE_TOPICS) this.#say(topic, payload, 1, true);
  }

  #say(topic: string, payload: string | Buffer, qos: 0 | 1, retain: boolean): void {
    this.broker.publish({ cmd: 'publish', topic, payload, qos, retain, dup: false }, () => {});
  }

  /** A clean session under the device's own name: no device can take over another's session or leave state behind. */
  #shape(client: Client, packet: ConnectPacket): boolean {
    packet.clientId = packet.username ?? '';
    packet.clean = true;
    // The end of the connection is death enough; the certificate is kept for its number only.
    if (packet.will && SparkplugHost.isNode(packet.clientId)) this.#wills.set(client, Buffer.from(packet.will.payload));
    delete packet.will;
    const { keepalive } = this.#limits;
    packet.keepalive = Math.min(packet.keepalive || keepalive, keepalive);
    // From here on the keep-alive decides.
    const connection = this.#connections.get(client.conn);
    if (connection) connection.idle = Number.POSITIVE_INFINITY;
    return true;
  }

  #authenticate(
    client: Client,
    name: string | undefined,
    password: string | undefined,
    done: (error: AuthenticateError | null, success: boolean | null) => void,
  ): void {
    const identity = identityOf(name ?? '');
    const named = name !== undefined && (NAME.test(name) || SparkplugHost.isNode(name));
    const known = named && this.#options.intake.find(identity) !== undefined;
    if (!known) this.#refuse('unknown-device', client, name?.slice(0, 64) ?? 'no user name');
    else if (password === undefined || !this.#options.verify(identity, password)) {
      this.#tally.refuse('unauthenticated', identity, this.#remote(client));
    } else {
      const connection = this.#connections.get(client.conn);
      if (connection) connection.identity = identity;
      this.#passwords.set(client, password);
      return done(null, true);
    }
    done(null, false);
  }

  /** Resolves when the message may be acknowledged; rejects to end the connection without acknowledgement. */
  async #publish(client: Client | null, packet: PublishPacket): Promise<void> {
    if (!client) return;
    packet.retain = false;
    this.#stillProven(client);
    const node = this.#nodes.get(client);
    if (node) return this.#sparkplug(node, packet);
    const identity = identityOf(client.id);
    const own = `${PREFIX}${client.id}/`;
    if (packet.topic === `${own}command/ack`) return this.#answered(identity, Buffer.from(packet.payload));
    if (packet.topic !== `${own}readings`) {
      this.#tally.refuse('unauthenticated', identity, `may not publish to ${packet.topic.slice(0, 100)}`);
      throw new Refused('foreign topic');
    }
    return this.#readings(identity, Buffer.from(packet.payload));
  }

  /** A secret may be rotated while its device is connected: its end ends the connection. */
  #stillProven(client: Client): void {
    const identity = identityOf(client.id);
    if (this.#options.verify(identity, this.#passwords.get(client) ?? '')) return;
    this.#tally.refuse('unauthenticated', identity, 'the secret is no longer good');
    throw new Refused('no longer proven');
  }

  async #sparkplug(node: Node, { topic, payload }: PublishPacket): Promise<void> {
    await this.sparkplug.take(node, topic, Buffer.from(payload)).catch((error: unknown) => {
      this.#options.log.warn({ listener: 'sparkplug', device: node.identity, error: String(error) }, 'not kept');
      throw new Refused('not on disk');
    });
  }

  /** MQTT 3.1.1 has no refusing PUBACK: what can never be accepted is counted and acknowledged, or it would come for ever. */
  async #readings(identity: string, bytes: Buffer): Promise<void> {
    if (bytes.length > this.#limits.payload) return this.#tally.refuse('oversized', identity, `${bytes.length} bytes`);
    const payload = readPayload(bytes);
    if (!payload.ok) return this.#tally.refuse(payload.reason, identity, payload.detail);
    const now = this.#options.clock();
    const latest = payload.signals.reduce(
      (at, signal) => (signal.kind === 'reading' ? Math.max(at, signal.at) : at),
      0,
    );
    if (latest > now + DAY) return this.#tally.refuse('clock-skew', identity, new Date(latest).toISOString());
    const envelope = { device: identity, receivedAt: now, signals: payload.signals };
    await deliverOnce(
      this.#recent.of(identity),
      createHash('sha1').update(bytes).digest('base64'),
      () => this.#tally.keep(envelope),
      () => this.#tally.refuse('replayed', identity, new Date(payload.at).toISOString()),
    ).catch((error: unknown) => {
      // Nothing is on disk: the device keeps the message and sends it again.
      this.#options.log.warn({ listener: 'mqtt', device: identity, error: String(error) }, 'not acknowledged');
      throw new Refused('not on disk');
    });
  }

  #subscription(client: Client, subscription: Subscription): Subscription | null {
    if (this.#nodes.has(client) && SparkplugHost.maySubscribe(client.id, subscription.topic)) return subscription;
    if (subscription.topic !== `${PREFIX}${client.id}/command`) {
      this.#tally.refuse(
        'unauthenticated',
        identityOf(client.id),
        `may not subscribe to ${subscription.topic.slice(0, 100)}`,
      );
      return null;
    }
    const session = this.#sessions.get(`mqtt:${client.id}`);
    if (session) session.commands = true;
    return subscription;
  }

  #answered(identity: string, bytes: Buffer): void {
    const answer = readAcknowledgement(bytes);
    if (!answer) return this.#tally.refuse('malformed', identity, 'acknowledgement of a command');
    const awaited = this.#sessions.get(identity)?.awaiting.settle(answer.id, answer.result);
    if (!awaited) this.#tally.refuse('out-of-order', identity, 'acknowledges no command');
  }

  #registered(client: Client): void {
    if (SparkplugHost.isNode(client.id)) {
      this.#nodes.set(client, this.sparkplug.enter(client.id, this.#remote(client), this.#wills.get(client)));
      return;
    }
    const identity = identityOf(client.id);
    const awaiting = new Awaiting(this.#limits.command);
    this.#sessions.set(identity, { identity, client, awaiting, commands: false });
    this.#options.intake.connected(identity, this.#remote(client));
  }

  #gone(client: Client): void {
    const node = this.#nodes.get(client);
    if (node) return void this.sparkplug.leave(node);
    const identity = identityOf(client.id);
    const session = this.#sessions.get(identity);
    if (session?.client !== client) return;
    this.#sessions.delete(identity);
    session.awaiting.abandon();
    this.#options.intake.disconnected(identity);
  }

  #failed(client: Client, error: Error): void {
    if (error instanceof Refused) return;
    const reason = FAILURES.get((error as { errorCode?: number }).errorCode ?? error.message);
    if (reason !== 'counted') this.#refuse(reason ?? 'malformed', client, error.message.slice(0, 200));
  }

  #refuse(reason: Parameters<Tally['refuse']>[0], client: Client, detail: string): void {
    this.#tally.refuse(reason, this.#connections.get(client.conn)?.identity, detail);
  }

  #remote(client: Client): string {
    return this.#connections.get(client.conn)?.remote ?? '?';
  }
}

/** Names of edge nodes have a stroke in them, which those of other devices must not. */
function identityOf(name: string): string {
  return `${SparkplugHost.isNode(name) ? 'sparkplug' : 'mqtt'}:${name}`;
}

function nameOf(identity: string): string {
  return identity.slice('mqtt:'.length);
}

import type { SparkplugSettings } from '@anlan/kernel/collection';
import type { Signal } from '@anlan/kernel/telemetry';
import type { Listener, ListenOptions } from '../listener.ts';
import { Tally } from '../tally.ts';
import { type Being, isControl, type Points, pointsOf, readMetric } from './being.ts';
import { numberOf, readPayload, writePayload, type Metric, type Payload } from './payload.ts';
import { commandTopic, isNodeName, maySubscribe, readTopic, type Topic } from './topic.ts';

const NAME = 'sparkplug';
const SEQUENCE = 256;
/** A node is asked for its birth at most this often (ms): each one is a full report. */
const REBIRTH_EVERY = 5000;
const MOST_METRICS = 10_000;
/** Devices of one node; nobody has registered them before their birth. */
const MOST_DEVICES = 1000;
const REBIRTH = 'Node Control/Rebirth';
const BOOLEAN = 11;

export interface SparkplugOptions extends ListenOptions {
  /** Which metrics are which points, by register identity; a metric without one goes to the point of its own name. */
  readonly settingsOf?: (identity: string) => SparkplugSettings | undefined;
}

/** An edge node on its connection. */
export interface Node {
  readonly name: string;
  readonly identity: string;
  readonly remote: string;
  /** bdSeq of the will it connected with. */
  readonly will: number | undefined;
  readonly beings: Map<string, Being>;
  born: boolean;
  seq: number;
  askedAt: number;
  /** Messages of one node are taken one after the other. */
  turn: Promise<void>;
}

/**
 * The host application of Sparkplug B 3.0 within the MQTT listener: births, data and deaths of edge nodes and their
 * devices. The only command it can send is the request for a new birth.
 */
export class SparkplugHost {
  readonly tally: Tally;
  readonly #options: SparkplugOptions;
  readonly #publish: (topic: string, payload: Buffer) => void;
  readonly #nodes = new Map<string, Node>();
  readonly #leaving = new Set<Promise<void>>();
  #closing = false;

  /** @param publish sends a message to whoever has subscribed */
  constructor(options: SparkplugOptions, publish: (topic: string, payload: Buffer) => void) {
    this.#options = options;
    this.#publish = publish;
    this.tally = new Tally(NAME, options.intake);
  }

  get sessions(): number {
    return this.#nodes.size;
  }

  /** As the platform lists it; its port is that of the MQTT listener, which opens and closes it. */
  listener(port: number): Listener {
    return {
      name: NAME,
      port,
      sessions: () => this.sessions,
      stats: () => this.tally.stats(this.sessions),
      close: () => Promise.resolve(),
    };
  }

  static isNode(name: string): boolean {
    return isNodeName(name);
  }

  static maySubscribe(name: string, topic: string): boolean {
    return maySubscribe(name, topic);
  }

  /** A node has connected; `will` is the payload of its NDEATH. */
  enter(name: string, remote: string, will: Uint8Array | undefined): Node {
    const node: Node = {
      name,
      identity: `${NAME}:${name}`,
      remote,
      will: will && bdSeqOf(readPayload(will)),
      beings: new Map(),
      born: false,
      seq: -1,
      askedAt: Number.NEGATIVE_INFINITY,
      turn: Promise.resolve(),
    };
    this.#nodes.set(name, node);
    this.#options.intake.connected(node.identity, remote);
    return node;
  }

  /** The connection has ended, with or without NDEATH: what the node and its devices said is stale. */
  leave(node: Node): Promise<void> {
    if (this.#nodes.get(node.name) === node) {
      this.#nodes.delete(node.name);
      this.#options.intake.disconnected(node.identity);
    }
    // When the platform goes, the nodes have not died.
    const dying = node.turn.then(() => (this.#closing ? undefined : this.#nodeDies(node))).catch(() => {});
    this.#leaving.add(dying);
    void dying.then(() => this.#leaving.delete(dying));
    return (node.turn = dying);
  }

  /** Settles when nothing is on its way any longer. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([...this.#leaving, ...[...this.#nodes.values()].map(({ turn }) => turn)]);
  }

  /** Takes a message; resolves when it may be acknowledged, rejects when nothing is on disk. */
  take(node: Node, topicText: string, bytes: Uint8Array): Promise<void> {
    const taken = node.turn.then(() => this.#take(node, topicText, bytes));
    node.turn = taken.catch(() => {});
    return taken;
  }

  async #take(node: Node, topicText: string, bytes: Uint8Array): Promise<void> {
    const topic = readTopic(topicText);
    const payload = readPayload(bytes);
    if (topic === undefined || topic.node !== node.name) {
      return this.tally.refuse('unauthenticated', node.identity, `may not publish to ${topicText.slice(0, 100)}`);
    }
    this.#options.witness?.(identityOf(topic), 'in', bytes);
    if (payload === undefined) return this.tally.refuse('malformed', node.identity, `${topic.type}: not a payload`);
    if (payload.metrics.length > MOST_METRICS) return this.tally.refuse('oversized', node.identity, topic.type);
    await this.#handlers[topic.type](node, topic, payload);
  }

  readonly #handlers: Record<Topic['type'], (node: Node, topic: Topic, payload: Payload) => Promise<void>> = {
    NBIRTH: (node, topic, payload) => {
      // Every birth begins at 0 anew (6.4.19), and carries the bdSeq of the will the node connected with (6.4.5).
      if (payload.seq !== 0) this.tally.refuse('out-of-order', node.identity, `NBIRTH seq ${payload.seq}`);
      const own = bdSeqOf(payload);
      if (own !== node.will) this.tally.refuse('out-of-order', node.identity, `NBIRTH bdSeq ${own}, will ${node.will}`);
      node.seq = 0;
      node.born = true;
      return this.#born(node, topic, payload);
    },
    NDATA: (node, topic, payload) => this.#data(node, topic, payload),
    NDEATH: (node, _topic, payload) => {
      // A death certificate of an earlier session says nothing of this one.
      const own = bdSeqOf(payload);
      if (own === node.will) return this.#nodeDies(node);
      this.tally.refuse('out-of-order', node.identity, `NDEATH bdSeq ${own}, not ${node.will}`);
      return Promise.resolve();
    },
    DBIRTH: (node, topic, payload) => (this.#follows(node, payload) ? this.#born(node, topic, payload) : NOTHING),
    DDATA: (node, topic, payload) => this.#data(node, topic, payload),
    DDEATH: async (node, topic, payload) => {
      this.#follows(node, payload);
      const being = node.beings.get(identityOf(topic));
      if (being !== undefined) await this.#dies(node, being);
    },
  };

  /** Is it the next of the node's messages? Else something was lost and the node is asked for a new birth. */
  #follows(node: Node, { seq }: Payload): boolean {
    if (!node.born) {
      this.#ask(node, 'no birth yet');
      return false;
    }
    const wanted = (node.seq + 1) % SEQUENCE;
    if (seq !== wanted) {
      this.tally.refuse('out-of-order', node.identity, `seq ${seq}, expected ${wanted}`);
      this.#ask(node, 'sequence');
    }
    node.seq = seq ?? wanted;
    return true;
  }

  #ask(node: Node, why: string): void {
    const now = this.#options.clock();
    if (now - node.askedAt < REBIRTH_EVERY) return;
    node.askedAt = now;
    this.#options.log.info({ listener: NAME, device: node.identity, why }, 'birth asked for');
    const metrics = [{ name: REBIRTH, timestamp: now, datatype: BOOLEAN, value: true }];
    const payload = writePayload({ timestamp: now, metrics });
    this.#options.witness?.(node.identity, 'out', payload);
    this.#publish(commandTopic(node.name), payload);
  }

  async #born(node: Node, topic: Topic, payload: Payload): Promise<void> {
    const identity = identityOf(topic);
    if (node.beings.size > MOST_DEVICES && !node.beings.has(identity))
      return this.tally.refuse('oversized', node.identity, `more than ${MOST_DEVICES} devices`);
    const being: Being = { identity, byName: new Map(), byAlias: new Map(), last: new Map() };
    for (const { name, alias, datatype } of payload.metrics) {
      if (name === undefined) {
        this.tally.refuse('malformed', identity, `${topic.type}: a metric without name`);
        continue;
      }
      const born = { name, datatype };
      being.byName.set(name, born);
      if (alias !== undefined) being.byAlias.set(alias, born);
    }
    node.beings.set(identity, being);
    if (topic.device !== undefined) this.#options.intake.connected(identity, node.remote);
    await this.#deliver(being, payload);
  }

  async #data(node: Node, topic: Topic, payload: Payload): Promise<void> {
    if (!this.#follows(node, payload)) return;
    const being = node.beings.get(identityOf(topic));
    if (being === undefined) return this.#ask(node, `no birth of ${topic.device ?? node.name}`);
    await this.#deliver(being, payload);
  }

  async #deliver(being: Being, payload: Payload): Promise<void> {
    const { identity } = being;
    const now = this.#options.clock();
    if (this.#options.intake.find(identity) === undefined) {
      // A node itself often carries nothing that is measured.
      if (payload.metrics.some(({ name }) => name !== undefined && !isControl(name)))
        this.tally.refuse('unknown-device', identity, identity);
      return;
    }
    const points = pointsOf(this.#options.settingsOf?.(identity)?.sources ?? []);
    const signals = payload.metrics.flatMap((metric) => this.#signalsOf(being, metric, payload, points, now));
    if (signals.length === 0) return;
    await this.tally.keep({ device: identity, receivedAt: now, signals });
  }

  #signalsOf(being: Being, metric: Metric, payload: Payload, points: Points, now: number): Signal[] {
    const read = readMetric(being, metric, payload.timestamp, points, now);
    if (!('refused' in read)) return read.signal === undefined ? [] : [read.signal];
    this.tally.refuse(read.refused, being.identity, read.detail);
    return [];
  }

  async #nodeDies(node: Node): Promise<void> {
    node.born = false;
    for (const being of node.beings.values()) await this.#dies(node, being);
  }

  /** The last values are told once more, as bad: nobody stands for them any longer (6.4.21 and 6.4.24, STALE). */
  async #dies(node: Node, being: Being): Promise<void> {
    node.beings.delete(being.identity);
    if (being.identity !== node.identity) this.#options.intake.disconnected(being.identity);
    const at = this.#options.clock();
    const signals = [...being.last].map(
      ([point, value]) => ({ kind: 'reading', point, at, value, quality: 'bad' }) as const,
    );
    if (signals.length === 0) return;
    await this.tally.keep({ device: being.identity, receivedAt: at, signals });
  }
}

const NOTHING: Promise<void> = Promise.resolve();

const identityOf = ({ node, device }: Topic): string =>
  device === undefined ? `${NAME}:${node}` : `${NAME}:${node}/${device}`;

function bdSeqOf(payload: Payload | undefined): number | undefined {
  const metric = payload?.metrics.find(({ name }) => name === 'bdSeq');
  return metric && numberOf(metric);
}

import type { CollectionState, OpcuaSettings, Trial } from '@anlan/kernel/collection';
import type { IntakeRefusal, Signal } from '@anlan/kernel/telemetry';
import { BackOff } from '../back-off.ts';
import {
  COLLECT_LIMITS,
  openCollector,
  type CollectedDevice,
  type CollectLimits,
  type Collector,
  type CollectOptions,
  type Run,
} from '../collect/collector.ts';
import type { Tally } from '../tally.ts';
import { dialOpcua, type NodeValue, type OpcuaReader } from './reader.ts';

const NAME = 'opcua';
/** Values that come within this many ms of each other are made durable together. */
const GATHER = 50;

export interface OpcuaOptions extends CollectOptions {
  /** Folder of own and trusted certificates. */
  readonly certificates: string;
}

/** Collects OPC UA servers by subscription; fields and counted reasons are in `README.md` beside this file. */
export function collectOpcua(options: OpcuaOptions): Collector<OpcuaSettings> {
  const limits = { ...COLLECT_LIMITS, ...options.limits };
  return openCollector(
    {
      name: NAME,
      begin: (device, tally): Run => {
        const watch = new Watch(device, tally, options, limits);
        void watch.dial();
        return { state: () => watch.state, stop: () => watch.stop() };
      },
      attempt: (device) => attempt(device, options, limits),
    },
    options,
  );
}

/** Hears one server while its session lasts, and connects anew when it ends. */
class Watch {
  readonly #device: CollectedDevice<OpcuaSettings>;
  readonly #tally: Tally;
  readonly #options: OpcuaOptions;
  readonly #limits: CollectLimits;
  readonly #backOff: BackOff;
  /** The last number of each point: a bad value without one repeats it, marked bad. */
  readonly #last = new Map<string, number>();
  #gathered: NodeValue[] = [];
  #gathering: NodeJS.Timeout | undefined;
  #state: CollectionState;
  #retry: NodeJS.Timeout | undefined;
  #reader: OpcuaReader | undefined;
  #stopped = false;
  #dialling: Promise<void> = Promise.resolve();

  constructor(device: CollectedDevice<OpcuaSettings>, tally: Tally, options: OpcuaOptions, limits: CollectLimits) {
    this.#device = device;
    this.#tally = tally;
    this.#options = options;
    this.#limits = limits;
    this.#backOff = new BackOff(limits.retry, limits.longestRetry);
    this.#state = { state: 'connecting', since: options.clock(), rounds: 0, trouble: null, retryAt: null };
  }

  get state(): CollectionState {
    return this.#state;
  }

  dial(): Promise<void> {
    return (this.#dialling = this.#connect());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#gathering);
    await this.#dialling;
    await this.#reader?.end();
    if (this.#state.state === 'connected') this.#options.intake.disconnected(this.#device.identity);
  }

  async #connect(): Promise<void> {
    const { settings, secret, identity } = this.#device;
    const { certificates, witness } = this.#options;
    try {
      const reader = await dialOpcua({
        settings,
        secret,
        certificates,
        connect: this.#limits.connect,
        witness: witness && ((direction, chunk) => witness(identity, direction, chunk)),
      });
      this.#reader = reader;
      if (this.#stopped) return;
      await reader.watch((values) => this.#heard(values));
      this.#backOff.reset();
      this.#change({ state: 'connected', trouble: null, retryAt: null });
      this.#options.intake.connected(identity, settings.endpoint);
      void reader.ended.then((reason) => this.#lost(reader, reason));
    } catch (error) {
      await this.#reader?.end();
      this.#again((error as Error).message);
    }
  }

  #lost(reader: OpcuaReader, reason: string): void {
    if (this.#stopped || this.#reader !== reader) return;
    this.#reader = undefined;
    void reader.end();
    this.#options.intake.disconnected(this.#device.identity);
    this.#again(reason);
  }

  #again(reason: string): void {
    if (this.#stopped) return;
    const wait = this.#backOff.wait();
    const refused: IntakeRefusal = /证书|口令/.test(reason) ? 'unauthenticated' : 'half-open';
    this.#tally.refuse(refused, this.#device.identity, `${this.#device.settings.endpoint} ${reason}`);
    this.#change({ state: 'waiting', trouble: reason, retryAt: this.#options.clock() + wait });
    this.#retry = setTimeout(() => void this.dial(), wait);
  }

  #change(to: Partial<CollectionState>): void {
    const since = to.state === this.#state.state ? this.#state.since : this.#options.clock();
    this.#state = { ...this.#state, ...to, since };
  }

  #heard(values: readonly NodeValue[]): void {
    this.#gathered.push(...values);
    this.#gathering ??= setTimeout(() => void this.#deliver(), GATHER);
  }

  async #deliver(): Promise<void> {
    const values = this.#gathered;
    this.#gathered = [];
    this.#gathering = undefined;
    const now = this.#options.clock();
    const signals = values.flatMap((value) => this.#signalOf(value, now));
    const bad = values.find(({ detail }) => detail !== '');
    this.#change({
      rounds: this.#state.rounds + 1,
      trouble: bad === undefined ? null : `${bad.source.point}：${bad.detail}`,
    });
    if (signals.length === 0) return;
    const envelope = { device: this.#device.identity, receivedAt: now, signals };
    await this.#tally.accept(envelope).catch((error: unknown) => {
      this.#options.log.warn({ listener: NAME, device: envelope.device, error: String(error) }, 'not kept');
    });
  }

  #signalOf({ source, value, quality, at, detail }: NodeValue, now: number): Signal[] {
    const { point } = source;
    if (value !== null) this.#last.set(point, value);
    const shown = value ?? (quality === 'bad' ? this.#last.get(point) : undefined);
    if (value === null) this.#tally.refuse('not-a-number', this.#device.identity, `${point} ${detail}`);
    return shown === undefined ? [] : [{ kind: 'reading', point, at: at ?? now, value: shown, quality }];
  }
}

/** Connects once, reads every node once, and leaves. */
async function attempt(
  { settings, secret }: CollectedDevice<OpcuaSettings>,
  { certificates }: OpcuaOptions,
  limits: CollectLimits,
): Promise<Trial> {
  let reader: OpcuaReader | undefined;
  try {
    reader = await dialOpcua({ settings, secret, certificates, connect: Math.min(limits.connect, 8000) });
    const values = await reader.read();
    return {
      ok: true,
      trouble: null,
      values: values.map(({ source, value, quality, at, detail }) => ({
        point: source.point,
        value,
        quality,
        at,
        detail,
      })),
    };
  } catch (error) {
    return { ok: false, trouble: (error as Error).message, values: [] };
  } finally {
    await reader?.end();
  }
}

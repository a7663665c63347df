import type { CollectionState, ModbusSettings, Trial } from '@anlan/kernel/collection';
import type { Signal } from '@anlan/kernel/telemetry';
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
import { Line, type Passenger } from './line.ts';
import { apart, planOf, type Block } from './plan.ts';
import { type Answer, dialModbus, witnessOf } from './reader.ts';
import { valueOf } from './value.ts';

const NAME = 'modbus';
/** Devices refuse a request that goes beyond their registers (exception 2), or answer it short. */
const SPOILT: ReadonlySet<string> = new Set(['unknown-point', 'malformed']);

/** Collects Modbus TCP devices by reading them in rounds; fields and counted reasons are in `README.md` beside this file. */
export function collectModbus(options: CollectOptions): Collector<ModbusSettings> {
  const limits = { ...COLLECT_LIMITS, ...options.limits };
  const lines = new Map<string, Line>();
  return openCollector(
    {
      name: NAME,
      begin: (device, tally) => begin(device, tally, lines, options, limits),
      attempt: (device) => attempt(device, options, limits),
    },
    options,
  );
}

function begin(
  device: CollectedDevice<ModbusSettings>,
  tally: Tally,
  lines: Map<string, Line>,
  options: CollectOptions,
  limits: CollectLimits,
): Run {
  const { host, port } = device.settings;
  const key = `${host}:${port}`;
  const line = lines.get(key) ?? new Line(host, port, limits, options.log, options.clock);
  lines.set(key, line);
  const round = new Rounds(device, line, tally, options);
  line.enter(round, device.settings.timeout, witnessOf(options.witness, device.identity));
  return {
    state: () => round.state,
    stop() {
      line.leave(round);
      if (line.empty && lines.get(key) === line) lines.delete(key);
      return round.stop();
    },
  };
}

/** Reads one device in rounds of its interval while its line is up. */
class Rounds implements Passenger {
  readonly #device: CollectedDevice<ModbusSettings>;
  readonly #line: Line;
  readonly #tally: Tally;
  readonly #options: CollectOptions;
  readonly #remote: string;
  #blocks: readonly Block[];
  #state: CollectionState;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  /** Why this device gave the line up: more than what the socket says of its end. */
  #fault: string | undefined;

  constructor(device: CollectedDevice<ModbusSettings>, line: Line, tally: Tally, options: CollectOptions) {
    this.#device = device;
    this.#line = line;
    this.#tally = tally;
    this.#options = options;
    this.#remote = `${device.settings.host}:${device.settings.port}/${device.settings.unit}`;
    this.#blocks = planOf(device.settings.sources);
    this.#state = { state: 'connecting', since: options.clock(), rounds: 0, trouble: null, retryAt: null };
  }

  get state(): CollectionState {
    return this.#state;
  }

  up(): void {
    this.#change({ state: 'connected', retryAt: null, trouble: null });
    this.#options.intake.connected(this.#device.identity, this.#remote);
    this.#next(0);
  }

  down(reason: string, retryAt: number | null): void {
    clearTimeout(this.#timer);
    if (this.#state.state === 'connected') this.#options.intake.disconnected(this.#device.identity);
    this.#tally.refuse('half-open', this.#device.identity, `${this.#remote} ${reason}`);
    this.#change({ state: 'waiting', retryAt, trouble: this.#fault ?? reason });
    this.#fault = undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#state.state === 'connected') this.#options.intake.disconnected(this.#device.identity);
  }

  #change(to: Partial<CollectionState>): void {
    const since = to.state === this.#state.state ? this.#state.since : this.#options.clock();
    this.#state = { ...this.#state, ...to, since };
  }

  #next(wait: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#round();
    }, wait);
  }

  async #round(): Promise<void> {
    const began = performance.now();
    const signals: Signal[] = [];
    let trouble: string | null = null;
    const kept: Block[] = [];
    for (const block of this.#blocks) {
      const { table, start, count } = block;
      const answer = await this.#line.read(this, table, this.#device.settings.unit, start, count);
      if (answer === undefined || this.#stopped) return;
      if (!answer.ok && answer.broken) return this.#failed(answer);
      if (answer.ok) signals.push(...this.#signalsOf(block, answer.bytes));
      else trouble = this.#refused(answer, block);
      // One address that is not there spoils the whole answer: from now on each source asks alone.
      kept.push(...(!answer.ok && SPOILT.has(answer.reason) ? apart(block) : [block]));
    }
    this.#blocks = kept;
    this.#change({ rounds: this.#state.rounds + 1, trouble });
    await this.#deliver(signals);
    const { interval } = this.#device.settings;
    this.#next(Math.max(0, interval * 1000 - (performance.now() - began)));
  }

  #failed(answer: Answer & { readonly ok: false }): void {
    this.#tally.refuse(answer.reason, this.#device.identity, answer.detail);
    this.#fault = answer.detail;
  }

  #refused({ reason, detail }: Answer & { readonly ok: false }, { table, start, count }: Block): string {
    const text = `${table} ${start}+${count}：${detail}`;
    this.#tally.refuse(reason, this.#device.identity, text);
    return text;
  }

  /** Modbus carries no times: a value is of the moment in which its answer came. */
  #signalsOf(block: Block, bytes: Uint8Array): Signal[] {
    const at = this.#options.clock();
    return block.sources.flatMap((source) => {
      const value = valueOf(source, bytes, block.start);
      if (Number.isFinite(value))
        return [{ kind: 'reading', point: source.point, at, value, quality: 'good' } as const];
      this.#tally.refuse('not-a-number', this.#device.identity, source.point);
      return [];
    });
  }

  async #deliver(signals: readonly Signal[]): Promise<void> {
    if (signals.length === 0) return;
    const envelope = { device: this.#device.identity, receivedAt: this.#options.clock(), signals };
    await this.#tally.accept(envelope).catch((error: unknown) => {
      // Nothing is on disk. The next round reads what is then; what was missed cannot be read again.
      this.#options.log.warn({ listener: NAME, device: envelope.device, error: String(error) }, 'not kept');
    });
  }
}

/** Reads every source once, each alone, over a connection of its own. */
async function attempt(
  device: CollectedDevice<ModbusSettings>,
  { clock, witness }: CollectOptions,
  limits: CollectLimits,
): Promise<Trial> {
  const { host, port, unit, timeout, sources } = device.settings;
  const dialled = await dialModbus({
    host,
    port,
    timeout,
    connect: Math.min(limits.connect, 5000),
    witness: witnessOf(witness, device.identity),
  }).catch((error: Error) => error);
  if (dialled instanceof Error) return { ok: false, trouble: dialled.message, values: [] };
  const values: Trial['values'] = [];
  let trouble: string | null = null;
  for (const block of planOf(sources).flatMap(apart)) {
    const answer = await dialled.read(block.table, unit, block.start, block.count);
    const [source] = block.sources;
    const value = answer.ok ? valueOf(source!, answer.bytes, block.start) : Number.NaN;
    const detail = answer.ok ? (Number.isFinite(value) ? '' : '不是有效数值') : answer.detail;
    const none = { value: null, quality: 'bad', at: null };
    values.push({
      point: source!.point,
      detail,
      ...(Number.isFinite(value) ? { value, quality: 'good', at: clock() } : none),
    });
    if (answer.ok || !answer.broken) continue;
    trouble = answer.detail;
    break;
  }
  dialled.end();
  return { ok: trouble === null, trouble, values };
}

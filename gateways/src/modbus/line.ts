import type { ModbusTable } from '@anlan/kernel/collection';
import type { CollectLimits } from '../collect/collector.ts';
import { BackOff } from '../back-off.ts';
import type { Log } from '../listener.ts';
import { dialModbus, type Answer, type DialOptions, type ModbusReader } from './reader.ts';

/** What a device on a line wants to know of it. */
export interface Passenger {
  /** The line is there, or is not: why, and when it is tried again. */
  up(): void;
  down(reason: string, retryAt: number | null): void;
}

/**
 * One connection to a Modbus gateway, shared by all units behind it: many gateways allow a single one, and the protocol
 * has one request on its way at a time.
 */
export class Line {
  readonly #host: string;
  readonly #port: number;
  readonly #limits: CollectLimits;
  readonly #log: Log;
  readonly #clock: () => number;
  readonly #backOff: BackOff;
  readonly #passengers = new Map<Passenger, DialOptions['witness']>();
  #reader: ModbusReader | undefined;
  #reading: DialOptions['witness'];
  #busy: Promise<unknown> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #timeout = 2000;
  #generation = 0;

  constructor(host: string, port: number, limits: CollectLimits, log: Log, clock: () => number) {
    this.#host = host;
    this.#port = port;
    this.#limits = limits;
    this.#log = log;
    this.#clock = clock;
    this.#backOff = new BackOff(limits.retry, limits.longestRetry);
  }

  get empty(): boolean {
    return this.#passengers.size === 0;
  }

  enter(passenger: Passenger, timeout: number, witness: DialOptions['witness']): void {
    const first = this.empty;
    this.#timeout = first ? timeout : Math.max(this.#timeout, timeout);
    this.#passengers.set(passenger, witness);
    if (first) this.#dial();
    else if (this.#reader) passenger.up();
  }

  leave(passenger: Passenger): void {
    this.#passengers.delete(passenger);
    if (!this.empty) return;
    clearTimeout(this.#retry);
    this.#generation += 1;
    this.#reader?.end();
    this.#reader = undefined;
  }

  /** Reads when it is this device's turn; undefined while the line is down. */
  read(
    passenger: Passenger,
    table: ModbusTable,
    unit: number,
    start: number,
    count: number,
  ): Promise<Answer | undefined> {
    const turn = this.#busy.then(async () => {
      const reader = this.#reader;
      if (reader === undefined || !this.#passengers.has(passenger)) return undefined;
      this.#reading = this.#passengers.get(passenger);
      const answer = await reader.read(table, unit, start, count);
      if (!answer.ok && answer.broken) reader.end();
      return answer;
    });
    this.#busy = turn.catch(() => {});
    return turn;
  }

  #dial(): void {
    const generation = (this.#generation += 1);
    const witness: DialOptions['witness'] = (direction, bytes, line) => this.#reading?.(direction, bytes, line);
    const { connect } = this.#limits;
    dialModbus({ host: this.#host, port: this.#port, connect, timeout: this.#timeout, witness }).then(
      (reader) => {
        if (generation !== this.#generation) return reader.end();
        this.#reader = reader;
        this.#backOff.reset();
        for (const passenger of this.#passengers.keys()) passenger.up();
        void reader.ended.then((reason) => this.#lost(generation, reason));
      },
      (error: Error) => this.#lost(generation, error.message),
    );
  }

  #lost(generation: number, reason: string): void {
    if (generation !== this.#generation || this.empty) return;
    this.#reader = undefined;
    const wait = this.#backOff.wait();
    this.#log.info({ listener: 'modbus', remote: `${this.#host}:${this.#port}`, reason }, 'connection lost');
    for (const passenger of this.#passengers.keys()) passenger.down(reason, this.#clock() + wait);
    this.#retry = setTimeout(() => this.#dial(), wait);
  }
}

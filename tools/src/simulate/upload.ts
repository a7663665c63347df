import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type MineSensor, MineSender } from './mine.ts';
import type { Simulated, SimulatedOptions } from './simulated.ts';

const SENSORS = 4;
const STAFF = 60;
const CAPACITY = 50;
const LOOK_MS = 100;
/** File names carry whole seconds. */
const APART_MS = 1000;

/** A mine that puts its files into the folder the platform watches; it is answered when they have been taken from there. */
export class SimulatedMine implements Simulated {
  readonly #options: SimulatedOptions;
  readonly #sender: MineSender;
  readonly #place: string;
  readonly #sensors: readonly MineSensor[];
  #defined = false;
  #busy = false;
  #last = 0;
  #step = 0;
  #ended = false;

  constructor(options: SimulatedOptions, folder: string) {
    this.#options = options;
    this.#sender = new MineSender({ folder, code: options.name, name: `模拟矿井 ${options.name}` });
    this.#place = join(folder, options.name, 'aqjk');
    this.#sensors = Array.from({ length: SENSORS }, (_, i) => ({
      code: `${options.name}01MN0004${String(i + 1).padStart(4, '0')}`,
      type: '0004',
      typeName: '一氧化碳',
      location: `-${100 + 40 * i} 中段`,
      unit: 'ppm',
      range: [0, 1000],
      highAlarm: 24,
      highCutOff: 48,
    }));
  }

  get ready(): boolean {
    return this.#defined && !this.#busy && Date.now() - this.#last >= APART_MS;
  }

  start(): void {
    this.#sender
      .define(Date.now() - APART_MS, this.#sensors, CAPACITY, STAFF)
      .then(() => (this.#defined = true))
      .catch(() => this.#options.refused());
  }

  send(): void {
    this.#busy = true;
    this.#step += 1;
    this.#last = Date.now();
    const began = performance.now();
    const values = this.#sensors.map((sensor, i) => {
      return { sensor, value: Number((8 + 20 * Math.sin(this.#step / 10 + i) ** 2).toFixed(1)), status: '0' as const };
    });
    const stamp = new Date(this.#last + 8 * 3_600_000).toISOString().slice(0, 19).replace(/\D/g, '');
    this.#sender
      .report(this.#last, values, 40 + (this.#step % 15))
      .then(() => this.#taken(`_CDSS_${stamp}.txt`))
      .then((taken) => (taken ? this.#options.answered(performance.now() - began) : this.#options.refused()))
      .catch(() => this.#options.lost(1))
      .finally(() => (this.#busy = false));
  }

  end(): void {
    this.#ended = true;
  }

  /** Whether the file was taken (true) or refused, once it is one of both. */
  async #taken(ending: string): Promise<boolean> {
    const lies = async (where: string): Promise<boolean> =>
      (await readdir(join(this.#place, where)).catch(() => [])).some((name) => name.endsWith(ending));
    for (;;) {
      if (await lies('done')) return true;
      if (await lies('refused')) return false;
      if (this.#ended) throw new Error('not taken');
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

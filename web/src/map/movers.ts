import type { Positions } from '@anlan/kernel/position';

/** A batch of new fixes as columns of equal length, as the live push carries them. */
export interface Moved {
  readonly id: readonly string[];
  readonly time: readonly number[];
  readonly lon: readonly number[];
  readonly lat: readonly number[];
  readonly speed: readonly (number | null)[];
  readonly heading: readonly (number | null)[];
}

export type MoverKind = 'vehicle' | 'vessel';

/** Longest time an object is shown travelling between two fixes (ms); farther apart it is a jump, not a journey. */
export const TRAVEL = 2500;

/**
 * Moving objects of one kind as typed columns that the graphics layer reads directly: `shown` holds lon, lat pairs
 * between the last fix and the newest one. Nothing here makes the page render.
 */
export class Movers {
  readonly kind: MoverKind;
  length = 0;
  ids: string[] = [];
  names: string[] = [];
  origins: string[] = [];
  shown = new Float64Array(0);
  from = new Float64Array(0);
  to = new Float64Array(0);
  started = new Float64Array(0);
  ends = new Float64Array(0);
  time = new Float64Array(0);
  speed = new Float32Array(0);
  /** ° clockwise from north; the last known one when a fix has none. */
  heading = new Float32Array(0);
  /** The same as the graphics layer turns: anticlockwise. */
  angle = new Float32Array(0);
  /** Grows with every change of a place or heading. */
  frame = 0;
  #index = new Map<string, number>();
  #arrived = false;
  /** Until when some object is still travelling (clock of `enter`). */
  busyUntil = 0;

  constructor(kind: MoverKind) {
    this.kind = kind;
  }

  /** Replaces all objects by the columns of this kind; objects known before keep their shown place and travel on. */
  load(positions: Positions, now: number, jump = false): void {
    const rows: number[] = [];
    for (let i = 0; i < positions.id.length; i += 1) if (positions.kind[i] === this.kind) rows.push(i);
    const before = { index: this.#index, shown: this.shown };
    this.#allocate(rows.length);
    this.busyUntil = 0;
    rows.forEach((row, at) => {
      const id = positions.id[row] ?? '';
      this.ids[at] = id;
      this.names[at] = positions.name[row] ?? id;
      this.origins[at] = positions.origin[row] ?? '';
      this.#index.set(id, at);
      this.time[at] = positions.time[row] ?? 0;
      this.speed[at] = positions.speed[row] ?? Number.NaN;
      this.heading[at] = positions.heading[row] ?? 0;
      this.angle[at] = -(this.heading[at] ?? 0);
      const lon = positions.lon[row] ?? 0;
      const lat = positions.lat[row] ?? 0;
      const known = before.index.get(id);
      const fresh = jump || known === undefined;
      this.#place(
        at,
        fresh ? lon : (before.shown[2 * (known ?? 0)] ?? lon),
        fresh ? lat : (before.shown[2 * (known ?? 0) + 1] ?? lat),
      );
      this.#travel(at, lon, lat, now, fresh ? 0 : TRAVEL);
    });
  }

  /** Merges a push; fixes older than the shown one and unknown objects are left out. Returns how many objects moved. */
  merge(moved: Moved, now: number, jump = false): number {
    let count = 0;
    for (let i = 0; i < moved.id.length; i += 1) {
      const at = this.#index.get(moved.id[i] ?? '');
      const time = moved.time[i] ?? 0;
      if (at === undefined || time < (this.time[at] ?? 0)) continue;
      const since = time - (this.time[at] ?? time);
      this.time[at] = time;
      this.speed[at] = moved.speed[i] ?? Number.NaN;
      const heading = moved.heading[i];
      if (heading != null) {
        this.heading[at] = heading;
        this.angle[at] = -heading;
      }
      this.#travel(at, moved.lon[i] ?? 0, moved.lat[i] ?? 0, now, jump ? 0 : Math.min(TRAVEL, Math.max(300, since)));
      count += 1;
    }
    return count;
  }

  /** Moves every shown place to where it is at `now`; true while something is still travelling. */
  advance(now: number): boolean {
    // Once everything has arrived nothing is walked again.
    if (this.#arrived && now >= this.busyUntil) return false;
    this.#arrived = now >= this.busyUntil;
    this.frame += 1;
    for (let at = 0; at < this.length; at += 1) {
      const start = this.started[at] ?? 0;
      const end = this.ends[at] ?? 0;
      const share = end <= start || now >= end ? 1 : Math.max(0, (now - start) / (end - start));
      const k = 2 * at;
      this.shown[k] = (this.from[k] ?? 0) + ((this.to[k] ?? 0) - (this.from[k] ?? 0)) * share;
      this.shown[k + 1] = (this.from[k + 1] ?? 0) + ((this.to[k + 1] ?? 0) - (this.from[k + 1] ?? 0)) * share;
    }
    return now < this.busyUntil;
  }

  indexOf(id: string): number {
    return this.#index.get(id) ?? -1;
  }

  #allocate(length: number): void {
    this.length = length;
    this.ids = Array.from({ length }, () => '');
    this.names = Array.from({ length }, () => '');
    this.origins = Array.from({ length }, () => '');
    this.#index = new Map();
    this.shown = new Float64Array(2 * length);
    this.from = new Float64Array(2 * length);
    this.to = new Float64Array(2 * length);
    this.started = new Float64Array(length);
    this.ends = new Float64Array(length);
    this.time = new Float64Array(length);
    this.speed = new Float32Array(length);
    this.heading = new Float32Array(length);
    this.angle = new Float32Array(length);
    this.frame += 1;
  }

  #place(at: number, lon: number, lat: number): void {
    this.shown[2 * at] = lon;
    this.shown[2 * at + 1] = lat;
  }

  #travel(at: number, lon: number, lat: number, now: number, duration: number): void {
    const k = 2 * at;
    this.from[k] = duration === 0 ? lon : (this.shown[k] ?? lon);
    this.from[k + 1] = duration === 0 ? lat : (this.shown[k + 1] ?? lat);
    this.to[k] = lon;
    this.to[k + 1] = lat;
    this.#arrived = false;
    this.started[at] = now;
    this.ends[at] = now + duration;
    if (duration === 0) this.#place(at, lon, lat);
    else this.busyUntil = Math.max(this.busyUntil, now + duration);
  }
}

import { gmt8Moment, type LocationBody } from '@anlan/jt808';
import { driveAt, type Road, type Vehicle } from '@anlan/data';
import { destination } from '@anlan/domain/geo';
import type { Episode } from './episodes.ts';
import type { Terminal } from './terminal.ts';
import type { Player } from './timeline.ts';
import { aside, loadBits, tripAt } from './trips.ts';

/** Where something moving is; speed km/h, heading degrees clockwise from north. */
export interface Moving {
  readonly lon: number;
  readonly lat: number;
  readonly speed: number;
  readonly heading: number;
  readonly altitude?: number;
  readonly overspeed?: boolean;
  /** Further status bits, e.g. the load. */
  readonly status?: number;
  /** km on the odometer; told with the recorder's speed and the satellites. */
  readonly odometer?: number;
  /** km/h by the recorder, where the satellites say something else. */
  readonly recorded?: number;
}

const ACC_ON_AND_POSITIONED = 3;
const OVERSPEED = 1 << 1;
const STEP = 10_000;
/** The city's seed: papers go by it. */
const SEED = 'anlan';

/** The 0x0200 body of a position at `at` (epoch ms). */
export function locationBody(moving: Moving, at: number): LocationBody {
  return {
    alarm: moving.overspeed ? OVERSPEED : 0,
    status: ACC_ON_AND_POSITIONED | (moving.status ?? 0),
    latitude: moving.lat,
    longitude: moving.lon,
    altitude: Math.round(moving.altitude ?? 0),
    speed: moving.speed,
    direction: Math.round(moving.heading) % 360,
    time: gmt8Moment(at),
    items: moving.odometer === undefined ? [] : aboard(moving.recorded ?? moving.speed, moving.odometer, at),
  };
}

/** Odometer, recorder speed and satellites as additional items (JT/T 808 0x01, 0x03, 0x31). */
function aboard(speed: number, odometer: number, at: number): LocationBody['items'] {
  return [
    { id: 0x01, name: 'mileage', value: Math.round(odometer * 10) / 10 },
    { id: 0x03, name: 'recorderSpeed', value: speed },
    { id: 0x31, name: 'satellites', value: 11 + (Math.floor(at / 600_000) % 5) },
  ];
}

const ASTRAY_EVERY = 3;
const ASTRAY_M = 3500;
const ASTRAY_KMH = 40;

/** What a receiver in a canyon tells: kilometres aside and another speed, while recorder and odometer go on. */
function astray(moving: Moving): Moving {
  const place = destination(moving, moving.heading + 90, ASTRAY_M);
  return { ...moving, ...place, speed: moving.speed + ASTRAY_KMH, recorded: moving.speed };
}

export interface DrivenOptions {
  readonly vehicle: Vehicle;
  readonly road: Road;
  readonly terminal: Terminal;
  readonly origin: number;
  readonly keepTime: boolean;
  /** The overspeed episode under way at a scenario time, if it is this vehicle's. */
  episode(at: number): Episode | undefined;
}

/** The generated track of a vehicle at a time, on its road and within its own limit. */
export function trackAt(vehicle: Vehicle, road: Road, at: number): Moving {
  const { lon, lat, speed, heading, overspeed } = driveAt(vehicle, road, at);
  return { lon, lat, speed, heading, overspeed };
}

/** A vehicle on its road, reporting every 10 s; during an overspeed episode it covers its track faster. */
export class DrivenVehicle implements Player {
  readonly #options: DrivenOptions;
  /** Time on the vehicle's own track: runs ahead of the scenario after each overspeed. */
  #track: number;
  #odometer: number;
  due: number;

  constructor(options: DrivenOptions) {
    this.#options = options;
    this.due = options.origin + (Number(options.vehicle.terminalPhone) % 100) * (STEP / 100);
    this.#track = this.due;
    this.#odometer = 20_000 + (Number(options.vehicle.terminalPhone.slice(-6)) % 400_000);
  }

  ready(): boolean {
    return this.#options.terminal.ready;
  }

  play(stamp: number): void {
    const { terminal, keepTime } = this.#options;
    const moving = this.#moving();
    const factor = this.#factor();
    const speed = Math.round(moving.speed * factor * 10) / 10;
    const overspeed = speed > this.#options.vehicle.maxSpeedKmh;
    this.#odometer += (speed * STEP) / 3_600_000;
    const told = { ...moving, speed, overspeed, odometer: this.#odometer };
    terminal.report(locationBody(this.#astray() ? astray(told) : told, stamp), keepTime);
  }

  /** Does its receiver show a place where it is not? Every third report of a drift: the track leaps away and comes back. */
  #astray(): boolean {
    const episode = this.#options.episode(this.due);
    return episode?.kind === 'drift' && Math.floor((this.due - episode.from) / STEP) % ASTRAY_EVERY === 1;
  }

  advance(): void {
    this.#track += STEP * this.#factor();
    this.due += STEP;
  }

  #moving(): Moving {
    const { vehicle, road, origin } = this.#options;
    const moving = { ...trackAt(vehicle, road, this.#track), status: loadBits(SEED, vehicle) };
    const off = aside(tripAt(vehicle, origin, this.due));
    return off === 0 ? moving : { ...moving, ...destination(moving, moving.heading + 90, off) };
  }

  #factor(): number {
    const { vehicle, origin, episode } = this.#options;
    if (tripAt(vehicle, origin, this.due)?.kind === 'stray') return 0;
    return episode(this.due)?.factor ?? 1;
  }
}

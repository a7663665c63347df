import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bearing, demonstrationCity, distance, type Vehicle } from '@anlan/data';
import { addVessels, terminalOf } from './city.ts';
import type { Scenario, Surroundings } from './scenario.ts';
import { readPacked } from './recording.ts';
import type { Terminal } from './terminal.ts';
import type { Player } from './timeline.ts';
import { locationBody, type Moving } from './vehicles.ts';

const AIS_FILE = /\.(nmea|aivdm)(\.gz)?$/;
const TRACK_FILE = /\.csv(\.gz)?$/;
const TIME_COLUMNS = ['time', 'time_utc', 'time_local'];
/** Positions further apart than this were not driven: the receiver jumped. */
const FASTEST_KMH = 200;
/** A pause in a track longer than this is skipped. */
const LONGEST_PAUSE = 120_000;

/** One fix of a track; `at` epoch ms. */
export interface TrackFix extends Moving {
  readonly at: number;
}

type Place = Pick<TrackFix, 'at' | 'lon' | 'lat'> & { readonly altitude: number };

/**
 * The recordings of a folder: vessels carried over to the waters of the demonstration, vehicles at their own places under
 * demonstration vehicles' terminals, for the platform knows no others.
 */
export function folderScenario(folder: string, around: Surroundings): Scenario {
  const scenario: Scenario = { players: [], terminals: [], gateways: [], notes: [] };
  const city = demonstrationCity(around.options.seed);
  const files = readdirSync(folder, { recursive: true }).map(String).sort();
  const logs = files.filter((file) => AIS_FILE.test(file)).map((file) => readPacked(join(folder, file)));
  if (logs.length > 0) addVessels(scenario, around, city.vessels, Buffer.concat(logs));
  const tracks = files
    .filter((file) => TRACK_FILE.test(file))
    .flatMap((file) => [...tracksOf(readPacked(join(folder, file)).toString('utf8'))]);
  tracks.slice(0, city.vehicles.length).forEach(([, fixes], i) => addTrack(scenario, around, city.vehicles[i]!, fixes));
  scenario.notes.push(
    `${scenario.players.length - scenario.terminals.length} vessels, ${scenario.terminals.length} vehicles in ${folder}`,
  );
  return scenario;
}

function addTrack(scenario: Scenario, around: Surroundings, vehicle: Vehicle, fixes: readonly TrackFix[]): void {
  const terminal = terminalOf(vehicle, around);
  scenario.terminals.push(terminal);
  scenario.players.push(new RecordedTrack(terminal, fixes, around.origin, around.options.keepTime));
}

/** The tracks of a CSV text by device, in time order; empty when it has no device, time, lon and lat columns. */
export function tracksOf(csv: string): Map<string, TrackFix[]> {
  const [head = '', ...rows] = csv.split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim().toLowerCase());
  const column = (...wanted: string[]) => names.findIndex((name) => wanted.includes(name));
  const [device, time, lon, lat] = [column('device'), column(...TIME_COLUMNS), column('lon'), column('lat')];
  const altitude = column('alt', 'alt_m');
  const tracks = new Map<string, Place[]>();
  if (Math.min(device, time, lon, lat) < 0) return new Map();
  for (const row of rows) {
    const cells = row.split(',');
    const number = (index: number) => Number(cells[index]?.trim() || Number.NaN);
    const fix = {
      at: Date.parse(cells[time] ?? ''),
      lon: number(lon),
      lat: number(lat),
      altitude: altitude < 0 ? 0 : number(altitude) || 0,
    };
    if (!Number.isFinite(fix.at) || !(Math.abs(fix.lon) <= 180) || !(Math.abs(fix.lat) <= 90)) continue;
    const name = cells[device] ?? '';
    const own = tracks.get(name);
    if (own) own.push(fix);
    else tracks.set(name, [fix]);
  }
  return new Map([...tracks].map(([name, fixes]) => [name, moving(fixes)]));
}

/** Sorts, drops repeated times and jumps, and derives speed and heading, which such tracks lack. */
function moving(fixes: Place[]): TrackFix[] {
  const track: TrackFix[] = [];
  for (const fix of fixes.sort((a, b) => a.at - b.at)) {
    const last = track.at(-1);
    if (!last) {
      track.push({ ...fix, speed: 0, heading: 0 });
      continue;
    }
    const hours = (fix.at - last.at) / 3_600_000;
    const metres = distance([last.lon, last.lat], [fix.lon, fix.lat]);
    const speed = Math.round((metres / 1000 / hours) * 10) / 10;
    if (hours <= 0 || speed > FASTEST_KMH) continue;
    const heading = metres > 1 ? bearing([last.lon, last.lat], [fix.lon, fix.lat]) : last.heading;
    track.push({ ...fix, speed, heading });
  }
  return track;
}

/** A recorded track, once; long pauses are shortened unless times are kept. */
class RecordedTrack implements Player {
  readonly #terminal: Terminal;
  readonly #fixes: readonly TrackFix[];
  readonly #keepTime: boolean;
  #index = 0;
  due: number;

  constructor(terminal: Terminal, fixes: readonly TrackFix[], origin: number, keepTime: boolean) {
    this.#terminal = terminal;
    this.#fixes = fixes;
    this.#keepTime = keepTime;
    this.due = origin;
  }

  ready(): boolean {
    return this.#terminal.ready;
  }

  play(stamp: number): void {
    const fix = this.#fixes[this.#index];
    if (fix) this.#terminal.report(locationBody(fix, this.#keepTime ? fix.at : stamp), this.#keepTime);
  }

  advance(): void {
    const before = this.#fixes[this.#index];
    this.#index += 1;
    const next = this.#fixes[this.#index];
    this.due = next && before ? this.due + Math.min(LONGEST_PAUSE, next.at - before.at) : Infinity;
  }
}

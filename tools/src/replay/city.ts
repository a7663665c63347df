import {
  demonstrationCity,
  gaugesOf,
  type DemonstrationCity,
  type Device,
  loadRoads,
  loadWaterways,
  packFile,
  passengersOf,
  packs,
  roadTankOf,
  type PackKey,
  type Point,
  type Vehicle,
  type Vessel,
} from '@anlan/data';
import { demonstrationSecret } from '@anlan/gateways';
import { MeasuringDevice } from './devices.ts';
import { Episodes, type Candidates } from './episodes.ts';
import { FieldPlayer } from './field-devices.ts';
import { Gateway } from './gateway.ts';
import type { Options } from './options.ts';
import { recordedPlant } from './plant.ts';
import { addRecorders } from './recorders.ts';
import { readPacked, vesselsOf } from './recording.ts';
import type { Scenario, Surroundings } from './scenario.ts';
import { spread } from './spread.ts';
import { Terminal } from './terminal.ts';
import { DrivenVehicle, trackAt } from './vehicles.ts';
import { SCENES, StagedVessel, straightest } from './staged-vessels.ts';
import { CarriedVessel } from './vessels.ts';

const AIS_LOG = 'recordings/ais/dma_stream_2010.nmea.gz';

/** The demonstration city: vehicles on its roads, recorded vessels on its waters, devices in its plants. */
export function cityScenario(around: Surroundings): Scenario {
  const { options } = around;
  const city = demonstrationCity(options.seed);
  const scenario: Scenario = { players: [], terminals: [], gateways: [], notes: [] };
  const vehicles = driving(city, options.vehicles);
  const episodes = new Map(
    packs.map(({ key }) => [key, new Episodes(candidatesOf(city, key, vehicles, options), around.origin)]),
  );
  addVehicles(scenario, around, vehicles, episodes);
  const vessels = spread(city.vessels, options.vessels);
  const log = readPacked(packFile(AIS_LOG));
  const staged = addScenes(scenario, around, vessels, log);
  addVessels(
    scenario,
    around,
    vessels.filter((vessel) => !staged.has(vessel)),
    log,
  );
  addDevices(scenario, around, city, episodes);
  addFieldDevices(scenario, around, city);
  addRecorders(scenario, around, city);
  return scenario;
}

/** `count` vehicles that speak: those whose tanks are watched, then some of all. */
function driving(city: DemonstrationCity, count: number): Vehicle[] {
  const watched = new Set(city.points.flatMap(({ carrier }) => (carrier?.kind === 'vehicle' ? [carrier.id] : [])));
  const first = city.vehicles.filter(({ id }) => watched.has(id)).slice(0, count);
  const rest = city.vehicles.filter(({ id }) => !watched.has(id));
  return [...first, ...spread(rest, count - first.length)];
}

function roadsById() {
  return new Map(packs.flatMap(({ key }) => loadRoads(key)).map((road) => [road.id, road]));
}

function addVehicles(
  scenario: Scenario,
  around: Surroundings,
  vehicles: readonly Vehicle[],
  episodes: ReadonlyMap<PackKey, Episodes>,
): void {
  const { origin, options } = around;
  const roads = roadsById();
  for (const vehicle of vehicles) {
    const terminal = terminalOf(vehicle, around);
    const road = roads.get(vehicle.roadId);
    if (!road) continue;
    const episode = (at: number) => episodes.get(vehicle.jurisdiction)?.of(vehicle.id, at);
    scenario.terminals.push(terminal);
    scenario.players.push(new DrivenVehicle({ vehicle, road, terminal, origin, keepTime: options.keepTime, episode }));
  }
}

/** The terminal of a demonstration vehicle. */
export function terminalOf(vehicle: Vehicle, { options, counts }: Surroundings): Terminal {
  return new Terminal({
    host: options.host,
    port: options.jt808Port,
    phone: vehicle.terminalPhone,
    version: vehicle.protocolVersion === '2019' ? 2019 : 2013,
    terminalId: vehicle.terminalId,
    plate: vehicle.plate,
    counts,
  });
}

/** Fewer ships are all needed to show the traffic. */
const FEWEST_FOR_SCENES = 8;

/** The ships that play a scene: one whose anchor drags, and two of one water that pass each other, now and then too near. */
function addScenes(
  scenario: Scenario,
  around: Surroundings,
  vessels: readonly Vessel[],
  log: Uint8Array,
): ReadonlySet<Vessel> {
  const sample = vesselsOf(log)
    .flat()
    .find(({ message }) => message.type === 1)?.message;
  const waterways = new Map(packs.flatMap(({ key }) => loadWaterways(key)).map((waterway) => [waterway.id, waterway]));
  if (sample === undefined || vessels.length < FEWEST_FOR_SCENES) return new Set();
  const [anchored, ...others] = vessels;
  const pair = others.flatMap((first) => {
    const second = others.find((one) => one !== first && one.waterwayId === first.waterwayId);
    return second === undefined ? [] : [[first, second] as const];
  })[0];
  const cast = [
    ...(anchored === undefined ? [] : [[anchored, SCENES.dragging, -6000] as const]),
    ...(pair === undefined
      ? []
      : ([[pair[0], SCENES.first, 0] as const, [pair[1], SCENES.second, 0] as const] as const)),
  ];
  const staged = new Set<Vessel>();
  for (const [vessel, scene, by] of cast) {
    const line = waterways.get(vessel.waterwayId)?.line;
    if (line === undefined) continue;
    const place = Math.min(line.length, Math.max(0, straightest(line) + by));
    const { origin, radio, options } = around;
    scenario.players.push(
      new StagedVessel({ vessel, scene, line, place, sample, origin, radio, keepTime: options.keepTime }),
    );
    staged.add(vessel);
  }
  return staged;
}

/** Carries the vessels of a log over to demonstration vessels, each to its own waterway. */
export function addVessels(
  scenario: Scenario,
  around: Surroundings,
  vessels: readonly Vessel[],
  log: Uint8Array,
): void {
  const recorded = vesselsOf(log);
  const waterways = new Map(packs.flatMap(({ key }) => loadWaterways(key)).map((waterway) => [waterway.id, waterway]));
  vessels.slice(0, recorded.length).forEach((vessel, i) => {
    const line = waterways.get(vessel.waterwayId)?.line;
    if (!line) return;
    const share = ((i * 0.618034) % 1) * 0.98 + 0.01;
    scenario.players.push(
      new CarriedVessel({
        vessel,
        recorded: recorded[i]!,
        line,
        startAlong: share * line.length,
        downstream: i % 2 === 0,
        origin: around.origin,
        radio: around.radio,
        keepTime: around.options.keepTime,
      }),
    );
  });
}

function addDevices(
  scenario: Scenario,
  around: Surroundings,
  city: DemonstrationCity,
  episodes: ReadonlyMap<PackKey, Episodes>,
): void {
  const { options, key, origin, counts } = around;
  const pointsOf = pointsByDevice(city.points);
  const plant = recordedPlant(city.devices, pointsOf);
  if (!plant) scenario.notes.push('no reactor suits the recorded plant series: left out');
  const chosen = speaking(city, options.devices);
  for (const device of chosen) {
    const points = pointsOf.get(device.id) ?? [];
    if (points.length === 0) continue;
    const secret = demonstrationSecret(key, `mqtt:${device.serial}`);
    const episode = (subject: string, at: number) => episodes.get(device.jurisdiction)?.of(subject, at);
    const gateway: Gateway = new Gateway({
      host: options.host,
      port: options.mqttPort,
      serial: device.serial,
      secret,
      counts,
      onQuery: () => measuring.ask(),
    });
    const recorded = plant?.device === device ? plant : undefined;
    const measuring = new MeasuringDevice({ device, points, gateway, origin, episode, ...(recorded && { recorded }) });
    scenario.gateways.push(gateway);
    scenario.players.push(measuring);
  }
}

/** Every pollution station, then fire transmission devices spread over the city; mines, which need no line, besides. */
function addFieldDevices(scenario: Scenario, around: Surroundings, city: DemonstrationCity): void {
  const stations = city.fieldDevices.filter(({ protocol }) => protocol === 'hj212');
  const boxes = city.fieldDevices.filter(({ protocol }) => protocol === 'gb26875');
  const { fieldDevices } = around.options;
  const first = stations.slice(0, fieldDevices);
  const mines =
    around.options.mineFolder === undefined ? [] : city.fieldDevices.filter(({ protocol }) => protocol === 'coal');
  const speaking = [...mines, ...first, ...spread(boxes, fieldDevices - first.length)];
  for (const [index, device] of speaking.entries()) {
    const player = new FieldPlayer(device, around, index);
    scenario.gateways.push(player.line);
    scenario.players.push(player);
  }
}

/** Kinds of which all speak first: there are few of each. */
const FIRST_KINDS: ReadonlySet<string> = new Set(['tailings-station', 'road-tank', 'passenger-counter', 'water-gauge']);

/**
 * `count` devices that speak: the recorded plant, all of the best equipped enterprise of each jurisdiction, every tailings pond,
 * then some of everywhere.
 */
function speaking(city: DemonstrationCity, count: number): Device[] {
  const whole = new Set(packs.map(({ key }) => bestEquipped(city, key)));
  const isFirst = ({ enterpriseId, origin, kind }: Device) =>
    origin === 'recorded' || whole.has(enterpriseId) || FIRST_KINDS.has(kind);
  const first = city.devices.filter(isFirst).slice(0, count);
  const rest = city.devices.filter((device) => !isFirst(device));
  return [...first, ...spread(rest, count - first.length)];
}

/** The enterprise with the most major-hazard points, the same that the sign-in page offers. */
function bestEquipped(city: DemonstrationCity, pack: PackKey): string | undefined {
  const counts = new Map<string, number>();
  for (const { jurisdiction, system, enterpriseId } of city.points) {
    if (jurisdiction === pack && system === 'S17') counts.set(enterpriseId, (counts.get(enterpriseId) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function pointsByDevice(points: readonly Point[]): Map<string, Point[]> {
  const byDevice = new Map<string, Point[]>();
  for (const point of points) {
    const own = byDevice.get(point.deviceId);
    if (own) own.push(point);
    else byDevice.set(point.deviceId, [point]);
  }
  return byDevice;
}

/** What may be disturbed in a jurisdiction: only what speaks. */
function candidatesOf(
  city: DemonstrationCity,
  pack: PackKey,
  vehicles: readonly Vehicle[],
  options: Options,
): Candidates {
  const heard = new Set(speaking(city, options.devices).map((device) => device.id));
  const points = city.points.filter((point) => point.jurisdiction === pack && heard.has(point.deviceId));
  const gas = points
    .filter(({ kind, limits }) => kind === 'combustible' && limits.second !== undefined)
    .map(({ id }) => id);
  const levels = points.filter(({ kind, limits }) => kind === 'level' && limits.HH !== undefined);
  const half = Math.ceil(levels.length / 2);
  const valves = new Map(
    points.flatMap(({ kind, tankId, id }) => (kind === 'shut-off' && tankId !== null ? [[tankId, id] as const] : [])),
  );
  const valveOf = ({ tankId }: Point) => (tankId === null ? undefined : valves.get(tankId));
  // Tanks with a shut-off first, so that the first round shows one act.
  const filled = levels
    .slice(0, half)
    .toSorted((a, b) => Number(valveOf(a) === undefined) - Number(valveOf(b) === undefined));
  return {
    gas,
    tank: filled.map(({ id }) => id),
    silence: levels.slice(half).map(({ deviceId }) => deviceId),
    commandOf: new Map(
      points.flatMap(({ kind, tankId, id }) => {
        const valve = kind === 'shut-off-command' && tankId !== null ? valves.get(tankId) : undefined;
        return valve === undefined ? [] : [[valve, id] as const];
      }),
    ),
    besideOf: besideOf(points.filter(({ kind }) => kind === 'combustible')),
    shutOffOf: new Map(
      filled.flatMap((level) => {
        const valve = valveOf(level);
        return valve === undefined ? [] : [[level.id, valve] as const];
      }),
    ),
    carried: carriedFrom(city, options.seed, points),
    drifting: vehicles.filter(({ jurisdiction }) => jurisdiction === pack).map(({ id }) => id),
    overspeed: overspeedFrom(vehicles.filter(({ jurisdiction }) => jurisdiction === pack)),
  };
}

/** What may happen aboard, each kind to others of the vehicles: a tank heats to 93 % of its design pressure, leaks, drives with its valve open; a river rises past its warning level. */
function carriedFrom(city: DemonstrationCity, seed: string, points: readonly Point[]): Candidates['carried'] {
  const vehicles = new Map(city.vehicles.map((vehicle) => [vehicle.id, vehicle]));
  const vessels = new Map(city.vessels.map((vessel) => [vessel.id, vessel]));
  const gauges = new Map(packs.flatMap(({ key }) => gaugesOf(seed, key)).map((gauge) => [gauge.id, gauge]));
  const tanks = [...new Set(points.flatMap(({ carrier }) => (carrier?.kind === 'vehicle' ? [carrier.id] : [])))];
  return points.flatMap(({ id: subject, kind, carrier }): NonNullable<Candidates['carried']>[number][] => {
    if (carrier === undefined) return [];
    const turn = tanks.indexOf(carrier.id) % 3;
    const vehicle = vehicles.get(carrier.id);
    const design = vehicle === undefined ? undefined : roadTankOf(seed, vehicle)?.designPressure;
    if (kind === 'cargo-tank-pressure' && turn === 0 && design !== undefined)
      return [{ kind: 'tank-heats', subject, pulledTo: design * 0.93 }];
    if (kind === 'cargo-tank-level' && turn === 1) return [{ kind: 'tank-leaks', subject, pulledTo: 38 }];
    if (kind === 'cargo-valve' && turn === 2) return [{ kind: 'valve-open', subject, pulledTo: 1 }];
    const gauge = kind === 'river-level' ? gauges.get(carrier.id) : undefined;
    if (gauge !== undefined) return [{ kind: 'flood', subject, pulledTo: gauge.stop + 0.5 }];
    const vessel = vessels.get(carrier.id);
    const permitted = vessel === undefined ? null : passengersOf(vessel);
    if (kind !== 'passengers-aboard' || permitted === null) return [];
    return [{ kind: 'too-many', subject, pulledTo: Math.ceil(permitted * 1.14) }];
  });
}

/** Of each detector another of the same controller, where there is one. */
function besideOf(detectors: readonly Point[]): ReadonlyMap<string, string> {
  return new Map(
    detectors.flatMap(({ id, deviceId }) => {
      const other = detectors.find((one) => one.deviceId === deviceId && one.id !== id);
      return other === undefined ? [] : [[id, other.id] as const];
    }),
  );
}

const OVER = 1.22;
const FASTEST_FACTOR = 3;
const SAMPLE = 20_000;

/** The next vehicle that drives through the whole window, with the factor that takes it 22 % over its limit. */
function overspeedFrom(vehicles: readonly Vehicle[]): Candidates['overspeed'] {
  const roads = roadsById();
  return (from, to, round) => {
    for (let i = 0; i < vehicles.length; i += 1) {
      const vehicle = vehicles[(i + round * 7) % vehicles.length]!;
      const road = roads.get(vehicle.roadId);
      if (!road) continue;
      const wanted = vehicle.maxSpeedKmh * OVER;
      // The vehicle covers its track faster, so it gets further along it.
      const reach = from + (to - from) * FASTEST_FACTOR;
      let slowest = Infinity;
      for (let at = from; at <= reach; at += SAMPLE) slowest = Math.min(slowest, trackAt(vehicle, road, at).speed);
      const factor = wanted / slowest;
      if (factor > 1 && factor <= FASTEST_FACTOR) return { id: vehicle.id, factor };
    }
    return undefined;
  };
}

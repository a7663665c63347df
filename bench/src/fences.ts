import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { destination, gridOf, type Shape } from '@anlan/domain/geo';
import { move, UNMOVED, type Fence, type Fix, type Motion, type Profile } from '@anlan/kernel/position';
import { optionsOf } from './options.ts';
import { machine, printTable, rounded } from './table.ts';

/** A county of so many kilometres across. */
const AREA_KM = 100;
const MIDDLE = { lon: 117.9, lat: 28.4 };
/** As the server asks the fences: they answer within this many metres of their edge. */
const NEAR = 1000;
/** Fixes are ten seconds apart, at 54 km/h. */
const STEP_MS = 10_000;
const STEP_M = 150;
const START = Date.UTC(2026, 2, 18, 2);

/** The same numbers on every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PURPOSES = ['forbidden', 'parking', 'speed', 'area'] as const;

/** Polygons of 5–60 corners, circles and corridors of 20 places, each some hundred metres to some kilometres across. */
function fencesOf(count: number, random: () => number): Fence[] {
  const anywhere = () => destination(MIDDLE, random() * 360, Math.sqrt(random()) * AREA_KM * 500);
  const shapes: readonly (() => Shape)[] = [
    () => {
      const centre = anywhere();
      const [corners, size] = [5 + Math.floor(random() * 55), 100 + random() * 1400];
      const ring = Array.from({ length: corners }, (_, i) => {
        const { lon, lat } = destination(centre, (i * 360) / corners, size * (0.5 + random() / 2));
        return [lon, lat] as const;
      });
      return { kind: 'polygon', polygons: [[ring]] };
    },
    () => {
      const { lon, lat } = anywhere();
      return { kind: 'circle', centre: [lon, lat], radius: 50 + random() * 950 };
    },
    () => {
      let place = anywhere();
      const bearing = random() * 360;
      const path = Array.from({ length: 20 }, () => {
        const { lon, lat } = place;
        place = destination(place, bearing + (random() - 0.5) * 40, 200);
        return [lon, lat] as const;
      });
      return { kind: 'corridor', path, halfWidth: 30 + random() * 70 };
    },
  ];
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    name: `围栏 ${index}`,
    purpose: PURPOSES[index % PURPOSES.length]!,
    shape: shapes[index % shapes.length]!(),
    categories: index % 2 === 0 ? ['dangerous-goods'] : [],
    periods: index % 5 === 0 ? [{ from: '07:00', to: '20:00' }] : [],
    validFrom: null,
    validTo: null,
    speedLimit: index % PURPOSES.length === 2 ? 40 : null,
    dwell: null,
    capacity: null,
    severe: false,
    margin: 30,
    delay: 10,
  }));
}

interface Mover {
  lon: number;
  lat: number;
  bearing: number;
  motion: Motion;
}

const profile: Profile = {
  kind: 'vehicle',
  category: 'dangerous-goods',
  speedLimit: 80,
  coach: false,
  nightBan: false,
  waybill: null,
  route: null,
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Heap in MB after a collection. */
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed / 1_048_576;
}

/** Fixes of many objects among many fences, judged as ingest judges them: presence, passages and every quantity. */
export async function fences(args: readonly string[]): Promise<number> {
  const wish = optionsOf(args, { fences: 10_000, moving: 50_000, rounds: 6 });
  const random = randomFrom(20_260_318);
  const empty = heap();
  const all = fencesOf(wish.fences, random);
  const began = performance.now();
  const grid = gridOf(all, ({ shape }) => shape, NEAR);
  const indexed = performance.now() - began;
  const byId = new Map(all.map((fence) => [fence.id, fence]));
  const around = { grid, fence: (id: string) => byId.get(id) };
  const withFences = heap();
  const movers: Mover[] = Array.from({ length: wish.moving }, () => ({
    ...destination(MIDDLE, random() * 360, Math.sqrt(random()) * AREA_KM * 500),
    bearing: random() * 360,
    motion: UNMOVED,
  }));
  const rows: (string | number)[][] = [];
  let [inside, slowest] = [0, Infinity];
  for (let round = 0; round < wish.rounds; round += 1) {
    const at = START + round * STEP_MS;
    for (const mover of movers) Object.assign(mover, destination(mover, mover.bearing, STEP_M));
    let [passages, quantities] = [0, 0];
    const from = performance.now();
    for (const mover of movers) {
      const fix: Fix = {
        at,
        lon: mover.lon,
        lat: mover.lat,
        speed: 54,
        heading: mover.bearing,
        altitude: null,
        positioned: true,
        live: true,
      };
      const moved = move(mover.motion, fix, profile, around);
      mover.motion = moved.motion;
      passages += moved.passages.length;
      quantities += moved.quantities.length;
    }
    const rate = (wish.moving / (performance.now() - from)) * 1000;
    slowest = Math.min(slowest, rate);
    inside = movers.reduce((sum, { motion }) => sum + motion.within.filter((one) => one.inside).length, 0);
    rows.push([round + 1, Math.round(rate).toLocaleString('en-US'), passages, inside, quantities]);
  }
  const withMovers = heap();
  // Read once more, so that the memories are still there when the heap is measured.
  const remembered = movers.filter(({ motion }) => motion.last !== null).length;
  console.log(
    `fences · ${machine()} · ${wish.fences.toLocaleString('en-US')} fences, ${wish.moving.toLocaleString('en-US')} moving objects in ${AREA_KM} km · one core`,
  );
  printTable(['round', 'fixes judged / s', 'passages', 'inside now', 'quantities'], rows);
  const due = wish.moving / (STEP_MS / 1000);
  console.log(
    `index built in ${Math.round(indexed)} ms · fences ${rounded(withFences - empty)} MB · ${remembered.toLocaleString('en-US')} memories ${rounded(withMovers - withFences)} MB\n` +
      `slowest round ${Math.round(slowest).toLocaleString('en-US')} fixes/s; ${wish.moving.toLocaleString('en-US')} objects every ${STEP_MS / 1000} s are ${due.toLocaleString('en-US')} fixes/s`,
  );
  return slowest >= due && inside > 0 ? 0 : 1;
}

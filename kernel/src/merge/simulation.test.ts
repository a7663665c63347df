import { describe, expect, it } from 'vitest';
import { absorb, BEGINNING, edit, join, merge, type Change, type Replica } from './index.ts';

const FIELDS = ['result', 'note', 'value', 'place'];
const VALUES = ['符合', '不符合', '2', '1', ''];

/** A repeatable source of chance (mulberry32). */
function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a phone has on its disk survives the app; what is only in memory does not. */
interface Phone {
  replica: Replica;
  disk: Replica;
  /** Not yet acknowledged by the server. */
  queue: Change[];
  readonly wrongBy: number;
  online: boolean;
}

interface World {
  readonly chance: () => number;
  readonly phones: Phone[];
  server: Change[];
  /** Packets under way: delivered late, twice, in any order, or not at all. */
  air: { to: 'server' | number; changes: readonly Change[] }[];
  readonly made: Change[];
  now: number;
  ids: number;
}

function begin(seed: number, count: number): World {
  const chance = chanceFrom(seed);
  const phones = Array.from({ length: count }, (_, index): Phone => {
    const replica = { record: 'inspection/1', device: `phone-${index}`, clock: BEGINNING, changes: [] };
    // One clock is days ahead, one years behind.
    const wrongBy = [0, 3 * 86_400_000, -2e11, 40_000][index % 4] as number;
    return { replica, disk: replica, queue: [], wrongBy, online: true };
  });
  return { chance, phones, server: [], air: [], made: [], now: 1_763_000_000_000, ids: 0 };
}

const pick = <T>(world: World, list: readonly T[]): T => list[Math.floor(world.chance() * list.length)] as T;

/** The change is on disk before the person is told that it is kept. */
function write(world: World, phone: Phone): void {
  const id = `00000000-0000-4000-8000-${String((world.ids += 1)).padStart(12, '0')}`;
  const wish = { id, field: pick(world, FIELDS), value: pick(world, VALUES), by: phone.replica.device };
  const [replica, change] = edit(phone.replica, wish, world.now + phone.wrongBy);
  phone.replica = replica;
  phone.disk = replica;
  phone.queue.push(change);
  world.made.push(change);
}

const STEPS: ((world: World, phone: Phone, index: number) => void)[] = [
  write,
  write,
  (_world, phone) => void (phone.online = !phone.online),
  (world, phone) => {
    if (phone.online && phone.queue.length > 0) world.air.push({ to: 'server', changes: [...phone.queue] });
  },
  (world, phone, index) => {
    if (phone.online) world.air.push({ to: index, changes: [...world.server].reverse() });
  },
  // The app is killed: memory is gone, the disk is not.
  (_world, phone) => void (phone.replica = phone.disk),
  deliver,
  deliver,
];

/** Any packet next, sometimes again, sometimes never. */
function deliver(world: World): void {
  if (world.air.length === 0) return;
  const at = Math.floor(world.chance() * world.air.length);
  const { to, changes } = world.air[at] as World['air'][number];
  if (world.chance() < 0.8) world.air.splice(at, 1);
  if (world.chance() < 0.15) return;
  if (to === 'server') {
    world.server = join(world.server, changes);
    const there = new Set(world.server.map(({ id }) => id));
    // The acknowledgement may be lost as well: then the same is sent again.
    for (const phone of world.phones)
      if (phone.online && world.chance() < 0.7) phone.queue = phone.queue.filter(({ id }) => !there.has(id));
    return;
  }
  const phone = world.phones[to] as Phone;
  if (!phone.online) return;
  phone.replica = absorb(phone.replica, changes, world.now + phone.wrongBy);
  if (world.chance() < 0.5) phone.disk = phone.replica;
}

/** In the evening everybody has a signal again. */
function settle(world: World): void {
  for (const phone of world.phones) world.server = join(world.server, phone.queue);
  for (const phone of world.phones) phone.replica = absorb(phone.replica, world.server, world.now);
}

function run(seed: number, count: number, steps: number): World {
  const world = begin(seed, count);
  for (let step = 0; step < steps; step += 1) {
    world.now += Math.floor(world.chance() * 60_000);
    const index = Math.floor(world.chance() * count);
    pick(world, STEPS)(world, world.phones[index] as Phone, index);
  }
  settle(world);
  return world;
}

describe('a day of phones with partitions, late and repeated packets, killed apps and wrong clocks', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('seed %i: all end equal, and nothing is lost', (seed) => {
    const world = run(seed, 2 + (seed % 5), 400);
    expect(world.made.length).toBeGreaterThan(50);
    const result = merge(world.server);
    for (const phone of world.phones) expect(merge(phone.replica.changes)).toEqual(result);
    expect(new Set(world.server.map(({ id }) => id))).toEqual(new Set(world.made.map(({ id }) => id)));
    expect(world.server).toHaveLength(world.made.length);
  });

  it('meets conflicts, and one person’s decisions end them for everybody', () => {
    let met = 0;
    for (let seed = 100; seed < 120; seed += 1) {
      const world = run(seed, 4, 300);
      const [judge] = world.phones as [Phone, ...Phone[]];
      const { conflicts } = merge(judge.replica.changes);
      met += conflicts.length;
      for (const { field, versions } of conflicts) {
        const wish = { id: `decision-${seed}-${field}`, field, value: versions[0]!.value, by: '组长' };
        [judge.replica] = edit(judge.replica, wish, world.now);
      }
      const last = world.phones.at(-1) as Phone;
      const after = merge(absorb(last.replica, judge.replica.changes, world.now).changes);
      expect(after.conflicts).toEqual([]);
      expect(after).toEqual(merge(judge.replica.changes));
      expect(judge.replica.changes).toHaveLength(world.made.length + conflicts.length);
    }
    expect(met).toBeGreaterThan(10);
  });
});

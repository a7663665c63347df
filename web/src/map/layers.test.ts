import type { AlarmView } from '@anlan/kernel/alarm';
import type { Places } from '@anlan/kernel/map';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTokens } from '../theme/tokens.ts';
import { shelve } from './atlas.ts';
import { clusterIndex, discRadius, ringArcs } from './clusters.ts';
import { buildLayers, drawingOrder, placeIcon, type Scene } from './layers.ts';
import { Movers } from './movers.ts';
import { paletteFrom, paletteOf, rgba } from './palette.ts';
import { pickFrom } from './picking.ts';
import { alarmColumns } from './scene.ts';

const places = (
  rows: readonly (readonly [lon: number, lat: number, level: string | null, silent?: boolean])[],
): Places => ({
  id: rows.map((_, i) => `e${i}`),
  name: rows.map((_, i) => `企业 ${i}`),
  lon: rows.map((row) => row[0]),
  lat: rows.map((row) => row[1]),
  level: rows.map((row) => row[2]),
  silent: rows.map((row) => row[3] ?? false),
});
const atlas = { image: document.createElement('canvas'), mapping: {} };
const ringing = (id: string, level: AlarmView['level'], lon: number | null, part: Partial<AlarmView> = {}) =>
  ({
    id,
    level,
    lon,
    lat: 28,
    response: 'unacknowledged',
    recoveredAt: null,
    shelvedUntil: null,
    ...part,
  }) as AlarmView;

const scene = (part: Partial<Scene> = {}): Scene => ({
  palette: paletteOf('desk'),
  marks: atlas,
  clusters: [],
  clusterAtlas: null,
  places: [],
  movers: [new Movers('vehicle')],
  alarms: alarmColumns([], () => null),
  chosen: null,
  track: null,
  pulse: 1,
  alarmVersion: 0,
  ...part,
});
const ids = (from: Scene) => buildLayers(from).map((layer) => layer.id);

describe('layers of the map', () => {
  it('draws alarms above everything else', () => {
    const clusters = [{ id: 1, lon: 117, lat: 28, size: 9, shares: { red: 1, orange: 0, yellow: 0, blue: 8 } }];
    const built = ids(
      scene({
        clusters,
        clusterAtlas: atlas,
        chosen: [117, 28],
        track: [
          [117, 28],
          [117.1, 28],
        ],
      }),
    );
    expect(built).toEqual([
      'track-case',
      'track',
      'moving-vehicle',
      'clusters',
      'chosen',
      'alarm-ring-17',
      'alarm-ring-25',
      'alarm-ring-34',
      'alarms',
    ]);
  });

  it('draws red last among alarms and among places', () => {
    const alarms = alarmColumns(
      [ringing('r', 'red', 117), ringing('b', 'blue', 117), ringing('o', 'orange', 117)],
      () => null,
    );
    const order = buildLayers(scene({ alarms })).at(-1)?.props.data as number[];
    expect(order.map((row) => alarms.ids[row])).toEqual(['b', 'o', 'r']);
    const shown = places([
      [117, 28, 'red'],
      [117, 28, 'blue'],
      [117, 28, 'yellow'],
    ]);
    expect(
      drawingOrder({ key: 'x', look: 'risk', places: shown, clustered: { clusters: [], singles: [0, 1, 2] } }),
    ).toEqual([1, 2, 0]);
  });

  it('pulses only alarms that wait while they last', () => {
    const alarms = alarmColumns(
      [
        ringing('w', 'red', 117),
        ringing('k', 'red', 117, { response: 'handling' }),
        ringing('r', 'red', 117, { recoveredAt: 1 }),
      ],
      () => null,
    );
    expect(alarms.unacknowledged).toEqual([true, false, false]);
    expect(buildLayers(scene({ alarms })).find((layer) => layer.id === 'alarm-ring-17')?.props.data).toEqual([0]);
  });

  it('places an alarm where its moving subject is shown, and leaves out what has no place', () => {
    const alarms = alarmColumns([ringing('v', 'red', 110), ringing('n', 'red', null)], (alarm) =>
      alarm.id === 'v' ? [117.5, 28.5] : null,
    );
    expect([...alarms.ids, ...alarms.lonlat]).toEqual(['v', 117.5, 28.5]);
  });

  it('gives every place its mark: level, sensor, silent sensor, plain', () => {
    const shown = places([
      [117, 28, 'red'],
      [117, 28, null],
      [117, 28, null, true],
    ]);
    const clustered = { clusters: [], singles: [0, 1, 2] };
    expect([0, 1].map((row) => placeIcon({ key: 'x', look: 'risk', places: shown, clustered }, row))).toEqual([
      'risk-red',
      'plain',
    ]);
    expect([1, 2].map((row) => placeIcon({ key: 'x', look: 'sensor', places: shown, clustered }, row))).toEqual([
      'sensor',
      'silent',
    ]);
  });

  it('picks the alarm before the vehicle before the place', () => {
    const shown = places([[117, 28, 'blue']]);
    const full = scene({
      alarms: alarmColumns([ringing('a', 'red', 117)], () => null),
      places: [{ key: 'enterprises', look: 'risk', places: shown, clustered: { clusters: [], singles: [0] } }],
    });
    expect(pickFrom(full, 117, 28, 10)).toEqual({ kind: 'alarm', id: 'a' });
    expect(pickFrom({ ...full, alarms: alarmColumns([], () => null) }, 117, 28, 10)).toMatchObject({
      kind: 'place',
      id: 'e0',
      name: '企业 0',
    });
    expect(pickFrom(full, 117.5, 28, 10)).toBeNull();
  });
});

describe('clusters with the ring of four shares', () => {
  const many = places([
    ...Array.from({ length: 30 }, (_, i) => [117 + i / 1e4, 28, i < 3 ? 'red' : 'blue'] as const),
    [119, 29, 'orange'] as const,
  ]);
  const world = [110, 20, 125, 35] as const;

  it('adds up the levels of what it holds and leaves distant ones alone', () => {
    const { clusters, singles } = clusterIndex(many, () => true)(world, 7);
    expect(clusters).toMatchObject([{ size: 30, shares: { red: 3, orange: 0, yellow: 0, blue: 27 } }]);
    expect(singles).toEqual([30]);
  });

  it('counts only what passes the filter, and falls apart when near', () => {
    expect(clusterIndex(many, (row) => many.level[row] !== 'red')(world, 7).clusters[0]?.size).toBe(27);
    expect(clusterIndex(many, () => true)(world, 10)).toMatchObject({ clusters: [], singles: { length: 31 } });
    expect(clusterIndex(many, () => true, false)(world, 7).singles).toHaveLength(31);
  });

  it('divides the ring by share, gravest first, all the way round', () => {
    const arcs = ringArcs({ red: 1, orange: 0, yellow: 1, blue: 2 });
    expect(arcs.map((arc) => arc.level)).toEqual(['red', 'yellow', 'blue']);
    expect((arcs.at(-1)?.to ?? 0) - (arcs[0]?.from ?? 0)).toBeCloseTo(2 * Math.PI - 0.06, 5);
    expect(ringArcs({ red: 0, orange: 0, yellow: 0, blue: 0 })).toEqual([]);
  });

  it('grows with the number, within its cell', () => {
    expect(discRadius(6)).toBeLessThan(discRadius(300));
    expect(discRadius(1e6)).toBeLessThanOrEqual(26);
  });
});

describe('the picture of icons', () => {
  it('gives every icon its own place', () => {
    const { mapping, height } = shelve(
      [
        { name: 'a', size: 20 },
        { name: 'b', size: 28 },
        { name: 'c', size: 20 },
      ],
      110,
    );
    const cells = Object.values(mapping);
    for (const one of cells) {
      expect(one.y + one.height).toBeLessThanOrEqual(height);
      for (const other of cells) {
        const apart =
          one === other ||
          one.x + one.width <= other.x ||
          other.x + other.width <= one.x ||
          one.y + one.height <= other.y ||
          other.y + other.height <= one.y;
        expect(apart).toBe(true);
      }
    }
  });

  it('takes its colours from the tokens', () => {
    const { desk, wall } = readTokens(readFileSync('web/src/theme/tokens.css', 'utf8'));
    expect(paletteFrom(desk, false).levels.red).toBe('#D4281C');
    expect(paletteFrom(wall, true).land).toBe('#16283A');
    expect(Object.values(paletteFrom(desk, false))).not.toContain('#000000');
    expect(rgba('#1E5FA3', 0.5)).toEqual([30, 95, 163, 128]);
  });
});

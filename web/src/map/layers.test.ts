import type { AlarmView } from '@anlan/kernel/alarm';
import { LEVEL_CODES, putId } from '@anlan/kernel/map';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTokens } from '../theme/tokens.ts';
import { shelve } from './atlas.ts';
import { clustersOf, discRadius, ringArcs, shortCount } from './clusters.ts';
import { buildLayers, placeIcon, type Scene } from './layers.ts';
import { Movers } from './movers.ts';
import { paletteFrom, paletteOf, rgba } from './palette.ts';
import { pickFrom } from './picking.ts';
import type { Singles } from './places.ts';
import { alarmColumns } from './scene.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const singles = (
  rows: readonly (readonly [lon: number, lat: number, level: string | null, silent?: boolean])[],
): Singles => {
  const ids = new Uint8Array(16 * rows.length);
  rows.forEach((_, row) => putId(ids, row, ID));
  return {
    length: rows.length,
    lonlat: Float64Array.from(rows.flatMap(([lon, lat]) => [lon, lat])),
    level: Uint8Array.from(rows, ([, , level]) => LEVEL_CODES.indexOf((level ?? '') as 'red')),
    silent: Uint8Array.from(rows, ([, , , silent]) => (silent === true ? 1 : 0)),
    ids,
    names: rows.map((_, i) => `企业 ${i}`),
  };
};
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
  trackMarks: [],
  trackHead: null,
  shapes: [],
  drawing: [],
  past: false,
  pulse: 1,
  alarmVersion: 0,
  ...part,
});
const ids = (from: Scene) => buildLayers(from).map((layer) => layer.id);

describe('layers of the map', () => {
  it('draws alarms above everything else', () => {
    const clusters = [
      {
        id: 'e-1',
        lon: 117,
        lat: 28,
        size: 9,
        shares: { red: 1, orange: 0, yellow: 0, blue: 8 },
        worst: 'red' as const,
      },
    ];
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

  it('draws red last among alarms', () => {
    const alarms = alarmColumns(
      [ringing('r', 'red', 117), ringing('b', 'blue', 117), ringing('o', 'orange', 117)],
      () => null,
    );
    const order = buildLayers(scene({ alarms })).at(-1)?.props.data as number[];
    expect(order.map((row) => alarms.ids[row])).toEqual(['b', 'o', 'r']);
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
    const shown = singles([
      [117, 28, 'red'],
      [117, 28, null],
      [117, 28, null, true],
    ]);
    expect([0, 1].map((row) => placeIcon({ look: 'risk', singles: shown }, row))).toEqual(['risk-red', 'plain']);
    expect([1, 2].map((row) => placeIcon({ look: 'sensor', singles: shown }, row))).toEqual(['sensor', 'silent']);
  });

  it('draws lines and areas of a layer under everything that has a place', () => {
    const shapes = {
      type: 'FeatureCollection' as const,
      features: [
        {
          type: 'Feature' as const,
          id: 'f1',
          properties: { name: '禁行区', level: 'red' },
          geometry: {
            type: 'Polygon',
            coordinates: [
              [
                [117, 28],
                [118, 28],
                [118, 29],
                [117, 28],
              ],
            ],
          },
        },
      ],
    };
    const built = ids(
      scene({
        shapes: [{ key: 'fences', shapes, opacity: 0.5 }],
        drawing: [
          {
            id: 'hand',
            path: [
              [117, 28],
              [118, 28],
            ],
            closed: false,
            corners: true,
          },
        ],
        places: [{ key: 'e', look: 'risk', singles: singles([[117, 28, 'red']]), opacity: 1 }],
      }),
    );
    expect(built.slice(0, 4)).toEqual(['shapes-fences', 'drawn-hand', 'corners-hand', 'places-e']);
  });

  it('picks the alarm before the vehicle before the place', () => {
    const shown = singles([[117, 28, 'blue']]);
    const full = scene({
      alarms: alarmColumns([ringing('a', 'red', 117)], () => null),
      places: [{ key: 'enterprises', look: 'risk', singles: shown, opacity: 1 }],
    });
    expect(pickFrom(full, 117, 28, 10)).toEqual({ kind: 'alarm', id: 'a' });
    expect(pickFrom({ ...full, alarms: alarmColumns([], () => null) }, 117, 28, 10)).toMatchObject({
      kind: 'place',
      id: ID,
      name: '企业 0',
    });
    expect(pickFrom(full, 117.5, 28, 10)).toBeNull();
  });
});

describe('clusters with the ring of four shares', () => {
  it('are read from the worker’s columns, with the gravest level', () => {
    const columns = Float64Array.from([117, 28, 12, 2, 7, 3, 0, 0, 118, 29, 500, 0, 499, 0, 0, 1]);
    expect(clustersOf('e', columns)).toEqual([
      { id: 'e-0', lon: 117, lat: 28, size: 12, shares: { red: 0, orange: 0, yellow: 3, blue: 7 }, worst: 'yellow' },
      { id: 'e-1', lon: 118, lat: 29, size: 500, shares: { red: 1, orange: 0, yellow: 0, blue: 499 }, worst: 'red' },
    ]);
  });

  it('write numbers that fit their disc', () => {
    expect([58, 9999, 12_345, 1_030_000].map(shortCount)).toEqual(['58', '9999', '1.2万', '103万']);
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

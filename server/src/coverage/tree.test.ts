import { describe, expect, it } from 'vitest';
import { layersOf, type Gateway } from './tree.ts';

const gateway = (id: string, path: string, change: Partial<Gateway> = {}): Gateway => ({
  id,
  name: `网关 ${id}`,
  path,
  firm: `firm-${id[0]}`,
  firmName: `企业 ${id[0]}`,
  out: false,
  online: true,
  heardToday: true,
  lastAt: 1000,
  level: null,
  received: 90,
  expected: 100,
  lost: 0,
  ...change,
});
const SOME = [
  gateway('a1', 'cn.36.11.02.001.'),
  gateway('a2', 'cn.36.11.02.001.', { online: false, lastAt: 500, received: 0, lost: 84, level: 'yellow' }),
  gateway('b1', 'cn.36.11.02.002.', { level: 'red' }),
  gateway('c1', 'cn.36.11.03.001.', { online: false, heardToday: false, lastAt: null, received: 0, lost: 168 }),
  gateway('d1', 'cn.36.11.03.001.', { out: true, online: false, heardToday: false, lastAt: null }),
];
const open = (path: string | null, top = 3) => layersOf(SOME, top, path, (one) => one);
const shape = (path: string | null, top = 3) =>
  open(path, top).layers.map((layer) => [layer.layer, layer.nodes.map(({ id }) => id), layer.open]);

describe('[S16.1] the layers of connected supervision', () => {
  it('go from the city to the enterprises of the opened town', () => {
    expect(shape('cn.36.11.02.001.')).toEqual([
      ['city', ['cn.36.11.'], 'cn.36.11.'],
      ['county', ['cn.36.11.02.', 'cn.36.11.03.'], 'cn.36.11.02.'],
      ['town', ['cn.36.11.02.001.', 'cn.36.11.02.002.'], 'cn.36.11.02.001.'],
      ['enterprise', ['firm-a'], null],
    ]);
  });

  it('begin at the top of the scope, and stop where the question does', () => {
    expect(shape('cn.36.11.03.', 4)).toEqual([
      ['county', ['cn.36.11.02.', 'cn.36.11.03.'], 'cn.36.11.03.'],
      ['town', ['cn.36.11.03.001.'], null],
    ]);
  });

  it('unasked, open where most is silent', () => {
    expect(shape(null).at(-1)).toEqual(['enterprise', ['firm-a'], null]);
    expect(layersOf([], 3, null, (one) => one)).toMatchObject({ silent: [], silentTotal: 0, layers: [{ nodes: [] }] });
  });

  it('rates of a layer: what is out of service counts nowhere, and without devices nothing is told', () => {
    const [city, counties] = open('cn.36.11.03.').layers;
    expect(city!.nodes[0]).toMatchObject({
      enterprises: 4,
      connected: 2,
      devices: 4,
      online: 2,
      received: 180,
      expected: 400,
      level: 'red',
    });
    // 84 and 168 of 4 times 168 hours were lost.
    expect(city!.nodes[0]!.available).toBeCloseTo(1 - 252 / 672, 9);
    expect(counties!.nodes[1]).toMatchObject({ devices: 1, online: 0, available: 0 });
    const out = layersOf([gateway('x1', 'cn.36.11.02.001.', { out: true })], 3, null, (one) => one).layers[0]!
      .nodes[0]!;
    expect(out).toMatchObject({ devices: 0, expected: 0, available: null });
  });

  it('names the silent under what is open, those never heard first', () => {
    expect(open('cn.36.11.').silent.map(({ id }) => id)).toEqual(['c1', 'a2']);
    expect(open('cn.36.11.02.001.').silent.map(({ id }) => id)).toEqual(['a2']);
    expect(open('cn.36.11.02.001.').layers[3]!.nodes[0]!.gateways.map(({ online }) => online)).toEqual([true, false]);
  });
});

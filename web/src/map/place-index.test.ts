import { encodePlaces, putId, type PlaceColumns } from '@anlan/kernel/map';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLUSTER_WIDTH, MOST_MARKS, PlaceIndex } from './place-index.ts';
import { idOf, PlaceHolder, transfers } from './places.ts';

type Row = readonly [lon: number, lat: number, level: number];
const columnsOf = (rows: readonly Row[]): PlaceColumns => {
  const ids = new Uint8Array(16 * rows.length);
  rows.forEach((_, row) => putId(ids, row, uuid(row)));
  return {
    length: rows.length,
    lon: Int32Array.from(rows, ([lon]) => Math.round(lon * 1e7)),
    lat: Int32Array.from(rows, ([, lat]) => Math.round(lat * 1e7)),
    level: Uint8Array.from(rows, ([, , level]) => level),
    silent: new Uint8Array(rows.length),
    ids,
    names: rows.map((_, row) => `企业 ${row}`),
  };
};
const uuid = (row: number): string => `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`;
const CITY = [116, 27, 119, 30] as const;
const ALL = 31;
const view = (rows: readonly Row[], part: Partial<Parameters<PlaceIndex['view']>[0]> = {}) =>
  new PlaceIndex(columnsOf(rows)).view({ bounds: CITY, zoom: 7, mask: ALL, together: true, ...part });
const clusters = (columns: Float64Array): number[][] =>
  Array.from({ length: columns.length / CLUSTER_WIDTH }, (_, i) => [
    ...columns.subarray(i * CLUSTER_WIDTH, (i + 1) * CLUSTER_WIDTH),
  ]);
const row = fc.tuple(
  fc.double({ min: 115, max: 120, noNaN: true }),
  fc.double({ min: 26, max: 31, noNaN: true }),
  fc.integer({ min: 0, max: 4 }),
);

describe('the index of places', () => {
  it('loses and doubles nothing: clusters and singles together are exactly what is in view, level by level', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 300 }), fc.double({ min: 5, max: 12, noNaN: true }), (rows, zoom) => {
        const found = view(rows, { zoom });
        const inside = columnsOf(rows);
        const expected = rows.filter((_, i) => {
          const [lon, lat] = [(inside.lon[i] ?? 0) / 1e7, (inside.lat[i] ?? 0) / 1e7];
          return lon >= CITY[0] && lon <= CITY[2] && lat >= CITY[1] && lat <= CITY[3];
        });
        const byLevel = [0, 0, 0, 0, 0];
        for (const one of clusters(found.clusters)) one.slice(3).forEach((n, level) => (byLevel[level]! += n));
        for (const single of found.singles) byLevel[rows[single]![2]]! += 1;
        expect(found.count).toBe(expected.length);
        expect(byLevel).toEqual([0, 1, 2, 3, 4].map((level) => expected.filter((one) => one[2] === level).length));
        for (const one of clusters(found.clusters)) expect(one[2]).toBe(one.slice(3).reduce((a, b) => a + b, 0));
      }),
    );
  });

  it('keeps one red place among hundreds visible in its cluster', () => {
    const rows = Array.from({ length: 400 }, (_, i): Row => [117.5 + i / 1e5, 28.5, i === 77 ? 4 : 1]);
    const [one] = clusters(view(rows).clusters);
    expect(one?.slice(2)).toEqual([400, 0, 399, 0, 0, 1]);
    expect(one?.[0]).toBeCloseTo(117.502, 3);
  });

  it('leaves distant ones alone, and lets all stand alone when near', () => {
    const rows: Row[] = [...Array.from({ length: 30 }, (_, i): Row => [117 + i / 1e4, 28, 1]), [118.9, 29.5, 3]];
    expect([...view(rows).singles]).toEqual([30]);
    expect(view(rows, { zoom: 10 }).singles).toHaveLength(31);
    expect(view(rows, { together: false }).singles).toHaveLength(31);
  });

  it('draws a little beyond the edge of the view without counting it', () => {
    const found = view(
      [
        [117, 28, 1],
        [119.02, 28, 1],
      ],
      { zoom: 11, pad: 0.05 },
    );
    expect([found.count, found.singles.length]).toEqual([1, 2]);
  });

  it('counts only the levels that are asked for', () => {
    const rows = Array.from({ length: 30 }, (_, i): Row => [117 + i / 1e4, 28, i < 3 ? 4 : 1]);
    expect(view(rows, { mask: 1 << 1 }).count).toBe(27);
    expect(view(rows, { mask: 1 << 4 }).singles).toHaveLength(3);
  });

  it('never draws more marks than a page can, at any zoom', () => {
    const many = Array.from({ length: 60_000 }, (_, i): Row => [
      117 + (i % 300) / 500,
      28 + Math.floor(i / 300) / 500,
      1,
    ]);
    const near = view(many, { zoom: 11, together: false });
    expect(near.count).toBe(60_000);
    expect(near.singles.length + near.clusters.length / CLUSTER_WIDTH).toBeLessThan(MOST_MARKS * 3);
  });

  it('answers a view of a million places without walking them all', () => {
    const million = Array.from({ length: 1_000_000 }, (_, i): Row => [
      116 + (i % 1000) / 400,
      27 + Math.floor(i / 1000) / 400,
      i % 5,
    ]);
    const index = new PlaceIndex(columnsOf(million));
    const begun = performance.now();
    const found = index.view({ bounds: [117, 28, 117.1, 28.1], zoom: 12, mask: ALL, together: true });
    expect(found.count).toBe(41 * 41);
    expect(performance.now() - begun).toBeLessThan(100);
  }, 30_000);
});

describe('the worker’s holder', () => {
  const rows: Row[] = [
    [117, 28, 4],
    [117.2, 28, 1],
  ];
  const server = (tag: { now: string }, log: (string | null)[] = []) =>
    (async (_: unknown, init?: RequestInit) => {
      const known = new Headers(init?.headers).get('if-none-match');
      log.push(known);
      if (known === tag.now) return new Response(null, { status: 304 });
      return new Response(encodePlaces(columnsOf(rows)).buffer as ArrayBuffer, { headers: { etag: tag.now } });
    }) as typeof fetch;

  it('reads a layer once and asks later only whether it is still right', async () => {
    const [tag, log] = [{ now: '"1"' }, [] as (string | null)[]];
    const holder = new PlaceHolder(server(tag, log));
    const first = await holder.answer({ kind: 'load', id: 1, key: 'e', url: '/e' });
    expect(first).toMatchObject({ id: 1, loaded: { rows: 2, levels: [0, 1, 0, 0, 1], tag: '"1"' } });
    const again = await holder.answer({ kind: 'load', id: 2, key: 'e', url: '/e' });
    expect('loaded' in again && 'loaded' in first && again.loaded === first.loaded).toBe(true);
    expect(log).toEqual([null, '"1"']);
  });

  it('gives single places with id and name, the gravest last, to be handed over', async () => {
    const holder = new PlaceHolder(server({ now: '"1"' }));
    await holder.answer({ kind: 'load', id: 1, key: 'e', url: '/e' });
    const answer = await holder.answer({
      kind: 'view',
      id: 2,
      bounds: CITY,
      zoom: 11,
      layers: [
        { key: 'e', mask: ALL, together: true },
        { key: 'none', mask: ALL, together: true },
      ],
    });
    if (!('parts' in answer)) throw new Error('no parts');
    const { singles } = answer.parts[0]!;
    expect(answer.parts).toHaveLength(1);
    expect([idOf(singles, 1), singles.names, [...singles.level]]).toEqual([uuid(0), ['企业 1', '企业 0'], [1, 4]]);
    expect(transfers(answer)).toHaveLength(5);
  });

  it('says when the server refuses or answers something else', async () => {
    const refusing = new PlaceHolder(async () => new Response('', { status: 403 }));
    expect(await refusing.answer({ kind: 'load', id: 1, key: 'e', url: '/e' })).toEqual({ id: 1, status: 403 });
    const other = new PlaceHolder(async () => new Response('<html>'));
    expect(await other.answer({ kind: 'load', id: 1, key: 'e', url: '/e' })).toEqual({ id: 1, status: 0 });
  });

  it('keeps the live register and one past one', async () => {
    const holder = new PlaceHolder(server({ now: '"1"' }));
    for (const key of ['e', 'e@1', 'e@2']) await holder.answer({ kind: 'load', id: 1, key, url: '/e' });
    const answer = await holder.answer({
      kind: 'view',
      id: 2,
      bounds: CITY,
      zoom: 11,
      layers: ['e', 'e@1', 'e@2'].map((key) => ({ key, mask: ALL, together: true })),
    });
    expect('parts' in answer ? answer.parts.map(({ key }) => key) : []).toEqual(['e', 'e@2']);
  });
});

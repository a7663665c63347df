import type { Api } from '@anlan/journeys';
import { quantile, rounded } from '../table.ts';
import { BOX } from './city.ts';

type Line = (string | number)[];

/** A repeatable stream of numbers 0 … 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function times(ask: () => Promise<unknown>, rounds: number): Promise<number[]> {
  const taken: number[] = [];
  // The first one warms pages and plans.
  await ask();
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await ask();
    taken.push(performance.now() - begun);
  }
  return taken;
}

const line = (what: string, taken: readonly number[]): Line => [
  what,
  taken.length,
  rounded(quantile(taken, 0.5)),
  rounded(quantile(taken, 0.95)),
];

/** How long the server's answers for the map take, over HTTP, one after another (ms). */
export async function measureServer(api: Api, rounds: number): Promise<Line[]> {
  const random = randomOf(20_261_122);
  const place = (): [number, number] => [
    BOX[0] + 0.3 + random() * (BOX[2] - BOX[0] - 0.6),
    BOX[1] + 0.3 + random() * (BOX[3] - BOX[1] - 0.6),
  ];
  const view = (half: number) => () => {
    const [x, y] = place();
    return api.get(`/api/map/view?bounds=${x - half},${y - half},${x + half},${y + half}&layers=enterprises`);
  };
  const circle = (radius: number) => () => api.get(`/api/map/ask?area=c:${place().join(',')}:${radius}`);
  const polygon = (half: number) => () => {
    const [x, y] = place();
    const ring = [0, 1, 2, 3, 4, 5].map((corner) => {
      const far = half * (0.6 + 0.4 * random());
      return `${x + far * Math.cos((corner * Math.PI) / 3)},${y + far * Math.sin((corner * Math.PI) / 3)}`;
    });
    return api.get(`/api/map/ask?area=p:${ring.join(';')}`);
  };
  const corridor = () => {
    const [x, y] = place();
    return api.get(`/api/map/ask?area=w:${x - 0.25},${y};${x},${y + 0.1};${x + 0.25},${y}:500`);
  };
  const rows = () => api.get(`/api/map/ask/rows?group=enterprise&area=c:${place().join(',')}:5000`);
  const at = (knowledge: string) => () =>
    api.get(`/api/map/at?time=${Date.now() - 60_000 * Math.ceil(1 + 8 * random())}&knowledge=${knowledge}`);
  return [
    line('list in view, 0.1° × 0.1°', await times(view(0.05), rounds)),
    line('list in view, 0.5° × 0.5°', await times(view(0.25), rounds)),
    line('ask, circle of 5 km', await times(circle(5000), rounds)),
    line('ask, circle of 50 km', await times(circle(50_000), rounds)),
    line('ask, hexagon of 20 km', await times(polygon(0.1), rounds)),
    line('ask, corridor of 55 km × 1 km', await times(corridor, rounds)),
    line('ask, one page of rows in 5 km', await times(rows, rounds)),
    line('a past minute, known then', await times(at('then'), rounds)),
    line('a past minute, known now', await times(at('now'), rounds)),
    line(
      'all places as columns',
      await times(() => api.ask('GET', '/api/map/places/enterprises'), Math.min(5, rounds)),
    ),
  ];
}

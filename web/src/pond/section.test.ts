import { describe, expect, it } from 'vitest';
import {
  apart,
  arrowScale,
  bandsOf,
  beachEnd,
  boreCurves,
  CREST,
  depthLevel,
  groundAt,
  HEIGHT,
  heightOf,
  inclinometerPlot,
  moversOf,
  PLOT,
  POND,
  profileOf,
  TOE,
  tubesOf,
  type PondPoint,
} from './section.ts';

const point = (id: string, change: Partial<PondPoint> = {}): PondPoint => ({
  id,
  kind: 'phreatic-depth',
  name: `浸润线埋深 ${id}`,
  unit: 'm',
  at: 0,
  value: 10,
  expectedPeriod: 3600,
  elevation: null,
  control: 6,
  suspect: false,
  level: null,
  ...change,
});
const pond = (points: readonly PondPoint[]) => ({ crest: 400, points: [...points] });
const value = ({ value: one }: PondPoint) => one;

describe('[S21.1] the section of a dam', () => {
  it('keeps the water within the frame, true near the crest', () => {
    expect(heightOf(400, 400)).toBe(CREST.y);
    expect(heightOf(400, 399)).toBe(CREST.y + 84);
    expect(heightOf(400, 200)).toBe(heightOf(400, 390));
    expect([beachEnd(0), beachEnd(-5), beachEnd(9999)]).toEqual([POND.from, POND.from, beachEnd(300)]);
  });

  it('the slope falls from the crest to the toe', () => {
    const heights = [CREST.x, 400, 300, 200, 100, TOE.x].map(groundAt);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect([heights[0], heights.at(-1)]).toEqual([CREST.y, TOE.y]);
  });

  it('each tube is held against its own control depth', () => {
    expect([7.9, 7.7, 7, 6.5, 6].map((depth) => depthLevel(depth, 6))).toEqual([
      null,
      'blue',
      'yellow',
      'orange',
      'red',
    ]);
    expect(depthLevel(1, null)).toBeNull();
    const tubes = tubesOf(pond([point('1#'), point('2#', { control: 9.5 }), point('3#', { control: null })]), value);
    expect(tubes.map(({ level, name }) => [name, level])).toEqual([
      ['1#', null],
      ['2#', 'orange'],
      ['3#', null],
    ]);
    expect(bandsOf(tubes).map(({ level }) => level)).toEqual(['orange']);
  });

  it('stands any number and depth of tubes inside the frame, without a value too', () => {
    const many = Array.from({ length: 24 }, (_, i) => point(`${i}#`, { value: i === 3 ? null : 60 + i, control: 30 }));
    for (const { x, water, control } of tubesOf(pond(many), value)) {
      expect(x).toBeGreaterThan(TOE.x);
      expect(x).toBeLessThan(CREST.x);
      expect(Math.max(water ?? 0, control ?? 0)).toBeLessThanOrEqual(HEIGHT);
    }
    expect(tubesOf(pond([]), value)).toEqual([]);
  });

  it('arrows are seen at 2 mm and stay in the frame at 500 mm', () => {
    expect([arrowScale([2]) * 2, arrowScale([500, null]) * 500, arrowScale([])]).toEqual([12, 90, 6]);
    const [one] = moversOf(pond([point('a', { kind: 'settlement', value: -3 })]), value);
    expect(one).toMatchObject({ down: true, value: -3 });
  });

  it('labels keep apart', () => {
    expect(apart([10, 12, 40], 16)).toEqual([10, 26, 42]);
  });
});

const SURVEYS = [
  { on: '2026-03-18', points: [[0, 12] as [number, number], [10, 9] as [number, number], [30, 0] as [number, number]] },
  { on: '2026-02-18', points: [[0, 4] as [number, number], [10, 3] as [number, number], [30, 0] as [number, number]] },
];
const borehole = { name: 'IN1', surveys: SURVEYS, bend: null, rate: null };

describe('[S21.1] what was surveyed', () => {
  it('the profile of a beach is drawn as far as beaches are, at the heights of the water', () => {
    const profile = {
      section: 'P1',
      on: '2026-03-18',
      old: false,
      points: [
        [0, 400],
        [100, 399],
        [900, 390],
      ] as [number, number][],
    };
    expect(profileOf({ crest: 400, profile })).toEqual([
      [POND.from, CREST.y],
      [beachEnd(100), heightOf(400, 399)],
    ]);
    expect(profileOf({ crest: 400, profile: null })).toEqual([]);
  });

  it('boreholes keep within the section: two at most, the oldest survey behind the newest', () => {
    const [first, second, ...more] = boreCurves([borehole, { ...borehole, name: 'IN2' }, { ...borehole, name: 'IN3' }]);
    expect([first!.name, second!.name, more]).toEqual(['IN1', 'IN2', []]);
    expect(first!.paths).toHaveLength(2);
    expect(first!.paths[1]).toMatch(/^M458\.0 176\.0L/);
    expect(first!.bottom).toBeLessThan(HEIGHT);
    expect(boreCurves([{ ...borehole, surveys: SURVEYS.slice(0, 1) }])[0]!.paths).toHaveLength(1);
    expect(boreCurves([{ ...borehole, surveys: [] }])).toEqual([]);
  });

  it('a plot of a borehole has round ticks within its frame, and every survey once', () => {
    const plot = inclinometerPlot(SURVEYS);
    expect(plot.lines.map(({ on }) => on)).toEqual(['2026-02-18', '2026-03-18']);
    expect(plot.depths.map(({ depth }) => depth)).toEqual([0, 5, 10, 15, 20, 25, 30]);
    expect(plot.ticks.map(({ moved }) => moved)).toEqual([0, 5, 10]);
    for (const { x } of plot.ticks) expect(x >= PLOT.left && x <= PLOT.right).toBe(true);
    expect(plot.y(30)).toBe(PLOT.bottom);
  });
});

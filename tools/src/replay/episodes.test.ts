import { describe, expect, it } from 'vitest';
import { disturbed, Episodes, heated, type Candidates } from './episodes.ts';

describe('planned disturbances', () => {
  const MINUTE = 60_000;
  const candidates = { gas: ['g0', 'g1'], tank: ['t'], silence: ['s'], overspeed: () => ({ id: 'v', factor: 1.5 }) };

  it('take a gas detector over both limits within three minutes, and back', () => {
    const episodes = new Episodes(candidates, 0);
    const value = (at: number) => {
      const episode = episodes.of('g0', at);
      return episode ? disturbed(episode, 1, 25, 50, at) : 1;
    };
    const course = Array.from({ length: 20 }, (_, i) => value(i * 15_000));
    expect(course[0]).toBe(1);
    expect(course.findIndex((gas) => gas > 25)).toBe(5);
    expect(course.findIndex((gas) => gas > 50)).toBe(10);
    expect(course.at(-1)).toBe(1);
  });

  it('heat a tank within minutes and let it cool over hours, through later rounds: never as fast as a leak', () => {
    const carried = [{ kind: 'tank-heats', subject: 'p', pulledTo: 1.65 }] as const;
    const episodes = new Episodes({ ...candidates, carried }, 0);
    const value = (at: number) => {
      const episode = episodes.of('p', at);
      return episode ? heated(episode, 0.75, at) : 0.75;
    };
    const course = Array.from({ length: 400 }, (_, i) => value(i * MINUTE));
    expect(course[0]).toBe(0.75);
    expect(Math.max(...course)).toBe(1.65);
    expect(course.findIndex((pressure) => pressure >= 1.65)).toBe(5);
    expect(course.at(-1)).toBe(0.75);
    // One that lags behind a round which another has begun sees no gap in it.
    const through = new Episodes({ ...candidates, carried }, 0);
    through.of('p', 2 * MINUTE);
    through.of('p', 20 * MINUTE);
    expect(through.of('p', 20 * MINUTE - 1)).toMatchObject({ kind: 'tank-heats' });
    // The rule of a leak tells of a tenth within ten minutes.
    const falls = course.slice(10).map((pressure, i) => 1 - pressure / course[i]!);
    expect(Math.max(...falls)).toBeLessThan(0.07);
  });

  it('silence one device for seven minutes, speed one vehicle up, and take the next subjects at their next turn', () => {
    const episodes = new Episodes(candidates, 0);
    expect(episodes.of('s', 0.2 * MINUTE)).toBeUndefined();
    expect(episodes.of('s', MINUTE)).toMatchObject({ kind: 'silence' });
    expect(episodes.of('s', 7 * MINUTE)).toMatchObject({ kind: 'silence' });
    expect(episodes.of('s', 8 * MINUTE)).toBeUndefined();
    expect(episodes.of('v', 2 * MINUTE)).toMatchObject({ kind: 'overspeed', factor: 1.5 });
    expect(episodes.of('g1', MINUTE)).toBeUndefined();
    expect(episodes.of('g1', 21 * MINUTE)).toBeUndefined();
    expect(episodes.of('g1', 141 * MINUTE)).toMatchObject({ kind: 'gas' });
    expect(episodes.of('g0', 141 * MINUTE)).toBeUndefined();
  });

  it('are no more of a day than let them be believed: one of each at first, then some thirty', () => {
    const all = ['g0', 'g1', 't', 's', 'v'];
    const episodes = new Episodes(candidates, 0);
    const begun = new Set<string>();
    for (let at = 0; at < 24 * 60 * MINUTE; at += 10_000)
      for (const subject of all) {
        const episode = episodes.of(subject, at);
        if (episode !== undefined) begun.add(`${episode.kind} ${episode.from}`);
      }
    expect(begun.size).toBeGreaterThan(20);
    expect(begun.size).toBeLessThan(60);
  });
});

describe('planned acts of safety instruments', () => {
  const at = (round: number, minutes: number) => (round * 20 + minutes) * 60_000;
  const candidates = {
    gas: ['g'],
    tank: ['t'],
    silence: [],
    overspeed: () => undefined,
    shutOffOf: new Map([['t', 'valve']]),
    commandOf: new Map([['valve', 'command']]),
    besideOf: new Map([['g', 'beside']]),
  };
  /** Whether it acts so many minutes after each of its kind's first four turns, one of which comes every so many rounds. */
  const acting = (subject: string, every: number, minutes: number) =>
    [0, 1, 2, 3].map((turn) => new Episodes(candidates, 0).of(subject, at(turn * every, minutes)) !== undefined);

  it('close the valve with its command, except that it sticks every fourth time', () => {
    expect(acting('command', 11, 3)).toEqual([true, true, true, true]);
    expect(acting('valve', 11, 3)).toEqual([true, true, true, false]);
  });

  it('let a second detector see the leak every third time', () => {
    expect(acting('g', 7, 2)).toEqual([true, true, true, true]);
    expect(acting('beside', 7, 2)).toEqual([false, false, true, false]);
  });
});

describe('a round asked for out of turn', () => {
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;
  const candidates: Candidates = {
    gas: ['gas-0', 'gas-1', 'gas-2'],
    tank: ['tank-0', 'tank-1'],
    silence: [],
    carried: [{ kind: 'tank-heats', subject: 'pressure', pulledTo: 2 }],
    overspeed: (_, __, race) => ({ id: `truck-${race}`, factor: 1.3 }),
  };
  const kindAt = (episodes: Episodes, subject: string, at: number) => episodes.of(subject, at)?.kind;

  it('shows gas, a tank and a fast vehicle within three minutes of the start, whoever asked about later times before', () => {
    const episodes = new Episodes(candidates, 0);
    for (const later of [100 * HOUR, 9 * HOUR, 21 * MINUTE]) episodes.of('truck-0', later);
    expect(kindAt(episodes, 'gas-0', MINUTE)).toBe('gas');
    expect(kindAt(episodes, 'tank-0', MINUTE)).toBe('tank');
    expect(kindAt(episodes, 'truck-0', 1.5 * MINUTE)).toBe('overspeed');
    expect(kindAt(episodes, 'gas-1', MINUTE)).toBeUndefined();
  });

  it('goes on through the rounds that begin meanwhile, and ends', () => {
    const episodes = new Episodes(candidates, 0);
    expect(kindAt(episodes, 'pressure', 6 * HOUR)).toBe('tank-heats');
    expect(kindAt(episodes, 'pressure', 6 * HOUR + MINUTE)).toBeUndefined();
  });

  it('is the same in whatever order it is asked for, and nothing before its beginning', () => {
    const times = Array.from({ length: 600 }, (_, i) => (i - 20) * 7 * MINUTE);
    const [forwards, backwards] = [new Episodes(candidates, 0), new Episodes(candidates, 0)];
    const subjects = ['gas-0', 'gas-1', 'gas-2', 'tank-0', 'tank-1', 'pressure', 'truck-3'];
    const told = (episodes: Episodes, at: number) => subjects.map((subject) => kindAt(episodes, subject, at));
    const backward = times.toReversed().map((at) => told(backwards, at));
    expect(times.map((at) => told(forwards, at))).toEqual(backward.toReversed());
    expect(kindAt(forwards, 'gas-0', -MINUTE)).toBeUndefined();
  });
});

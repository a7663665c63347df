/** Scenario time against the clock of this machine; all times epoch ms. */
export interface Timeline {
  /** Scenario time at the start. */
  readonly origin: number;
  readonly keepTime: boolean;
  /** Scenario time now. */
  now(): number;
  /** The time a signal of scenario time `at` carries. */
  stamp(at: number): number;
}

export interface TimelineOptions {
  readonly origin: number;
  readonly speed: number;
  readonly keepTime: boolean;
  readonly clock: () => number;
}

/** A timeline that starts now: times are shifted so that the scenario begins now, or kept. */
export function timelineFrom({ origin, speed, keepTime, clock }: TimelineOptions): Timeline {
  const started = clock();
  return {
    origin,
    keepTime,
    now: () => origin + (clock() - started) * speed,
    stamp: (at) => (keepTime ? at : started + (at - origin) / speed),
  };
}

/** Something that speaks now and then. */
export interface Player {
  /** Scenario time of its next signal; infinite when it has no more. */
  readonly due: number;
  /** Can the line take a signal now? */
  ready(): boolean;
  /** Sends the signal that is due; `stamp` is the time it carries. */
  play(stamp: number): void;
  /** Goes on to the next signal. */
  advance(): void;
}

const TICK = 100;
const MOST_AT_ONCE = 500;

/** Plays until stopped. A live signal whose line is down is missed, as a radio's would be; with kept times it waits. */
export function playAll(players: readonly Player[], timeline: Timeline, missed: () => void): { stop(): void } {
  const tick = setInterval(() => {
    const now = timeline.now();
    for (const player of players) {
      for (let left = MOST_AT_ONCE; left > 0 && player.due <= now; left -= 1) {
        if (player.ready()) player.play(timeline.stamp(player.due));
        else if (timeline.keepTime) break;
        else missed();
        player.advance();
      }
    }
  }, TICK);
  return { stop: () => clearInterval(tick) };
}

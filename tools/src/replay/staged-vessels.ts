import type { Message } from '@anlan/ais';
import { positionAt, type Line, type Vessel } from '@anlan/data';
import { destination } from '@anlan/domain/geo';
import type { AisRadio } from './ais-radio.ts';
import type { Player } from './timeline.ts';

const MINUTE = 60_000;
/** A scene takes a round, as the other disturbances do. */
const ROUND = 20 * MINUTE;
/** In one round of so many, the first among them, something happens; in the others the same ships lie and pass as they ought to. */
const EVENTFUL = 12;
const isEventful = (round: number): boolean => round % EVENTFUL === 0;
const KNOT = 0.514444;
const STEP = 10_000;
/** Navigational status, ITU-R M.1371: under way using engine, at anchor. */
const [UNDER_WAY, AT_ANCHOR] = [0, 1] as const;

/** Where a ship of a scene is: metres from its place along the river and to the right of downstream, knots, and which way. */
export interface Staged {
  readonly along: number;
  readonly aside: number;
  readonly knots: number;
  readonly downstream: boolean;
  readonly status: typeof UNDER_WAY | typeof AT_ANCHOR;
}

const DRAG = { from: 2 * MINUTE, until: 14 * MINUTE, knots: 1.2 } as const;
/** It hauls its anchor up and is back at its place when the round ends. */
const BACK = { from: 15 * MINUTE, until: 19 * MINUTE } as const;

/** A ship at anchor that drags for twelve minutes at 1.2 kn, some 440 m, then steams back; `at` ms since a round began. */
export function draggingAt(at: number): Staged {
  const far = (DRAG.until - DRAG.from) * DRAG.knots * KNOT * 1e-3;
  const lies = { aside: 90, knots: 0, downstream: true, status: AT_ANCHOR } as const;
  if (at < DRAG.from || at >= BACK.until) return { ...lies, along: 0 };
  if (at < DRAG.until) return { ...lies, along: ((at - DRAG.from) / 1000) * DRAG.knots * KNOT, knots: DRAG.knots };
  if (at < BACK.from) return { ...lies, along: far };
  const share = (at - BACK.from) / (BACK.until - BACK.from);
  const knots = far / ((BACK.until - BACK.from) / 1000) / KNOT;
  return { along: far * (1 - share), aside: 90, knots, downstream: false, status: UNDER_WAY };
}

const REACH = 1500;
const LANE = 60;
/** In an eventful round the ship that comes upstream keeps to the wrong side, 20 m from the other. */
const TOO_NEAR = -40;

/** One of two ships that pass each other once a round, each in its lane; `round` counts from 0. */
export function passingAt(role: 'first' | 'second', round: number, at: number): Staged {
  const outward = round % 2 === 0;
  const downstream = (role === 'first') === outward;
  const share = at / ROUND;
  const along = REACH * (downstream ? 2 * share - 1 : 1 - 2 * share);
  const near = role === 'second' && isEventful(round);
  // It crosses over within two minutes, and back.
  const drawn = near ? Math.min(1, at / (2 * MINUTE), (ROUND - at) / (2 * MINUTE)) : 0;
  const right = LANE + (TOO_NEAR - LANE) * drawn;
  return {
    along,
    aside: downstream ? right : -right,
    knots: (2 * REACH) / (ROUND / 1000) / KNOT,
    downstream,
    status: UNDER_WAY,
  };
}

/** Metres from its start where a line is straightest for a scene: on a bend ships that keep their lanes seem to come too near. */
export function straightest(line: Line): number {
  const turns = (at: number): number => {
    const bearings = [-REACH, -REACH / 2, 0, REACH / 2, REACH].map((by) => positionAt(line, at + by).bearing);
    return bearings.slice(1).reduce((sum, one, index) => {
      const turn = Math.abs(one - bearings[index]!) % 360;
      return sum + Math.min(turn, 360 - turn);
    }, 0);
  };
  const places = Array.from({ length: 60 }, (_, index) => line.length * (0.1 + (0.8 * index) / 59));
  return places.reduce((best, place) => (turns(place) < turns(best) ? place : best));
}

export type Scene = (round: number, at: number) => Staged;
export const SCENES = {
  dragging: (round, at) => draggingAt(isEventful(round) ? at : 0),
  first: (round, at) => passingAt('first', round, at),
  second: (round, at) => passingAt('second', round, at),
} as const satisfies Record<string, Scene>;

export interface StagedOptions {
  readonly vessel: Pick<Vessel, 'mmsi'>;
  readonly scene: Scene;
  readonly line: Line;
  /** Metres from the line's start where the scene is set. */
  readonly place: number;
  /** A position report of class A, whose other fields are sent as they are. */
  readonly sample: Message;
  readonly origin: number;
  readonly radio: AisRadio;
  readonly keepTime: boolean;
}

/** A ship that plays a scene, so that what a rule is for can be seen: an anchor that drags, two ships that come too near. */
export class StagedVessel implements Player {
  readonly #options: StagedOptions;
  due: number;

  constructor(options: StagedOptions) {
    this.#options = options;
    this.due = options.origin + (Number(options.vessel.mmsi) % 10) * (STEP / 10);
  }

  ready(): boolean {
    return true;
  }

  play(stamp: number): void {
    const { vessel, scene, line, place, sample, origin, radio, keepTime } = this.#options;
    const since = this.due - origin;
    const { along, aside, knots, downstream, status } = scene(Math.floor(since / ROUND), since % ROUND);
    const { position, bearing } = positionAt(line, place + along);
    const { lon, lat } = destination({ lon: position[0], lat: position[1] }, (bearing + 90) % 360, aside);
    const course = downstream ? bearing : (bearing + 180) % 360;
    const told = { mmsi: Number(vessel.mmsi), lon, lat, course, heading: Math.round(course) % 360, status };
    const speed = Math.round(knots * 10) / 10;
    const second = new Date(stamp).getUTCSeconds();
    radio.send({ ...sample, ...told, speed, second } as Message, keepTime ? stamp : undefined);
  }

  advance(): void {
    this.due += STEP;
  }
}

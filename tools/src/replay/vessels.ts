import type { Message } from '@anlan/ais';
import { carryStep, type CarryState, type Line, type RecordedFix, type Vessel } from '@anlan/data';
import type { AisRadio } from './ais-radio.ts';
import { destination } from '@anlan/domain/geo';
import type { RecordedVessel } from './recording.ts';
import type { Player } from './timeline.ts';

export interface CarriedOptions {
  readonly vessel: Pick<Vessel, 'mmsi'>;
  readonly recorded: RecordedVessel;
  readonly line: Line;
  /** Metres from the line's start. */
  readonly startAlong: number;
  readonly downstream: boolean;
  readonly origin: number;
  readonly radio: AisRadio;
  readonly keepTime: boolean;
}

/** A recorded vessel carried over to a waterway under another MMSI: its speeds and cadence, again and again. */
export class CarriedVessel implements Player {
  readonly #options: CarriedOptions;
  #state: CarryState;
  #index = 0;
  due: number;

  constructor(options: CarriedOptions) {
    this.#options = options;
    this.#state = { along: options.startAlong, downstream: options.downstream, last: null };
    const { recorded, origin } = options;
    this.due = origin + (Number(options.vessel.mmsi) % 100) * 0.01 * meanInterval(recorded);
  }

  ready(): boolean {
    return true;
  }

  play(stamp: number): void {
    const { recorded, line, vessel, radio, keepTime } = this.#options;
    const { fix, message } = recorded[this.#index]!;
    const step = carryStep(this.#state, fix, line);
    this.#state = step.state;
    const sided = onItsSide(step.fix, Number(vessel.mmsi));
    radio.send(carried(message, Number(vessel.mmsi), sided, stamp), keepTime ? stamp : undefined);
  }

  advance(): void {
    const { recorded } = this.#options;
    const before = recorded[this.#index]!.fix.at;
    this.#index += 1;
    if (this.#index < recorded.length) {
      this.due += Math.max(100, recorded[this.#index]!.fix.at - before);
      return;
    }
    // The recording begins anew where the vessel is now.
    this.#index = 0;
    this.#state = { ...this.#state, last: null };
    this.due += meanInterval(recorded);
  }
}

/** Ships keep to the right of the fairway, each in a lane of its own; the line of the water is its middle. */
function onItsSide(fix: RecordedFix, mmsi: number): RecordedFix {
  if (fix.heading === null) return fix;
  return { ...fix, ...destination(fix, fix.heading + 90, FIRST_LANE + (mmsi % LANES) * LANE) };
}
const [FIRST_LANE, LANE, LANES] = [60, 30, 6];

function meanInterval(recorded: RecordedVessel): number {
  const span = recorded.at(-1)!.fix.at - recorded[0]!.fix.at;
  return Math.max(1000, span / Math.max(1, recorded.length - 1));
}

/** The recorded message with the place, course and time of the carried one. */
function carried(message: Message, mmsi: number, fix: RecordedFix, stamp: number): Message {
  const heading = fix.heading === null ? undefined : Math.round(fix.heading) % 360;
  const course = fix.heading ?? undefined;
  return {
    ...message,
    mmsi,
    lon: fix.lon,
    lat: fix.lat,
    course,
    heading,
    second: new Date(stamp).getUTCSeconds(),
  } as Message;
}

import { setTimeout as pause } from 'node:timers/promises';
import { AisRadio } from './ais-radio.ts';
import { cityScenario } from './city.ts';
import type { Line, Scenario, Surroundings } from './scenario.ts';
import { Counts } from './counts.ts';
import { folderScenario } from './folder.ts';
import type { Options } from './options.ts';
import { playAll, timelineFrom } from './timeline.ts';

/** A replay under way. */
export interface Replay {
  readonly notes: readonly string[];
  summary(): string;
  stop(): void;
}

/** Lines opened per tick of 20 ms: a city does not come on line in one instant. */
const OPENED_AT_ONCE = 4;
const OPENING_PAUSE = 20;
const USUAL_SPAN = 3600;

/** Starts a replay; `key` is the platform's key for secrets of demonstration devices. */
export function startReplay(options: Options, key: string, clock: () => number): Replay {
  const { speed, keepTime } = options;
  const counts = new Counts();
  const radio = new AisRadio(options.host, options.aisPort, counts);
  const origin = clock() - (keepTime ? (options.duration ?? USUAL_SPAN) * speed * 1000 : 0);
  const around: Surroundings = { options, key, origin, counts, radio };
  const scenario = options.source === 'city' ? cityScenario(around) : folderScenario(options.source, around);
  const timeline = timelineFrom({ origin, speed, keepTime, clock });
  const playing = playAll(scenario.players, timeline, () => (counts.missed += 1));
  const lines = [...scenario.terminals, ...scenario.gateways];
  let ended = false;
  void open(lines, () => ended);
  return {
    notes: scenario.notes,
    summary: () => counts.summary(connectedOf(scenario)),
    stop: () => {
      ended = true;
      playing.stop();
      for (const line of lines) line.end();
      radio.end();
    },
  };
}

async function open(lines: readonly Line[], ended: () => boolean): Promise<void> {
  for (let i = 0; i < lines.length && !ended(); i += 1) {
    lines[i]!.start();
    if (i % OPENED_AT_ONCE === 0) await pause(OPENING_PAUSE);
  }
}

function connectedOf({ terminals, gateways }: Scenario): string {
  const count = (lines: readonly Line[]) => `${lines.filter(({ connected }) => connected).length}/${lines.length}`;
  return `terminals ${count(terminals)}, gateways ${count(gateways)}`;
}

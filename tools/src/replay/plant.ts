import type { Device, Point } from '@anlan/data';
import { plantRecording } from '@anlan/data';

/** A recorded plant: its values row by row, in the units of the points that carry them. */
export interface RecordedPlant {
  readonly device: Device;
  /** Point kind → its values. */
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/** Fault 6, loss of the A feed, sets in with sample 160; the replay begins a little before it. */
const FIRST_SAMPLE = 100;

/** The recorded series and the device that stands for the recorded plant. */
export function recordedPlant(
  devices: readonly Device[],
  pointsOf: ReadonlyMap<string, readonly Point[]>,
): RecordedPlant | undefined {
  const device = devices.find(({ id, origin }) => origin === 'recorded' && pointsOf.has(id));
  if (device === undefined) return undefined;
  const recorded = [...plantRecording('feed-lost')];
  return { device, values: new Map(recorded.map(([kind, values]) => [kind, values.slice(FIRST_SAMPLE)])) };
}

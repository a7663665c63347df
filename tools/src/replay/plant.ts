import type { Device, Point } from '@anlan/data';
import { packFile } from '@anlan/data';
import { readPacked } from './recording.ts';

/** A recorded plant: its values row by row, in the units of the points that carry them. */
export interface RecordedPlant {
  readonly device: Device;
  /** Point kind → its values. */
  readonly values: ReadonlyMap<string, readonly number[]>;
}

/**
 * Tennessee Eastman measurements by kind of point: XMEAS_9 reactor temperature (°C), XMEAS_7 reactor pressure (kPa gauge,
 * points carry MPa). Fault 6, loss of the A feed, sets in with sample 160; the replay begins a little before it.
 */
const MEASUREMENTS = {
  'reactor-temperature': { column: 'XMEAS_9', scale: 1 },
  'reactor-pressure': { column: 'XMEAS_7', scale: 0.001 },
} as const;
const RECORDING = 'process/tep-d06.csv.gz';
const FIRST_SAMPLE = 100;

/** The recorded series and the device that stands for the recorded plant. */
export function recordedPlant(
  devices: readonly Device[],
  pointsOf: ReadonlyMap<string, readonly Point[]>,
): RecordedPlant | undefined {
  const [head, ...rows] = readPacked(packFile(RECORDING))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  const values = new Map(
    Object.entries(MEASUREMENTS).map(([kind, { column, scale }]) => {
      const index = head!.indexOf(column);
      return [kind, rows.slice(FIRST_SAMPLE).map((row) => Number((Number(row[index]) * scale).toFixed(4)))];
    }),
  );
  const device = devices.find(({ id, origin }) => origin === 'recorded' && pointsOf.has(id));
  return device && { device, values };
}

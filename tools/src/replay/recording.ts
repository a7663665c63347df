import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { AisStream, type Message, positionOf } from '@anlan/ais';
import type { RecordedFix } from '@anlan/data';

/** A position message of a log; `fix.at` epoch ms, `fix.speed` knots. */
export interface RecordedMessage {
  readonly fix: RecordedFix;
  readonly message: Message;
}

/** All position messages of one vessel in time order. */
export type RecordedVessel = readonly RecordedMessage[];

const POSITION_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 18, 19]);
/** Between messages of logs without times. */
const WITHOUT_TIME = 250;
const FEWEST = 3;
const INLAND_KNOTS = 15;

/** The bytes of a file, unpacked when its name ends in .gz. */
export function readPacked(path: string | URL): Buffer {
  const bytes = readFileSync(path);
  return String(path).endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** The vessels of an AIS log with at least three positions, as fast as ships on a river may be, busiest first. */
export function vesselsOf(log: Uint8Array): RecordedVessel[] {
  const byMmsi = new Map<number, RecordedMessage[]>();
  const stream = new AisStream();
  let clock = 0;
  for (const report of [...stream.push(log, 0), ...stream.end(0)]) {
    if (!report.ok || !POSITION_TYPES.has(report.message.type)) continue;
    const position = positionOf(report.message);
    if (!position) continue;
    clock = report.stationTime ?? clock + WITHOUT_TIME;
    const { speed, course } = report.message as { speed?: number; course?: number };
    const fix = { at: clock, ...position, speed: speed ?? null, heading: course ?? null };
    const earlier = byMmsi.get(report.message.mmsi);
    if (earlier) earlier.push({ fix, message: report.message });
    else byMmsi.set(report.message.mmsi, [{ fix, message: report.message }]);
  }
  const usable = [...byMmsi].filter(([, messages]) => messages.length >= FEWEST && messages.every(inland));
  return usable
    .sort(([a, first], [b, second]) => movement(second) - movement(first) || a - b)
    .map(([, messages]) => messages);
}

function inland({ fix }: RecordedMessage): boolean {
  return fix.speed !== null && fix.speed <= INLAND_KNOTS;
}

/** Messages under way; moored vessels come last. */
function movement(messages: RecordedVessel): number {
  return messages.filter(({ fix }) => (fix.speed ?? 0) >= 1).length;
}

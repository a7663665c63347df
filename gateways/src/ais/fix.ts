import { formatMmsi, type Message, positionOf, type Report } from '@anlan/ais';
import type { Fix } from '@anlan/kernel/position';

const KNOT_KMH = 1.852;

/** Message types that carry the position of a vessel; ITU-R M.1371-5 Annex 8. */
type PositionMessage = Extract<Message, { type: 1 | 2 | 3 | 18 | 19 | 27 }>;
const POSITION_TYPES: ReadonlySet<number> = new Set([1, 2, 3, 18, 19, 27]);

/** What a vessel says of itself (types 5, 19 and 24); `undefined` where this message does not tell. */
export interface VesselFacts {
  readonly identity: string;
  readonly name: string | undefined;
  readonly callsign: string | undefined;
  readonly imo: number | undefined;
  readonly shipType: number | undefined;
  readonly lengthM: number | undefined;
  readonly beamM: number | undefined;
  readonly draughtM: number | undefined;
  readonly destination: string | undefined;
}

/** Identity in the device register: `ais:` and nine digits. */
export function identityOf(message: Message): string {
  return `ais:${formatMmsi(message.mmsi)}`;
}

/** Does this message type carry a vessel's position? */
export function isPosition(message: Message): message is PositionMessage {
  return POSITION_TYPES.has(message.type);
}

/** The fix of a position message at `at` (epoch ms), or undefined when the vessel gives no position. */
export function fixOf(message: PositionMessage, at: number, live: boolean): Fix | undefined {
  const position = positionOf(message);
  if (!position) return undefined;
  const heading = 'heading' in message ? message.heading : undefined;
  return {
    at,
    lon: position.lon,
    lat: position.lat,
    speed: message.speed === undefined ? null : message.speed * KNOT_KMH,
    heading: heading ?? message.course ?? null,
    altitude: null,
    positioned: true,
    live,
    ...('status' in message && message.status !== undefined && { navStatus: message.status }),
  };
}

/** The static facts of a message, or undefined when it has none. */
export function factsOf({ message }: Report): VesselFacts | undefined {
  if (message.type !== 5 && message.type !== 19 && message.type !== 24) return undefined;
  const said = message as Partial<Record<string, string | number>>;
  const sum = (a: string, b: string) => Number(said[a] ?? 0) + Number(said[b] ?? 0) || undefined;
  return {
    identity: identityOf(message),
    name: text(said.shipname),
    callsign: text(said.callsign),
    imo: number(said.imo),
    shipType: number(said.shipType),
    lengthM: sum('bow', 'stern'),
    beamM: sum('port', 'starboard'),
    draughtM: number(said.draught),
    destination: text(said.destination),
  };
}

function text(value: string | number | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: string | number | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

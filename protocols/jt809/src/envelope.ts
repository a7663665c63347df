import { ByteReader, type ByteWriter } from '@anlan/wire';
import type { Edition } from './edition.ts';
import { padded } from './field.ts';
import { carries, envelopesOf, type Envelope, type Vehicle } from './messages.ts';

/** The envelope of a business message as it was sent. */
export interface Opened {
  subType: number;
  vehicle?: Vehicle;
  /** Length of the data as stated, and what really follows. */
  statedLength: number;
  data: Uint8Array;
}

const plate = padded(21);
const HEAD_BYTES = { platform: 6, vehicle: 28 } as const;

/** Reads sub-type, length and data, for `vehicle` behind plate and colour; null when the body is too short. */
export function readEnvelope(body: Uint8Array, envelope: Envelope): Opened | null {
  if (body.length < HEAD_BYTES[envelope]) return null;
  const input = new ByteReader(body);
  const vehicle =
    envelope === 'vehicle' ? { plate: plate.read(input, { edition: 2011 }), colour: input.u8() } : undefined;
  const subType = input.u16();
  const statedLength = input.u32();
  // A stated length that is wrong does not matter: the end of the frame is the end of the data.
  return { subType, ...(vehicle && { vehicle }), statedLength, data: input.rest() };
}

/** Opens the envelope of a message type; null when no envelope shows a sub-type of it. */
export function openEnvelope(type: number, body: Uint8Array, edition: Edition): Opened | null {
  let best: Opened | null = null;
  for (const envelope of inOrder(envelopesOf(type), edition)) {
    const opened = readEnvelope(body, envelope);
    if (!opened || !carries(type, opened.subType)) continue;
    if (opened.statedLength === opened.data.length) return opened;
    best ??= opened;
  }
  return best;
}

/** Public frames of 2019 carry alarms without vehicle part, those of 2011 with it. */
function inOrder(envelopes: readonly Envelope[], edition: Edition): readonly Envelope[] {
  return edition === 2019 ? envelopes.toReversed() : envelopes;
}

/** Writes the envelope around data; the vehicle part if there is a vehicle. */
export function writeEnvelope(
  output: ByteWriter,
  subType: number,
  vehicle: Vehicle | undefined,
  data: Uint8Array,
): void {
  if (vehicle) {
    plate.write(output, vehicle.plate, { edition: 2011 });
    output.u8(vehicle.colour);
  }
  output.u16(subType);
  output.u32(data.length);
  output.write(data);
}

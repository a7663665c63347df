import { connect, type Socket } from 'node:net';
import { packetsOf, writePacket, type MediaFrame } from '@anlan/jt1078';
import type { AccessUnit } from '../unit.ts';

const START_CODE = Uint8Array.of(0, 0, 0, 1);
const LOADS = { h264: 98, h265: 99, aac: 19, g711a: 6, g711u: 7 } as const;

/** A terminal's connection that brings a stream of JT/T 1078. */
export class VehicleCamera {
  readonly socket: Socket;
  readonly #phone: string;
  readonly #channel: number;
  #sequence = 0;

  constructor(port: number, phone: string, channel: number, host = '127.0.0.1') {
    this.socket = connect(port, host);
    this.socket.on('error', () => {});
    this.#phone = phone;
    this.#channel = channel;
  }

  /** The bytes of a unit with the next sequence numbers. */
  bytesOf(unit: AccessUnit): Buffer {
    const sound = unit.codec !== 'h264' && unit.codec !== 'h265';
    const data = sound ? unit.nals[0]! : Buffer.concat(unit.nals.flatMap((nal) => [START_CODE, nal]));
    const frame: MediaFrame = {
      ok: true,
      phone: this.#phone,
      channel: this.#channel,
      loadType: LOADS[unit.codec],
      dataType: sound ? 'audio' : unit.key ? 'i-frame' : 'p-frame',
      timestamp: BigInt(Math.round(unit.at)),
      data: new Uint8Array(data),
    };
    const packets = packetsOf(frame, this.#sequence);
    this.#sequence = (this.#sequence + packets.length) & 0xffff;
    return Buffer.concat(packets.map((packet) => writePacket(packet)));
  }

  send(units: readonly AccessUnit[]): void {
    for (const unit of units) this.socket.write(this.bytesOf(unit));
  }
}

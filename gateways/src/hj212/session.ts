import {
  type CrcVariant,
  encodeFrame,
  type Frame,
  Hj212Stream,
  INTERACTION,
  type Packet,
  type Refusal,
  type RefusalReason,
} from '@anlan/hj212';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Connection } from '../tcp.ts';
import { Watched } from '../watched.ts';
import { type Centre, identityOf, type StationLine } from './centre.ts';
import { Dialogue } from './dialogue.ts';
import { handle } from './handlers.ts';
import type { KnownStation } from './known.ts';
import { PartTimes } from './parts.ts';

/** Why a frame is refused, in the words of the intake. */
const REASONS: Record<RefusalReason, IntakeRefusal> = {
  garbage: 'malformed',
  'bad-length': 'malformed',
  'too-long': 'oversized',
  'crc-wrong': 'checksum',
  incomplete: 'malformed',
  'bad-segment': 'malformed',
  'field-missing': 'malformed',
  'parts-incomplete': 'malformed',
  'bad-parameter': 'malformed',
};

/** A station on its connection; a data logger that forwards others has several. */
export class Station implements KnownStation, StationLine {
  readonly identity: string;
  readonly session: Session;
  readonly dialogue: Dialogue;
  /** The newest packet of the station: its MN and PW go into what the platform sends. */
  packet: Packet;
  crc: CrcVariant;

  constructor(session: Session, identity: string, frame: Frame) {
    this.session = session;
    this.identity = identity;
    this.packet = frame.packet;
    this.crc = frame.crcVariant;
    this.dialogue = new Dialogue(this);
  }

  get connection(): Connection {
    return this.session.connection;
  }

  get centre(): Centre {
    return this.session.centre;
  }

  get parts(): PartTimes {
    return this.session.parts;
  }

  /** The station has come back on another connection. */
  lost(): void {
    this.session.lost(this);
  }

  /** Writes a packet of the platform; false when nobody can hear it. */
  send(packet: Packet): boolean {
    const frame = encodeFrame(packet, { crc: this.crc });
    if (!(frame instanceof Uint8Array) || !this.connection.socket.writable) return false;
    this.session.watched.note(this.identity, 'out', frame);
    this.connection.write(frame);
    return true;
  }

  refuse(reason: IntakeRefusal, detail: string): void {
    this.session.centre.tally.refuse(reason, this.identity, `${detail}, ${this.connection.remote}`);
  }
}

/** One connection, from its first byte to its last. */
export class Session {
  readonly connection: Connection;
  readonly centre: Centre;
  readonly parts = new PartTimes();
  readonly watched: Watched;
  readonly #stations = new Map<string, Station>();
  readonly #stream = new Hj212Stream({ crc: 'either' });
  #strange = 0;

  constructor(connection: Connection, centre: Centre) {
    this.connection = connection;
    this.centre = centre;
    this.watched = new Watched(centre.options.witness, connection.remote);
  }

  /** Takes the next bytes of the socket. */
  take(chunk: Uint8Array): void {
    this.watched.note(this.connection.identity, 'in', chunk);
    const items = this.#stream.push(chunk);
    if (items.length > 0) this.connection.incomplete(false);
    for (const item of items) {
      if (!this.connection.socket.writable) return;
      if (item.ok) this.#frame(item);
      else this.#refused(item);
    }
    this.connection.incomplete(this.#stream.held > 0);
    const { identity } = this.connection;
    if (identity !== undefined) this.watched.known(identity);
  }

  /** The socket is closed. */
  end(): void {
    for (const station of this.#stations.values()) {
      station.dialogue.abandon();
      this.centre.lines.leave(station.identity, station);
    }
  }

  #frame(frame: Frame): void {
    const station = this.#stationOf(frame);
    if (!station) return;
    this.connection.heard();
    station.packet = frame.packet;
    station.crc = frame.crcVariant;
    const { st, flag } = frame.packet;
    if (st !== INTERACTION) this.centre.memory.of(station.identity).speaks = { st, version: flag?.version ?? 0 };
    handle(station, frame.packet);
  }

  /** The station of a packet whose MN is registered and whose PW is right: both stand in every packet (HJ 212-2017 6.3). */
  #stationOf(frame: Frame): Station | undefined {
    const { options, tally, lines } = this.centre;
    const identity = identityOf(frame.packet.mn);
    if (options.intake.find(identity) === undefined) {
      tally.refuse('unknown-device', undefined, `${identity}, ${this.connection.remote}`);
      return this.#stranger();
    }
    if (!options.verify(identity, frame.packet.pw)) {
      tally.refuse('unauthenticated', identity, `PW, ${this.connection.remote}`);
      return this.#stranger();
    }
    const station = this.#stations.get(identity) ?? new Station(this, identity, frame);
    this.#stations.set(identity, station);
    this.connection.identity ??= identity;
    lines.enter(identity, station)?.lost();
    return station;
  }

  /** A station has come back on another connection; this one ends unless it carries others. */
  lost(station: Station): void {
    station.dialogue.abandon();
    this.#stations.delete(station.identity);
    if (this.#stations.size === 0) this.connection.socket.destroy();
  }

  #refused(refusal: Refusal): void {
    const { identity, remote } = this.connection;
    this.centre.tally.refuse(REASONS[refusal.reason], identity, `${refusal.detail}, ${remote}`);
  }

  #stranger(): undefined {
    this.#strange += 1;
    if (this.#strange >= this.centre.limits.strangers) this.connection.socket.destroySoon();
    return undefined;
  }
}

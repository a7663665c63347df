import { setTimeout as pause } from 'node:timers/promises';
import {
  type Decoded,
  type Known,
  type Message,
  type MessageKind,
  plainAnswer,
  registrationAnswer,
  type Vehicle,
} from '@anlan/jt809';
import type { IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Exchange } from './exchange.ts';
import type { Ledger } from './ledger.ts';
import { jt809Identity, type PeerLink } from './link.ts';
import type { Wire } from './wire.ts';
import { type LinkWord, messageOf, wordOf } from './words.ts';

/** A link as the handlers of its messages see it. */
export interface LinkSide {
  readonly link: PeerLink;
  readonly ledger: Ledger;
  readonly exchange: Exchange;
  /** Gives the serial; undefined when no connection is there. */
  send(message: Message): number | undefined;
  refuse(reason: IntakeRefusal, detail: string, identity?: string): void;
  /** A vehicle has been heard. */
  heard(plate: string, remote: string): void;
}

type Of<K extends MessageKind> = Extract<Decoded, { kind: K }> & Known<K>;
type Handler = (peer: LinkSide, message: Decoded, wire: Wire) => void;

/** Results of 0x9201 and of the requests we do not serve: done, no such vehicle. */
const DONE = 0;
const NO_DATA = 1;
/** 0x9209: there is nothing to re-send. */
const NOTHING_MISSING = 2;

/** Answers nobody waits for. */
const SILENT: ReadonlySet<string> = new Set<MessageKind>([
  'keepaliveAnswer',
  'subKeepaliveAnswer',
  'logoutAnswer',
  'subLogoutAnswer',
  'registrationAnswer',
  'exchangeAnswer',
  'cancelAnswer',
  'missingAnswer',
]);

function store(peer: LinkSide, message: Of<'position' | 'positionHistory'>, wire: Wire, live: boolean): void {
  const { vehicle } = message;
  if (vehicle === undefined) return peer.refuse('malformed', 'a position without vehicle');
  if (!isKnown(peer, vehicle)) return peer.refuse('unknown-device', vehicle.plate);
  const positions = Array.isArray(message.body) ? message.body : [message.body];
  wire.connection.hold();
  peer.exchange.store
    .keep(peer.link, vehicle, positions, live, (reason, detail, identity) => peer.refuse(reason, detail, identity))
    .then((kept) => {
      peer.ledger.positions += kept;
      peer.heard(vehicle.plate, wire.connection.remote);
    })
    .catch((error: unknown) => {
      peer.exchange.options.log.warn(
        { listener: 'jt809', link: peer.link.id, error: String(error) },
        'position not kept',
      );
      wire.connection.socket.destroy();
    })
    .finally(() => wire.connection.release());
}

/** Is the vehicle exchanged on the link? A plate that is not is shown to whoever configures the link. */
function isKnown(peer: LinkSide, { plate }: Vehicle): boolean {
  const known = peer.exchange.options.intake.find(jt809Identity(peer.link.accessCode, plate)) !== undefined;
  if (!known) peer.ledger.unknownPlate(plate);
  return known;
}

const live: Handler = (peer, message, wire) => store(peer, message as Of<'position'>, wire, true);
const resent: Handler = (peer, message, wire) => store(peer, message as Of<'positionHistory'>, wire, false);

const sourceOf = ({ header }: Decoded, subType: number): { sourceType?: number; sourceSerial?: number } =>
  header.edition === 2019 ? { sourceType: subType, sourceSerial: header.serial } : {};

/** Messages by kind; beside them words (`words.ts`) and the silent ones. */
const HANDLERS: Partial<Record<Decoded['kind'], Handler>> = {
  position: live,
  positionHistory: resent,
  exchangedPosition: live,
  exchangedHistory: resent,
  registration: (peer, message, wire) => {
    const { vehicle, header } = message as Of<'registration'>;
    if (vehicle === undefined) return;
    const known = isKnown(peer, vehicle);
    if (peer.link.role === 'upper') wire.send(registrationAnswer(header, vehicle, known ? DONE : NO_DATA));
  },
  positionsReceived: (peer, message) => {
    peer.ledger.notice = (message as Of<'positionsReceived'>).body;
  },
  requestExchange: (peer, message) => {
    const { vehicle } = message as Of<'requestExchange'>;
    if (vehicle)
      peer.send({ kind: 'exchangeAnswer', vehicle, body: { ...sourceOf(message, 0x1207), result: NO_DATA } });
  },
  cancelExchange: (peer, message) => {
    const { vehicle } = message as Of<'cancelExchange'>;
    if (vehicle) peer.send({ kind: 'cancelAnswer', vehicle, body: { ...sourceOf(message, 0x1208), result: DONE } });
  },
  requestMissing: (peer, message) => {
    const { vehicle } = message as Of<'requestMissing'>;
    const body = { ...sourceOf(message, 0x1209), result: NOTHING_MISSING };
    if (vehicle) peer.send({ kind: 'missingAnswer', vehicle, body });
  },
};

/** What a link that is up does with a message. */
export function handle(peer: LinkSide, message: Decoded, wire: Wire): void {
  if (SILENT.has(message.kind)) return;
  const answer = plainAnswer(message.kind);
  if (answer !== undefined) {
    wire.send(answer);
    // A log-out ends its connection.
    if (message.kind === 'logout' || message.kind === 'subLogout') wire.connection.socket.destroySoon();
    return;
  }
  const word = wordOf(message);
  if (word !== undefined) return business(peer, word, wire);
  const handler = HANDLERS[message.kind];
  if (handler === undefined)
    peer.refuse('unsupported', `message 0x${message.header.type.toString(16)}, ${message.kind}`);
  else handler(peer, message, wire);
}

function business(peer: LinkSide, word: LinkWord, wire: Wire): void {
  const { options } = peer.exchange;
  wire.connection.hold();
  options
    .business(peer.link.id, word)
    .then(() => {
      // What comes next on the line does not wait for the register.
      if (word.kind === 'exchange') void exchanged(peer, word);
    })
    .catch((error: unknown) =>
      options.log.warn({ listener: 'jt809', link: peer.link.id, kind: word.kind, error: String(error) }, 'not kept'),
    )
    .finally(() => wire.connection.release());
}

const LOOK = 50;

/** Answers 0x9205 and 0x9206, which know no refusal; a start once the vehicle's positions will be taken, or after a while all the same. */
async function exchanged(
  peer: LinkSide,
  { vehicle, on, serial }: Extract<LinkWord, { kind: 'exchange' }>,
): Promise<void> {
  const { options, limits } = peer.exchange;
  const identity = jt809Identity(peer.link.accessCode, vehicle.plate);
  const known = (): boolean => options.intake.find(identity) !== undefined;
  for (let left = limits.known; on && left > 0 && !known(); left -= LOOK) await pause(LOOK);
  if (on && !known()) peer.ledger.unknownPlate(vehicle.plate);
  peer.send(messageOf({ kind: 'exchange-answer', vehicle, serial: 0, on, source: serial }, peer.link.edition));
}

import { type Application, applicationOf } from './application.ts';
import type { Message } from './frame.ts';
import type { Header } from './header.ts';
import { timeTagOf } from './time.ts';
import { COMMAND, type ObjectOf, type TypeFlag, TYPES } from './types.ts';

/** What a message of one's own needs besides its objects; `at` is ms since 1970. */
export interface Envelope {
  readonly serial: number;
  readonly source: number;
  readonly destination: number;
  readonly at: number;
}

const VERSION = { versionMain: 1, versionUser: 1 } as const;

/** A message of a known type with the command it is sent with: data of a device, request or control of a centre. */
export function messageOf<T extends TypeFlag>(
  envelope: Envelope,
  typeFlag: T,
  objects: readonly ObjectOf<T>[],
): Message {
  return message(envelope, TYPES[typeFlag].command, applicationOf(typeFlag, objects));
}

/** A heartbeat: data without application data, every 20–30 s by custom. */
export function heartbeat(envelope: Envelope): Message {
  return message(envelope, COMMAND.send, undefined);
}

/** The confirmation of data or control: same serial, addresses exchanged, no application data. */
export function confirmationOf(received: Header, at: number): Message {
  return answer(received, at, COMMAND.confirm, undefined);
}

/** The denial of a frame that could not be taken. */
export function denialOf(received: Header, at: number): Message {
  return answer(received, at, COMMAND.deny, undefined);
}

/** The reply to a request with the data asked for. */
export function replyOf<T extends TypeFlag>(
  request: Header,
  at: number,
  typeFlag: T,
  objects: readonly ObjectOf<T>[],
): Message {
  return answer(request, at, COMMAND.reply, applicationOf(typeFlag, objects));
}

/** True when a message is to be confirmed (data and control); requests take a reply, answers nothing. */
export function wantsConfirmation(received: Header): boolean {
  return received.command === COMMAND.send || received.command === COMMAND.control;
}

function answer(to: Header, at: number, command: number, application: Application | undefined): Message {
  const { serial, versionMain, versionUser, source, destination } = to;
  const time = timeTagOf(at);
  return { serial, versionMain, versionUser, time, source: destination, destination: source, command, application };
}

function message(envelope: Envelope, command: number, application: Application | undefined): Message {
  const { serial, source, destination, at } = envelope;
  return { serial, ...VERSION, time: timeTagOf(at), source, destination, command, application };
}

import { type Message, messageOf, timeTagOf } from '@anlan/gb26875';
import type { KnownDevice } from '@anlan/kernel/telemetry';
import type { Command, CommandResult } from '../listener.ts';
import { resending } from '../resend.ts';
import type { Transmitter } from './transmitter.ts';

const READ_STATES = 62;
const READ_ANALOG = 63;
const READ_DEVICE_STATE = 81;
const SYNCHRONISE = 90;
const POST_QUERY = 91;
const MOST_OBJECTS = 170;
const COMPONENT = /^(\d{1,3})\.(\d{1,3})\.(\d{1,10})\.(\w+)$/;

type Body = (envelope: { serial: number; source: number; destination: number; at: number }) => Message;

/** What the centre asks of one device: each with a serial of its own, sent again while nothing is answered. */
export class Dialogue {
  readonly #session: Transmitter;
  readonly #open = new Map<number, (result: CommandResult) => void>();
  #serial = 0;

  constructor(session: Transmitter) {
    this.#session = session;
  }

  /** Settles with the device's confirmation, reply or denial; never rejects. A query of several kinds is as good as its worst answer. */
  async send(command: Command): Promise<CommandResult> {
    const { intake } = this.#session.centre.options;
    const bodies = bodiesOf(command, intake.find(this.#session.identity)?.points);
    if (bodies.length === 0) return { result: 'unsupported' };
    const results = await Promise.all(bodies.map((body) => this.#ask(body)));
    return results.find(({ result }) => result !== 'done') ?? results[0]!;
  }

  /** Delivers an answer by its serial; false when nothing was asked under it. */
  answered(serial: number, result: CommandResult): boolean {
    const settle = this.#open.get(serial);
    settle?.(result);
    return settle !== undefined;
  }

  /** The connection is gone. */
  abandon(): void {
    for (const settle of this.#open.values()) settle({ result: 'offline' });
  }

  #ask(body: Body): Promise<CommandResult> {
    const { header, centre } = this.#session;
    if (!header) return Promise.resolve({ result: 'offline' });
    const { request } = centre.limits;
    const serial = (this.#serial = (this.#serial + 1) & 0xffff);
    const at = centre.options.clock();
    const { versionMain, versionUser } = header;
    // The device tells how it addresses the centre.
    const envelope = { serial, source: header.destination, destination: header.source, at };
    const message = { ...body(envelope), versionMain, versionUser };
    return new Promise((resolve) => {
      const settle = (result: CommandResult): void => {
        this.#open.delete(serial);
        clearTimeout(timer);
        stop();
        resolve(result);
      };
      const timer = setTimeout(() => settle({ result: 'timeout' }), request.wait * request.times);
      this.#open.set(serial, settle);
      const stop = resending(request, () => this.#session.write(message));
    });
  }
}

/** The messages of a command. A query reads what the register knows of the device, and its own state. */
function bodiesOf(command: Command, points: KnownDevice['points']): Body[] {
  if (command.kind === 'clock')
    return [(envelope) => messageOf(envelope, SYNCHRONISE, [{ time: timeTagOf(envelope.at) }])];
  if (command.kind === 'post-check')
    return [(envelope) => messageOf(envelope, POST_QUERY, [{ minutes: command.minutes }])];
  if (command.kind !== 'query') return [];
  const { analog, states } = componentsOf(points);
  return [
    (envelope) => messageOf(envelope, READ_DEVICE_STATE, [{ parameter: 0 }]),
    ...groups(analog).map(
      (group): Body =>
        (envelope) =>
          messageOf(envelope, READ_ANALOG, group),
    ),
    ...groups(states).map(
      (group): Body =>
        (envelope) =>
          messageOf(envelope, READ_STATES, group),
    ),
  ];
}

interface Component {
  readonly systemType: number;
  readonly systemAddress: number;
  readonly componentAddress: number;
}

/** Components whose values and whose states the register knows, each once. */
function componentsOf(points: KnownDevice['points']): { analog: Component[]; states: Component[] } {
  const found = { analog: new Map<string, Component>(), states: new Map<string, Component>() };
  for (const key of points?.keys() ?? []) {
    const match = COMPONENT.exec(key);
    if (!match) continue;
    const [systemType, systemAddress, componentAddress] = match.slice(1, 4).map(Number) as [number, number, number];
    const kind = /^\d+$/.test(match[4]!) ? found.analog : found.states;
    kind.set(match.slice(1, 4).join('.'), { systemType, systemAddress, componentAddress });
  }
  return { analog: [...found.analog.values()], states: [...found.states.values()] };
}

function groups(components: readonly Component[]): Component[][] {
  const count = Math.ceil(components.length / MOST_OBJECTS);
  return Array.from({ length: count }, (_, i) => components.slice(i * MOST_OBJECTS, (i + 1) * MOST_OBJECTS));
}

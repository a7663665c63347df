import {
  type BodyOf,
  type Decoded,
  type Header,
  type LocationBody,
  type MessageKind,
  RESULT,
  utcMoment,
} from '@anlan/jt808';
import type { Fix } from '@anlan/kernel/position';
import type { Receipt, Signal } from '@anlan/kernel/telemetry';
import { deliverOnce } from '../recent.ts';
import { fixOf, identityOf, isPossible } from './fix.ts';
import type { Result, Terminal } from './terminal.ts';

/** What the platform does with one kind of message; `parts` is the number of frames it came in. */
export type Handler = (terminal: Terminal, frame: Extract<Decoded, { header: Header }>, parts: number) => void;

type Of<K extends MessageKind> = { readonly header: Header; readonly body: BodyOf<K> };

/** Kinds that may come before authentication. */
export const OPEN_KINDS: ReadonlySet<string> = new Set(['registration', 'authentication']);

const DAY = 86_400_000;
const BLIND_AREA = 1;
const NO_SUCH_TERMINAL = 4;
/** 0x8100: the vehicle is not in the database as this terminal says. */
const NO_SUCH_VEHICLE = 2;
const QUERY_LOCATION = 0x8201;
const ANSWERED = ['done', 'failed', 'malformed', 'unsupported'] as const;

/** Handlers by kind of message; any other kind is answered "not supported". */
export const HANDLERS: Partial<Record<Decoded['kind'], unknown>> = {
  registration: (terminal: Terminal, { header, body }: Of<'registration'>) => {
    const identity = identityOf(header.phone);
    const known = terminal.platform.options.intake.find(identity);
    const authCode = known && terminal.platform.options.issueCode(identity);
    if (authCode === undefined) {
      terminal.refuse('unknown-device', identity);
      terminal.answer(header, {
        kind: 'registrationAnswer',
        body: { ackSerial: header.serial, result: NO_SUCH_TERMINAL },
      });
      return terminal.strange();
    }
    const { terminalId, plate } = body;
    const complaint = terminal.platform.options.agrees?.(identity, { terminalId, plate });
    if (complaint !== undefined) {
      terminal.platform.tally.refuse('unauthenticated', identity, complaint);
      terminal.answer(header, {
        kind: 'registrationAnswer',
        body: { ackSerial: header.serial, result: NO_SUCH_VEHICLE },
      });
      return terminal.strange();
    }
    terminal.answer(header, { kind: 'registrationAnswer', body: { ackSerial: header.serial, result: 0, authCode } });
  },

  waybill: (terminal: Terminal, { header, body }: Of<'waybill'>, parts: number) => {
    const { options } = terminal.platform;
    if (options.waybill === undefined) return terminal.acknowledge(header, RESULT.unsupported, parts);
    terminal.connection.hold();
    options
      .waybill(terminal.identity ?? '', body.content, options.clock())
      .then(() => terminal.acknowledge(header, RESULT.done, parts))
      .catch((error: unknown) => {
        options.log.warn({ listener: 'jt808', device: terminal.identity, error: String(error) }, 'waybill not kept');
        terminal.acknowledge(header, RESULT.failed, parts);
      })
      .finally(() => terminal.connection.release());
  },

  authentication: (terminal: Terminal, { header, body }: Of<'authentication'>, parts: number) => {
    const { options, tally } = terminal.platform;
    const identity = identityOf(header.phone);
    const known = options.intake.find(identity) !== undefined;
    if (known && options.verify(identity, body.authCode)) {
      terminal.enter(identity, header);
      return terminal.acknowledge(header, RESULT.done, parts);
    }
    const detail = `${identity}, ${terminal.connection.remote}`;
    if (known) tally.refuse('unauthenticated', identity, detail);
    else tally.refuse('unknown-device', undefined, detail);
    terminal.acknowledge(header, RESULT.failed, parts);
    terminal.strange();
  },

  heartbeat: (terminal: Terminal, { header }: Of<'heartbeat'>) => terminal.acknowledge(header, RESULT.done),

  logout: (terminal: Terminal, { header }: Of<'logout'>) => {
    terminal.logout();
    terminal.acknowledge(header, RESULT.done);
  },

  timeRequest: (terminal: Terminal, { header }: Of<'timeRequest'>) =>
    terminal.answer(header, { kind: 'timeAnswer', body: { time: utcMoment(terminal.platform.options.clock()) } }),

  location: (terminal: Terminal, { header, body }: Of<'location'>, parts: number) =>
    deliver(terminal, header, parts, [body], true),

  locationBatch: (terminal: Terminal, { header, body }: Of<'locationBatch'>, parts: number) =>
    deliver(terminal, header, parts, body.locations, body.type !== BLIND_AREA),

  locationAnswer: (terminal: Terminal, { header, body }: Of<'locationAnswer'>, parts: number) => {
    deliver(terminal, header, parts, [body.location], true);
    const fix = fixOf(body.location, terminal.platform.options.clock(), true);
    const answer = isPossible(fix) ? ({ result: 'done', fix } as const) : ({ result: 'malformed' } as const);
    if (!terminal.awaiting.settle(String(body.ackSerial), answer)) terminal.refuse('out-of-order', 'answers no query');
  },

  terminalAnswer: (terminal: Terminal, { body }: Of<'terminalAnswer'>) => {
    // Some terminals confirm the query first and send the position after it.
    if (body.ackId === QUERY_LOCATION && body.result === RESULT.done) return;
    const result = ANSWERED[body.result] ?? 'failed';
    if (!terminal.awaiting.settle(String(body.ackSerial), { result }))
      terminal.refuse('out-of-order', 'answers no command');
  },
};

/** Brings fixes to disk, then acknowledges; when the disk fails nothing is said and the terminal will send again. */
function deliver(
  terminal: Terminal,
  header: Header,
  parts: number,
  bodies: readonly LocationBody[],
  live: boolean,
): void {
  const { connection, platform, identity = '' } = terminal;
  // A repetition has the same serial and times; serials alone come round after 65 536 messages.
  const key = [header.msgId, header.serial, bodies.length, bodies[0]?.time.bcd, bodies.at(-1)?.time.bcd].join(' ');
  connection.hold();
  deliverOnce(
    platform.memory.of(identity).messages,
    key,
    () => store(terminal, identity, bodies, live),
    () => terminal.refuse('replayed', key),
  )
    .then((receipt) => terminal.acknowledge(header, resultOf(receipt), parts))
    .catch((error: unknown) => {
      platform.options.log.warn({ listener: 'jt808', device: identity, error: String(error) }, 'not acknowledged');
      connection.socket.destroy();
    })
    .finally(() => connection.release());
}

async function store(
  terminal: Terminal,
  device: string,
  bodies: readonly LocationBody[],
  live: boolean,
): Promise<Receipt> {
  const receivedAt = terminal.platform.options.clock();
  const signals: Signal[] = [];
  if (bodies.length === 0) terminal.refuse('malformed', 'a batch of nothing');
  for (const body of bodies) {
    const fix = acceptable(terminal, device, fixOf(body, receivedAt, live), receivedAt);
    if (fix) signals.push({ kind: 'fix', fix });
  }
  if (signals.length === 0) return { accepted: false, reason: 'malformed' };
  return terminal.platform.tally.accept({ device, receivedAt, signals });
}

/** The fix if it may be kept. One older than the terminal's newest keeps its time and no longer counts as live. */
function acceptable(terminal: Terminal, device: string, fix: Fix, now: number): Fix | undefined {
  const memory = terminal.platform.memory.of(device);
  if (fix.at > now + DAY) terminal.refuse('clock-skew', new Date(fix.at).toISOString());
  else if (!isPossible(fix)) terminal.refuse('out-of-range', `${fix.lon} ${fix.lat}`);
  else if (fix.live && fix.at < memory.latest) {
    terminal.refuse('out-of-order', `${new Date(fix.at).toISOString()} kept as back-filled`);
    return { ...fix, live: false };
  } else {
    if (fix.live) memory.latest = Math.min(fix.at, now);
    return fix;
  }
  return undefined;
}

function resultOf(receipt: Receipt): Result {
  if (receipt.accepted) return RESULT.done;
  return receipt.reason === 'overload' || receipt.reason === 'unknown-device' ? RESULT.failed : RESULT.wrong;
}

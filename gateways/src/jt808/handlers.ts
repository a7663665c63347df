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
import { deliverOnce } from '../once.ts';
import type { Memory } from './platform.ts';
import { alarmNumber } from './attachment/number.ts';
import { DRIVER_ANSWER } from './command.ts';
import { driverReport } from './driver.ts';
import { fixOf, identityOf, isPossible } from './fix.ts';
import { type Medium, typeOfFormat } from './medium.ts';
import { readingsOf } from './readings.ts';
import { attachedSigns, reportsOf, signText } from './safety.ts';
import { standingAfter } from './standstill.ts';
import type { Result, Terminal } from './terminal.ts';
import { transparentReadings } from './transparent.ts';

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
/** Commands that some terminals confirm first and then answer. */
const ANSWERED_LATER: ReadonlySet<number> = new Set([0x8104, 0x8106, 0x8201, 0x8500, 0x8702, 0x8801, 0x9205]);
const QUERY_DRIVER = 0x8702;
/** What the platform asks of itself, without anybody waiting: missing parts, files of alarms. */
const NO_COMMANDS: ReadonlySet<number> = new Set([0x8003, 0x9208]);
/** Recordings of an answer that are told on. */
const MOST_RECORDINGS = 500;
const MOST_PARAMETERS = 500;
/** Event of a medium: taken because the platform asked. */
const ORDERED = 0;
const SHOT_RESULTS = ['done', 'failed', 'unsupported'] as const;
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

  transparentUp: (terminal: Terminal, { header, body }: Of<'transparentUp'>, parts: number) => {
    const { options, tally } = terminal.platform;
    const sources = options.settingsOf?.(terminal.identity ?? '')?.sources ?? [];
    if (!sources.some(({ message }) => message === body.type)) {
      terminal.refuse('unsupported', `transparent data of type ${body.type}, for which no layout is declared`);
      return terminal.acknowledge(header, RESULT.unsupported, parts);
    }
    const receivedAt = options.clock();
    const { signals, short } = transparentReadings(body, sources, receivedAt);
    if (short > 0) terminal.refuse('malformed', `${short} values beyond ${body.content.length} bytes of ${body.type}`);
    if (signals.length === 0) return terminal.acknowledge(header, RESULT.wrong, parts);
    const device = terminal.identity ?? '';
    void acknowledged(terminal, header, parts, () => tally.accept({ device, receivedAt, signals }));
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
    void deliver(terminal, header, parts, [body], true),

  locationBatch: (terminal: Terminal, { header, body }: Of<'locationBatch'>, parts: number) =>
    void deliver(terminal, header, parts, body.locations, body.type !== BLIND_AREA),

  locationAnswer: (terminal: Terminal, { header, body }: Of<'locationAnswer'>, parts: number) => {
    void deliver(terminal, header, parts, [body.location], true);
    const fix = fixOf(body.location, terminal.platform.options.clock(), true);
    const answer = isPossible(fix) ? ({ result: 'done', fix } as const) : ({ result: 'malformed' } as const);
    if (!terminal.awaiting.settle(String(body.ackSerial), answer)) terminal.refuse('out-of-order', 'answers no query');
  },

  parametersAnswer: (terminal: Terminal, { body }: Of<'parametersAnswer'>) => {
    const parameters = body.parameters.slice(0, MOST_PARAMETERS).map(({ id, value }) => ({
      id,
      value: typeof value === 'number' || typeof value === 'string' ? value : hexOf(value),
    }));
    if (!terminal.awaiting.settle(String(body.ackSerial), { result: 'done', parameters }))
      terminal.refuse('out-of-order', 'answers no query');
  },

  vehicleControlAnswer: (terminal: Terminal, { header, body }: Of<'vehicleControlAnswer'>, parts: number) => {
    void deliver(terminal, header, parts, [body.location], true);
    if (!terminal.awaiting.settle(String(body.ackSerial), { result: 'done' }))
      terminal.refuse('out-of-order', 'answers no command');
  },

  driverIdentity: (terminal: Terminal, { header, body }: Of<'driverIdentity'>, parts: number) => {
    const { options } = terminal.platform;
    if (options.driver === undefined) return terminal.acknowledge(header, RESULT.unsupported, parts);
    const now = options.clock();
    terminal.connection.hold();
    options
      .driver(terminal.identity ?? '', driverReport(body, now), now)
      .then(() => {
        terminal.acknowledge(header, RESULT.done, parts);
        // It may also come by itself, when a card is put in.
        terminal.awaiting.settle(DRIVER_ANSWER, { result: 'done' });
      })
      .catch((error: unknown) => {
        options.log.warn({ listener: 'jt808', device: terminal.identity, error: String(error) }, 'driver not kept');
        terminal.acknowledge(header, RESULT.failed, parts);
      })
      .finally(() => terminal.connection.release());
  },

  mediaEvent: (terminal: Terminal, { header }: Of<'mediaEvent'>) => terminal.acknowledge(header, RESULT.done),

  mediaData: deliverMedium,

  shootAnswer: (terminal: Terminal, { body }: Of<'shootAnswer'>) => {
    const result = SHOT_RESULTS[body.result] ?? 'failed';
    if (!terminal.awaiting.settle(String(body.ackSerial), { result }))
      terminal.refuse('out-of-order', 'answers no command');
  },

  recordings: (terminal: Terminal, { header, body }: Of<'recordings'>, parts: number) => {
    terminal.acknowledge(header, RESULT.done, parts);
    const recordings = body.recordings.slice(0, MOST_RECORDINGS).map(({ channel, start, end, stream, size }) => ({
      channel,
      from: start.epochMs ?? 0,
      to: end.epochMs ?? 0,
      stream: stream === 1 ? ('sub' as const) : ('main' as const),
      size,
    }));
    if (!terminal.awaiting.settle(String(body.ackSerial), { result: 'done', recordings }))
      terminal.refuse('out-of-order', 'answers no command');
  },

  terminalResend: (terminal: Terminal, { header, body }: Of<'terminalResend'>) => {
    if (!terminal.resend(body.firstSerial, body.parts)) terminal.acknowledge(header, RESULT.failed);
  },

  terminalAnswer: (terminal: Terminal, { body }: Of<'terminalAnswer'>) => {
    if (ANSWERED_LATER.has(body.ackId) && body.result === RESULT.done) return;
    if (NO_COMMANDS.has(body.ackId)) {
      if (body.result !== RESULT.done) terminal.refuse('unsupported', `terminal answers 0x${body.ackId.toString(16)}`);
      return;
    }
    const result = ANSWERED[body.result] ?? 'failed';
    // Terminals answer every part of a message or the last only.
    const last = terminal.lastSerialOf(body.ackSerial);
    if (last !== body.ackSerial && result === 'done') return;
    // The driver's card has come already, or is known not to.
    const key = body.ackId === QUERY_DRIVER ? DRIVER_ANSWER : String(last);
    if (!terminal.awaiting.settle(key, { result }) && key !== DRIVER_ANSWER)
      terminal.refuse('out-of-order', 'answers no command');
  },
};

const hexOf = (value: object): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString('hex') : JSON.stringify(value);

/** Keeps a medium, then says that all its parts have come; when it can not be kept the terminal will send it again. */
function deliverMedium(terminal: Terminal, { header, body }: Of<'mediaData'>): void {
  const { connection, platform, identity = '' } = terminal;
  const { options } = platform;
  if (options.medium === undefined) return terminal.acknowledge(header, RESULT.unsupported);
  const now = options.clock();
  const { mediaId, type, format, event, channel, location, data } = body;
  const medium: Medium = {
    source: `media ${mediaId} ${location?.time.bcd ?? data.length}`,
    sign: null,
    ordered: event === ORDERED,
    name: `${['图像', '音频', '视频'][type] ?? '媒体'} ${mediaId}`,
    channel,
    type: typeOfFormat(format),
    bytes: data,
    at: location?.time.epochMs ?? now,
    lon: location?.longitude ?? null,
    lat: location?.latitude ?? null,
  };
  connection.hold();
  options
    .medium(identity, medium, now)
    .then(() => terminal.answer(header, { kind: 'mediaAnswer', body: { mediaId } }))
    .catch((error: unknown) => {
      options.log.warn({ listener: 'jt808', device: identity, error: String(error) }, 'medium not kept');
      connection.socket.destroy();
    })
    .finally(() => connection.release());
}

/** Asks for the files of the alarms that a location carries (0x9208). Asked twice, a terminal brings what is unfinished. */
function askForFiles(terminal: Terminal, header: Header, bodies: readonly LocationBody[]): void {
  const { options } = terminal.platform;
  const { identity = '' } = terminal;
  const signs = bodies.flatMap(attachedSigns);
  if (options.attachments === undefined || signs.length === 0) return;
  const secret = options.issueCode(identity);
  if (secret === undefined) return;
  const { host = terminal.connection.socket.localAddress ?? '', port } = options.attachments;
  for (const sign of signs) {
    const number = alarmNumber(secret, signText(sign));
    // Node tells an IPv4 address of a dual-stack socket in its IPv6 form, which terminals do not read.
    const place = { host: host.replace(/^::ffff:/, ''), tcpPort: port, udpPort: 0 };
    const body = { ...place, sign, alarmNumber: number, reserved: new Uint8Array(16) };
    terminal.answer(header, { kind: 'requestAttachments', body });
  }
}

/** Acknowledges once what was said is kept, and goes on with `after`; when the disk fails nothing is said and the terminal will send again. */
async function acknowledged(
  terminal: Terminal,
  header: Header,
  parts: number,
  keep: () => Promise<Receipt>,
  after?: () => void,
): Promise<void> {
  const { connection, platform, identity } = terminal;
  connection.hold();
  try {
    const receipt = await keep();
    terminal.acknowledge(header, resultOf(receipt), parts);
    if (receipt.accepted) after?.();
  } catch (error) {
    platform.options.log.warn({ listener: 'jt808', device: identity, error: String(error) }, 'not acknowledged');
    connection.socket.destroy();
  } finally {
    connection.release();
  }
}

/** Brings fixes to disk, acknowledges, and asks for the files of the alarms among them. */
function deliver(
  terminal: Terminal,
  header: Header,
  parts: number,
  bodies: readonly LocationBody[],
  live: boolean,
): Promise<void> {
  const { platform, identity = '' } = terminal;
  const memory = platform.memory.of(identity);
  // A repetition has the same serial and times; serials alone come round after 65 536 messages.
  const key = `${header.msgId} ${header.serial} ${bodies.length} ${bodies[0]?.time.bcd} ${bodies.at(-1)?.time.bcd}`;
  const once = () =>
    deliverOnce(
      memory.messages,
      key,
      () => store(terminal, identity, memory, bodies, live),
      () => terminal.refuse('replayed', key),
    );
  return acknowledged(terminal, header, parts, once, () => askForFiles(terminal, header, bodies));
}

async function store(
  terminal: Terminal,
  device: string,
  memory: Memory,
  bodies: readonly LocationBody[],
  live: boolean,
): Promise<Receipt> {
  const receivedAt = terminal.platform.options.clock();
  const signals: Signal[] = [];
  if (bodies.length === 0) terminal.refuse('malformed', 'a batch of nothing');
  const known = terminal.platform.options.intake.find(device);
  for (const body of bodies) {
    const fix = acceptable(terminal, memory, fixOf(body, receivedAt, live), receivedAt);
    if (fix === undefined) continue;
    signals.push({ kind: 'fix', fix });
    if (body.items.length > 0 && known !== undefined)
      signals.push(...readingsOf(body, fix.at, known, (memory.offered ??= new Set())));
  }
  if (signals.length === 0) return { accepted: false, reason: 'malformed' };
  const { options, tally } = terminal.platform;
  const receipt = await tally.accept({ device, receivedAt, signals });
  for (const signal of signals)
    if (signal.kind === 'fix' && signal.fix.live)
      memory.standing = standingAfter(memory.standing, signal.fix, receivedAt);
  const reports = options.safety === undefined ? [] : bodies.flatMap((body) => reportsOf(body, receivedAt));
  if (receipt.accepted && reports.length > 0) await options.safety?.(device, reports, receivedAt);
  return receipt;
}

/** The fix if it may be kept. One older than the terminal's newest keeps its time and no longer counts as live. */
function acceptable(terminal: Terminal, memory: Memory, fix: Fix, now: number): Fix | undefined {
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

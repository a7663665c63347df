import { gmt8Moment, type Message, PARAMETERS, type Version } from '@anlan/jt808';
import type { Command, CommandResult, VideoPlace } from '../listener.ts';
import type { Line } from './platform.ts';
import { unsafe } from './standstill.ts';

const DISPLAY_AND_SPEAK = (1 << 2) | (1 << 3);
/** Bit 0 in 2013; bits 0–1 in 2019: 01 service, 10 emergency. */
const URGENCY: Record<Version, { urgent: number; plain: number }> = {
  2013: { urgent: 1, plain: 0 },
  2019: { urgent: 2, plain: 1 },
};
const NOTICE = 1;

/** Photo settings in the middle of what 0x8801 allows; resolution 2 is 640×480, the most a sub-packaged picture should be. */
const SHOT = {
  interval: 1,
  save: 0,
  resolution: 2,
  quality: 5,
  brightness: 127,
  contrast: 63,
  saturation: 63,
  chroma: 127,
};

/** Pictures without sound: what is said in a cab is nobody's business here. */
const PICTURES = 1;
const STREAMS = { main: 0, sub: 1 } as const;
/** 0x9201 and 0x9205: all streams and stores, at their usual speed, whatever the alarm. */
const ALL = { alarms: new Uint8Array(8), mediaType: 0, stream: 0, storage: 0 };
const END_LIVE = 0;
const END_RECORDED = 2;
/** A time where none is meant. */
const NO_TIME = { bcd: '000000000000', epochMs: null };

/** Where the terminal sends pictures to: by TCP only; the address it knows this platform by unless another is configured. */
function serverOf({ host, port }: VideoPlace, local: string): { host: string; tcpPort: number; udpPort: number } {
  return { host: host ?? local, tcpPort: port, udpPort: 0 };
}

type Wanted<K extends Command['kind']> = Extract<Command, { kind: K }>;
type Kinds = Exclude<Command['kind'], 'clock' | 'post-check'>;
type Sent = { [K in Kinds]: (wanted: Wanted<K>, version: Version, local: string) => Message };

/** Of JT/T 808-2019 0x8500: the platform asks for one type, its parameter says to do it. */
const DO = 1;
/** Alarms of 0x8203 are confirmed whatever their serial. */
const EVERY_SERIAL = 0;

/** The control that cuts oil and power, or gives them back; neither edition names one, so that the code is the vendor's. */
function control(code: number, version: Version): Message {
  return version === 2019
    ? { kind: 'vehicleControl', body: { items: [{ id: code, value: DO }] } }
    : { kind: 'control', body: { command: code, args: '' } };
}

/**
 * JT/T 808 0x8103, 0x8104, 0x8105, 0x8106, 0x8201, 0x8203, 0x8300, 0x8500, 0x8702 and 0x8801; JT/T 1078 0x9101, 0x9102,
 * 0x9201, 0x9202 and 0x9205.
 */
const MESSAGES: Sent = {
  query: () => ({ kind: 'queryLocation', body: {} }),
  text: ({ text, urgent }, version) => {
    const urgency = urgent ? URGENCY[version].urgent : URGENCY[version].plain;
    const flag = urgency | DISPLAY_AND_SPEAK;
    return { kind: 'text', body: { flag, text, ...(version === 2019 && { type: NOTICE }) } };
  },
  photo: ({ channel, count }) => ({ kind: 'shoot', body: { ...SHOT, channel, command: count } }),
  video: ({ channel, stream, from, to, ...place }, _, local) => {
    const wanted = { ...serverOf(place, local), channel, mediaType: PICTURES, stream: STREAMS[stream] };
    if (from === undefined || to === undefined) return { kind: 'liveVideo', body: wanted };
    const period = { start: gmt8Moment(from), end: gmt8Moment(to) };
    return { kind: 'playRecording', body: { ...wanted, storage: 0, way: 0, speed: 0, ...period } };
  },
  'video-end': ({ channel, recorded }) =>
    recorded
      ? { kind: 'controlRecording', body: { channel, command: END_RECORDED, speed: 0, position: NO_TIME } }
      : { kind: 'controlVideo', body: { channel, command: END_LIVE, close: 0, stream: 0 } },
  recordings: ({ channel, from, to }) => ({
    kind: 'queryRecordings',
    body: { channel, ...ALL, start: gmt8Moment(from), end: gmt8Moment(to) },
  }),
  parameters: ({ ids }) =>
    ids === undefined
      ? { kind: 'queryParameters', body: {} }
      : { kind: 'queryListedParameters', body: { ids: [...ids] } },
  'set-parameters': ({ parameters }) => ({ kind: 'setParameters', body: { parameters: [...parameters] } }),
  driver: () => ({ kind: 'queryDriver', body: {} }),
  'confirm-alarm': ({ bits }) => ({ kind: 'confirmAlarm', body: { alarmSerial: EVERY_SERIAL, types: bits } }),
  cut: ({ code }, version) => control(code, version),
  restore: ({ code }, version) => control(code, version),
};

/** Answered by 0x0702, which does not tell what it answers. */
export const DRIVER_ANSWER = 'driver';

/** Can every value be written in the layout the terminal speaks? Unknown parameters and editions' own can not. */
function writable(wanted: Command, version: Version): boolean {
  if (wanted.kind !== 'set-parameters') return true;
  return wanted.parameters.every(({ id }) => (PARAMETERS.get(id)?.since ?? Infinity) <= version);
}

/** Sends again what is not answered: T(n+1) = T(n) × (n+1) later, as JT/T 808 has it. */
async function repeating(line: Line, serial: number, answer: Promise<CommandResult>): Promise<CommandResult> {
  const { wait, times } = line.again;
  let timer: NodeJS.Timeout;
  const after = (sent: number, pause: number): void => {
    if (sent >= times) return;
    timer = setTimeout(() => {
      line.repeat(serial);
      after(sent + 1, pause * (sent + 1));
    }, pause);
  };
  after(1, wait);
  return answer.finally(() => clearTimeout(timer));
}

/** Sends a command to a terminal and waits for its answer; a cut only while the vehicle stands. */
export async function command(line: Line, wanted: Command, now: number): Promise<CommandResult> {
  const version = line.header?.version ?? 2013;
  if (!(wanted.kind in MESSAGES) || !writable(wanted, version)) return { result: 'unsupported' };
  // The last look before the bytes leave: whoever asked and approved did so earlier.
  const danger = wanted.kind === 'cut' ? unsafe(line.standing, wanted.standstill, now) : undefined;
  if (danger !== undefined) return { result: 'unsafe', detail: danger };
  const message = MESSAGES[wanted.kind as keyof Sent] as (wanted: Command, version: Version, local: string) => Message;
  // Node tells an IPv4 address of a dual-stack socket in its IPv6 form, which terminals do not read.
  const local = (line.connection.socket.localAddress ?? '').replace(/^::ffff:/, '');
  const serial = line.send(message(wanted, version, local));
  if (serial === undefined) return { result: 'offline' };
  const answer = line.awaiting.answer(wanted.kind === 'driver' ? DRIVER_ANSWER : String(serial));
  return line.connection.socket.datagrams === true ? repeating(line, serial, answer) : answer;
}

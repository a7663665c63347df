import {
  COMMANDS,
  dataAnswer,
  dataTimeOf,
  formatTime,
  noticeAnswer,
  type Packet,
  platformAnswer,
  valueOf,
} from '@anlan/hj212';
import type { Receipt, Signal } from '@anlan/kernel/telemetry';
import { deliverOnce } from '../once.ts';
import { NAME } from './centre.ts';
import { uploadOf } from './readings.ts';
import type { KnownStation } from './known.ts';

const CALIBRATE_CLOCK = '1013';
/** Log-in and heartbeats of the 2005 edition's implementers: answered as notices, nothing to keep. */
const BEATS: ReadonlySet<string> = new Set(['9015', '9021', '9022']);
const DAY = 86_400_000;

/** What the platform does with a packet of a known station. */
export function handle(station: KnownStation, packet: Packet): void {
  const command = COMMANDS.get(packet.cn);
  if (command?.kind === 'answer') {
    if (!station.dialogue.answered(packet)) station.refuse('out-of-order', `${packet.cn} answers no request`);
  } else if (command?.interval) {
    for (const part of station.parts.take(packet)) deliver(station, part);
  } else if (BEATS.has(packet.cn)) station.send(noticeAnswer(packet));
  else if (command) {
    const answer = platformAnswer(packet);
    if (answer) station.send(answer);
    if (packet.cn === CALIBRATE_CLOCK) setClock(station, packet);
  } else {
    station.refuse('unsupported', `CN ${packet.cn}`);
    // A station that wants an answer sends again without end until it has one.
    if (packet.flag?.needAck) station.send(dataAnswer(packet));
  }
}

/** A station that asks for the time gets it by 1012, for the instrument it asks for. */
function setClock(station: KnownStation, packet: Packet): void {
  const polId = valueOf(packet, 'PolId');
  const now = station.centre.options.clock();
  void station.dialogue.request('1012', { ...(polId && { PolId: polId }), SystemTime: formatTime(now) });
}

/** Brings values to disk, then answers; when the disk fails nothing is said. */
function deliver(station: KnownStation, packet: Packet): void {
  const { connection, centre } = station;
  // A repetition carries the same QN; stations without it repeat the time.
  const key = [packet.cn, packet.qn, dataTimeOf(packet), packet.pnum, packet.pno].join(' ');
  connection.hold();
  deliverOnce(
    centre.memory.of(station.identity).uploads,
    key,
    () => store(station, packet),
    () => station.refuse('replayed', key),
  )
    .then((receipt) => {
      // Without 9014 the station sends again: right while we are overloaded, endless for what will never be taken.
      if (!receipt.accepted && receipt.reason === 'overload') return;
      const answer = platformAnswer(packet);
      if (answer) station.send(numbered(answer, packet));
    })
    .catch((error: unknown) => {
      centre.options.log.warn({ listener: NAME, device: station.identity, error: String(error) }, 'not acknowledged');
      connection.socket.destroy();
    })
    .finally(() => connection.release());
}

/** 9014 of one part tells which (PNUM and PNO); HJ 212-2017 leaves it open, stations that do not look for it pass over it. */
function numbered(answer: Packet, packet: Packet): Packet {
  if (packet.pnum === undefined || packet.pno === undefined || packet.pnum <= 1) return answer;
  const flag = answer.flag && { ...answer.flag, hasPacketNumbers: true };
  return { ...answer, flag, pnum: packet.pnum, pno: packet.pno };
}

async function store(station: KnownStation, packet: Packet): Promise<Receipt> {
  const { centre } = station;
  const receivedAt = centre.options.clock();
  const upload = uploadOf(packet, receivedAt, centre.options.intake.find(station.identity)?.points);
  if (!upload) {
    station.refuse('malformed', `${packet.cn} without DataTime`);
    return { accepted: false, reason: 'malformed' };
  }
  const signals = acceptable(station, packet, upload.at, upload.signals, receivedAt);
  if (signals.length === 0) return { accepted: false, reason: 'malformed' };
  return centre.tally.accept({ device: station.identity, receivedAt, signals });
}

function acceptable(
  station: KnownStation,
  packet: Packet,
  at: number,
  signals: readonly Signal[],
  now: number,
): readonly Signal[] {
  const memory = station.centre.memory.of(station.identity);
  if (at > now + DAY) {
    station.refuse('clock-skew', new Date(at).toISOString());
    return [];
  }
  if (signals.length === 0) station.refuse('malformed', `${packet.cn} without values`);
  if (COMMANDS.get(packet.cn)?.interval === 'moment') {
    if (at < memory.latest) station.refuse('out-of-order', `${new Date(at).toISOString()} kept at its own time`);
    memory.latest = Math.max(memory.latest, Math.min(at, now));
  }
  return signals;
}

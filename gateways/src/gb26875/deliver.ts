import { type Message, objectType } from '@anlan/gb26875';
import type { Receipt } from '@anlan/kernel/telemetry';
import { deliverOnce } from '../once.ts';
import { NAME } from './centre.ts';
import { deviceTime, signalsOf } from './signals.ts';
import type { Transmitter } from './transmitter.ts';

/**
 * Brings the values of a message to disk, then calls `kept` (with whether any was kept or there was nothing to keep);
 * neither while we are overloaded nor when the disk fails, so that the device sends again.
 */
export function deliver(session: Transmitter, message: Message, kept: (kept: boolean) => void): void {
  const { connection, centre, identity } = session;
  const { serial, time, application } = message;
  // A repetition has the same serial and time tag; serials alone come round after 65 536 messages.
  const key = [serial, ...Object.values(time), application?.typeFlag, application?.count].join(' ');
  connection.hold();
  deliverOnce(
    centre.memory.of(identity).messages,
    key,
    () => store(session, message),
    () => session.refuse('replayed', key),
  )
    .then((receipt) => {
      if (receipt.accepted || receipt.reason !== 'overload') kept(receipt.accepted);
    })
    .catch((error: unknown) => {
      centre.options.log.warn({ listener: NAME, device: identity, error: String(error) }, 'not confirmed');
      connection.socket.destroy();
    })
    .finally(() => connection.release());
}

async function store(session: Transmitter, message: Message): Promise<Receipt> {
  const { centre, identity } = session;
  const { options } = centre;
  const now = options.clock();
  setClockIfOff(session, message, now);
  const { application } = message;
  const points = options.intake.find(identity)?.points;
  const signals = signalsOf(application, { points, now });
  if (application && !objectType(application.typeFlag)) session.refuse('unsupported', `type ${application.typeFlag}`);
  else if (application && application.objects.length < (application.count ?? 0)) {
    session.refuse('malformed', `${application.objects.length} of ${application.count} objects`);
  }
  // Heartbeats, versions and states nobody registered: heard, nothing to keep.
  if (signals.length === 0) return { accepted: true };
  return centre.tally.accept({ device: identity, receivedAt: now, signals });
}

/** Time-stamped alarms are worth as much as the device's clock: one that is off is set, not too often. */
function setClockIfOff(session: Transmitter, message: Message, now: number): void {
  const { limits, memory } = session.centre;
  const off = Math.abs((deviceTime(message.time, now) ?? 0) - now) > limits.clockOff;
  const remembered = memory.of(session.identity);
  if (!off || now - remembered.clockSetAt < limits.clockEvery) return;
  remembered.clockSetAt = now;
  session.refuse('clock-skew', `${deviceTime(message.time, now) ?? '–'}, clock set`);
  void session.dialogue.send({ kind: 'clock' });
}

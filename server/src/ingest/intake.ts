import type { Intake, Receipt } from '@anlan/kernel/telemetry';
import type { Entry, Journal } from './journal/journal.ts';
import { decodeRecord, encodeRecord, type SignalRecord } from './record.ts';
import type { Refusals } from './refusals.ts';
import type { Register } from './register.ts';
import { passThrough } from './steps.ts';

/** A device's connection as its page shows it. */
export interface Connection {
  readonly since: number;
  readonly remote: string;
}

export interface OpenIntake extends Intake {
  readonly connections: ReadonlyMap<string, Connection>;
  accepted(): number;
}

/** Beyond this many unwritten bytes, or entries no consumer has taken, devices are told to wait. */
const LARGEST_BACKLOG = 32 * 1024 * 1024;

export interface IntakeParts {
  readonly register: Register;
  readonly journal: Journal;
  readonly refusals: Refusals;
  readonly clock: () => number;
  /** Entries durable and not yet consumed. */
  readonly pending: () => number;
  readonly largestPending?: number;
}

/** The one door for signals: steps, then the journal, then the receipt. */
export function openIntake(parts: IntakeParts): OpenIntake {
  const { register, journal, refusals, clock, pending } = parts;
  const largestPending = parts.largestPending ?? 200_000;
  const connections = new Map<string, Connection>();
  let accepted = 0;

  function refusedBy(
    identity: string,
    reason: Extract<Receipt, { accepted: false }>['reason'],
    detail: string,
    deviceId: string | null,
  ): Receipt {
    refusals.count(listenerOf(identity), deviceId, reason, detail, clock());
    return { accepted: false, reason };
  }

  return {
    connections,
    accepted: () => accepted,
    find: (identity) => register.find(identity),
    async accept(envelope) {
      const device = register.find(envelope.device);
      if (device === undefined) return refusedBy(envelope.device, 'unknown-device', envelope.device, null);
      if (journal.backlog() > LARGEST_BACKLOG || pending() > largestPending) {
        return refusedBy(envelope.device, 'overload', `待处理 ${pending()}`, device.id);
      }
      const { record, refused } = passThrough(envelope, device);
      for (const { reason, detail } of refused)
        refusals.count(listenerOf(envelope.device), device.id, reason, detail, clock());
      const firstRefusal = refused[0];
      if (record.fixes.length === 0 && record.readings.length === 0) {
        return firstRefusal === undefined ? { accepted: true } : { accepted: false, reason: firstRefusal.reason };
      }
      try {
        await journal.append(encodeRecord(record));
      } catch (error) {
        return refusedBy(envelope.device, 'overload', `磁盘：${(error as Error).message}`, device.id);
      }
      accepted += 1;
      return { accepted: true };
    },
    refused(listener, reason, identity, detail) {
      const device = identity === undefined ? undefined : register.find(identity);
      refusals.count(listener, device?.id ?? null, reason, detail ?? identity ?? '', clock());
    },
    connected(identity, remote) {
      connections.set(identity, { since: clock(), remote });
    },
    disconnected(identity) {
      connections.delete(identity);
    },
  };
}

const listenerOf = (identity: string): string => identity.slice(0, identity.indexOf(':'));

/** Hands durable entries to their consumers, in order. */
export function fanOut(
  consumers: readonly ((seq: number, record: SignalRecord) => void)[],
): (entries: readonly Entry[]) => void {
  return (entries) => {
    for (const { seq, payload } of entries) {
      const record = decodeRecord(payload);
      for (const take of consumers) take(seq, record);
    }
  };
}

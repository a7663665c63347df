import type { Intake, IntakeRefusal, Receipt } from '@anlan/kernel/telemetry';
import type { Draft } from './draft.ts';
import type { DurableLog, Entry } from './journal/log.ts';
import { batchOf, encodeBatch, type Batch } from './record.ts';
import type { Refusals } from './refusals.ts';
import type { Register } from './register.ts';
import { openRoom } from './room.ts';
import { passThrough, screen, type Told } from './steps.ts';
import { openUndeclared, type UndeclaredChannel } from './undeclared.ts';

/** A device's connection as its page shows it. */
export interface Connection {
  readonly since: number;
  readonly remote: string;
}

/** What became of a batch: how many readings are on disk, or why none is. */
export type Taken =
  | { readonly accepted: true; readonly count: number }
  | { readonly accepted: false; readonly detail: string };

export interface OpenIntake extends Intake {
  readonly connections: ReadonlyMap<string, Connection>;
  /** Waits for room: false when there was none in time. What was let in goes on at once, so that order is kept. */
  enter(): Promise<boolean> | true;
  /**
   * Takes a batch as columns, under the sender's number of it, for which there is room; what is refused of it is told.
   * The draft is read at once: it is free again when the call returns.
   */
  take(draft: Draft, key: string, tell: Told): Promise<Taken>;
  /** Channels that a device used in the last day and nobody has registered. */
  undeclared(device: string): readonly UndeclaredChannel[];
  accepted(): number;
  /** Readings made durable. */
  readings(): number;
  /** Messages held back for want of room. */
  waiting(): number;
}

/** Beyond this many unwritten bytes, or entries no consumer has taken, devices are held back. */
const LARGEST_BACKLOG = 32 * 1024 * 1024;
/** A message held back for longer than this (ms) is refused. */
const PATIENCE = 10_000;

export interface IntakeParts {
  readonly register: Register;
  readonly journal: DurableLog;
  readonly refusals: Refusals;
  readonly clock: () => number;
  /** Entries durable and not yet consumed. */
  readonly pending: () => number;
  readonly largestPending?: number;
  readonly patience?: number;
}

/** The one door for signals: steps, then the journal, then the receipt. */
export function openIntake(parts: IntakeParts): OpenIntake {
  const { register, journal, refusals, clock, pending } = parts;
  const { largestPending = 200_000, patience = PATIENCE } = parts;
  const room = openRoom(() => journal.backlog() <= LARGEST_BACKLOG && pending() <= largestPending, patience);
  const connections = new Map<string, Connection>();
  const undeclared = openUndeclared();
  let accepted = 0;
  let readings = 0;

  function refusedBy(identity: string, reason: IntakeRefusal, detail: string, deviceId: string | null): Receipt {
    refusals.count(listenerOf(identity), deviceId, reason, detail, clock());
    return { accepted: false, reason };
  }

  /** Brings a batch to disk; says what the disk says when it refuses. */
  async function keep(batch: Batch): Promise<string | undefined> {
    const { count } = batch.readings;
    try {
      await journal.append(encodeBatch(batch));
    } catch (error) {
      return (error as Error).message;
    }
    accepted += 1;
    readings += count;
    return undefined;
  }

  return {
    connections,
    undeclared: (device) => undeclared.of(device, clock()),
    accepted: () => accepted,
    readings: () => readings,
    waiting: () => room.waiting(),
    find: (identity) => register.find(identity),
    async accept(envelope) {
      const device = register.find(envelope.device);
      if (device === undefined) return refusedBy(envelope.device, 'unknown-device', envelope.device, null);
      const entered = room.enter();
      if (entered !== true && !(await entered))
        return refusedBy(envelope.device, 'overload', `待处理 ${pending()}`, device.id);
      const { batch, refused } = passThrough(envelope, device);
      for (const { reason, detail, unknown } of refused) {
        refusals.count(listenerOf(envelope.device), device.id, reason, detail, clock());
        if (unknown !== undefined) undeclared.note(device.id, unknown.key, unknown.value, clock());
      }
      if (batch.fixes.length === 0 && batch.readings.count === 0) {
        const [first] = refused;
        return first === undefined ? { accepted: true } : { accepted: false, reason: first.reason };
      }
      const trouble = await keep(batch);
      if (trouble !== undefined) return refusedBy(envelope.device, 'overload', `磁盘：${trouble}`, device.id);
      return { accepted: true };
    },
    enter: () => room.enter(),
    async take(draft, key, tell) {
      const receivedAt = clock();
      screen(draft, receivedAt, tell);
      const { count } = draft;
      if (count === 0) return { accepted: true, count };
      const trouble = await keep({ device: '', receivedAt, key, readings: draft, fixes: [] });
      return trouble === undefined ? { accepted: true, count } : { accepted: false, detail: trouble };
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

/** Something that follows the log; its promise holds the reader back. */
type Consumer = (seq: number, batch: Batch) => void | Promise<void>;

/** Hands durable entries to their consumers, in order. */
export function fanOut(consumers: readonly Consumer[]): (entries: readonly Entry[]) => void | Promise<void> {
  return function deliver(entries): void | Promise<void> {
    for (const [index, { seq, payload }] of entries.entries()) {
      const batch = batchOf(payload);
      const held = consumers.map((take) => take(seq, batch)).filter((promise) => promise !== undefined);
      if (held.length > 0) return Promise.all(held).then(() => deliver(entries.slice(index + 1)));
    }
  };
}

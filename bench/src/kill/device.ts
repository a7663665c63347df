import { setTimeout as pause } from 'node:timers/promises';
import type { Sent } from './ledger.ts';

/** A connection that messages go over; `deliver` resolves with the acknowledgement and rejects when the connection ends. */
export interface Line {
  deliver(message: readonly Sent[]): Promise<void>;
  end(): void;
}

export interface DeviceOptions {
  connect(): Promise<Line>;
  /** The next message, or undefined when nothing is left to send. */
  next(): readonly Sent[] | undefined;
  /** ms between two messages. */
  readonly every: number;
}

/** A device that is driven in the background. */
export interface Device {
  /** Settles when all is sent and acknowledged; never rejects. */
  readonly finished: Promise<void>;
  /** Takes nothing new any more; what waits is still sent until it is acknowledged. */
  stop(): void;
}

/** Like a terminal with a small memory: so many messages may wait for their acknowledgement. */
const WINDOW = 16;
const BACK_OFF_MS = 250;

/**
 * Sends as a real device does: whatever was not acknowledged when the connection broke is sent again, oldest first,
 * before anything new.
 */
export function drive(options: DeviceOptions): Device {
  let waiting: (readonly Sent[])[] = [];
  let stopped = false;

  /** Gives back whether nothing is left to send; otherwise the connection broke. */
  async function talk(line: Line): Promise<boolean> {
    const flying: Promise<void>[] = [];
    let broken = false;
    const send = async (message: readonly Sent[]): Promise<void> => {
      try {
        await line.deliver(message);
        for (const part of message) part.acknowledged = true;
        waiting = waiting.filter((other) => other !== message);
      } catch {
        broken = true;
      }
    };
    for (const message of waiting) flying.push(send(message));
    while (!broken) {
      const full = waiting.length >= WINDOW;
      const message = stopped || full ? undefined : options.next();
      if (message !== undefined) {
        waiting.push(message);
        flying.push(send(message));
      } else if (waiting.length === 0 && !full) return true;
      await pause(options.every);
    }
    await Promise.all(flying);
    return false;
  }

  async function run(): Promise<void> {
    for (;;) {
      const line = await options.connect().catch(() => undefined);
      const finished = line !== undefined && (await talk(line));
      line?.end();
      if (finished) return;
      await pause(BACK_OFF_MS);
    }
  }

  return {
    finished: run(),
    stop: () => {
      stopped = true;
    },
  };
}

import type { DurableLog, Entry, Following, Take } from './log.ts';

/** Entries, and bytes of them, handed on at once while a follower catches up. */
const PIECE = 1000;
const PIECE_BYTES = 8 * 1024 * 1024;

/** Those who follow a log that is written in this process. */
export interface Followers {
  /** Hands on what has just become durable, to those who have all before it. */
  durable(entries: readonly Entry[]): void;
  follow(after: number, take: Take): Promise<Following>;
}

interface Follower {
  readonly take: Take;
  at: number;
  /** Has it all there is? Otherwise it is reading from disk. */
  live: boolean;
  stopped: boolean;
  reading: Promise<void> | undefined;
}

export function openFollowers(log: Pick<DurableLog, 'read' | 'last'>): Followers {
  const followers = new Set<Follower>();

  async function catchUp(follower: Follower): Promise<void> {
    while (!follower.stopped && follower.at < log.last()) {
      let piece: Entry[] = [];
      let bytes = 0;
      for await (const entry of log.read(follower.at)) {
        piece.push(entry);
        bytes += entry.payload.length;
        if (piece.length < PIECE && bytes < PIECE_BYTES) continue;
        await hand(follower, piece);
        piece = [];
        bytes = 0;
        if (follower.stopped) return;
      }
      const before = follower.at;
      if (piece.length > 0) await hand(follower, piece);
      // What is neither on disk nor forgotten would be looked for without end.
      else if (before === follower.at) follower.at = log.last();
    }
    // Nothing can become durable between this line and the test above it: the next entries come by `durable`.
    follower.live = true;
  }

  async function hand(follower: Follower, entries: readonly Entry[]): Promise<void> {
    follower.at = entries.at(-1)?.seq ?? follower.at;
    await follower.take(entries);
  }

  function begin(follower: Follower): Promise<void> {
    follower.live = false;
    follower.reading = catchUp(follower);
    return follower.reading;
  }

  return {
    durable(entries) {
      for (const follower of followers) {
        if (!follower.live || follower.stopped) continue;
        follower.at = entries.at(-1)?.seq ?? follower.at;
        const held = follower.take(entries);
        if (held === undefined) continue;
        // It holds the log back: what comes meanwhile is read from disk afterwards.
        follower.live = false;
        follower.reading = held.then(() => begin(follower));
      }
    },
    async follow(after, take) {
      const follower: Follower = { take, at: after, live: false, stopped: false, reading: undefined };
      followers.add(follower);
      await begin(follower);
      return {
        async stop() {
          follower.stopped = true;
          followers.delete(follower);
          await follower.reading;
        },
      };
    },
  };
}

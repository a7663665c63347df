import type { ListenerStats, Log } from '@anlan/gateways';
import type { Envelope, Intake, IntakeRefusal, KnownDevice, Receipt } from '@anlan/kernel/telemetry';

/** What the media process tells the intake beside signals: counts, and who is connected. */
export interface Notes {
  readonly refused: readonly {
    readonly listener: string;
    readonly reason: IntakeRefusal;
    readonly identity: string | undefined;
    readonly detail: string | undefined;
    readonly count: number;
  }[];
  readonly sessions: readonly { readonly identity: string; readonly remote: string | null }[];
  readonly listener: { readonly port: number; readonly stats: ListenerStats } | null;
}

const NOTES_MS = 1000;
/** Different refusals between two notes; what is beyond is counted as one more of the last. */
const MOST_NOTES = 500;
const MOST_SESSIONS = 20_000;
/** Envelopes on their way to the intake. */
const MOST_WAITING = 256;
const PATIENCE_MS = 10_000;

/** The intake of the ingest process, as another process of this machine reaches it: one door for signals, here too. */
export interface RemoteIntake extends Intake {
  /** Says which port is listened on, for the overview of listeners. */
  listening(port: number, stats: () => ListenerStats): void;
  close(): Promise<void>;
}

/** @param link the intake's inner door, with the token that only this instance's processes know */
export function openRemoteIntake(
  link: { readonly port: number; readonly token: string },
  find: (identity: string) => KnownDevice | undefined,
  log: Log,
): RemoteIntake {
  let refused = new Map<string, Notes['refused'][number]>();
  let sessions = new Map<string, string | null>();
  let listener: { readonly port: number; readonly stats: () => ListenerStats } | undefined;
  let waiting = 0;

  async function ask<T>(question: string, input: unknown): Promise<T | undefined> {
    try {
      const response = await fetch(`http://127.0.0.1:${link.port}/${question}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${link.token}` },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return response.ok ? ((await response.json()) as T) : undefined;
    } catch (error) {
      log.warn({ error: (error as Error).message, question }, 'the intake does not answer');
      return undefined;
    }
  }

  async function tell(): Promise<void> {
    const told = { refused, sessions };
    refused = new Map();
    sessions = new Map();
    const notes: Notes = {
      refused: [...told.refused.values()],
      sessions: [...told.sessions].map(([identity, remote]) => ({ identity, remote })),
      listener: listener === undefined ? null : { port: listener.port, stats: listener.stats() },
    };
    if ((await ask('media-notes', notes)) !== undefined) return;
    // Who is connected must be told again; counts of an intake that is away may be lost.
    for (const [identity, remote] of told.sessions) if (!sessions.has(identity)) sessions.set(identity, remote);
  }

  const timer = setInterval(() => void tell(), NOTES_MS);
  return {
    find,
    async accept(envelope: Envelope): Promise<Receipt> {
      if (waiting >= MOST_WAITING) return { accepted: false, reason: 'overload' };
      waiting += 1;
      try {
        return (await ask<Receipt>('envelope', envelope)) ?? { accepted: false, reason: 'overload' };
      } finally {
        waiting -= 1;
      }
    },
    refused(name, reason, identity, detail) {
      const key = `${name} ${reason} ${identity ?? ''}`;
      const before = refused.get(key);
      if (before === undefined && refused.size >= MOST_NOTES) return;
      refused.set(key, { listener: name, reason, identity, detail, count: (before?.count ?? 0) + 1 });
    },
    connected(identity, remote) {
      if (sessions.size < MOST_SESSIONS) sessions.set(identity, remote);
    },
    disconnected(identity) {
      if (sessions.size < MOST_SESSIONS) sessions.set(identity, null);
    },
    listening: (port, stats) => void (listener = { port, stats }),
    async close() {
      clearInterval(timer);
      await tell();
    },
  };
}

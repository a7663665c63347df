import type { Listener } from '@anlan/gateways';
import type { Envelope, Intake } from '@anlan/kernel/telemetry';
import type { Notes } from './remote-intake.ts';

/** Counts of a note are taken one by one; a note of more is that of a flood. */
const MOST_COUNTED = 1000;

/** The ingest process's side of the media process: answers for its inner door, and the listener as its overview shows it. */
export function openMediaNotes(intake: Intake): {
  readonly answers: Readonly<Record<string, (input: unknown) => unknown>>;
  readonly listener: Listener;
} {
  let newest: Notes['listener'] = null;
  return {
    answers: {
      envelope: (input) => intake.accept(input as Envelope),
      'media-notes': (input) => {
        const { refused, sessions, listener } = input as Notes;
        newest = listener;
        for (const { listener: name, reason, identity, detail, count } of refused)
          for (let n = Math.min(count, MOST_COUNTED); n > 0; n -= 1) intake.refused(name, reason, identity, detail);
        for (const { identity, remote } of sessions) {
          if (remote === null) intake.disconnected(identity);
          else intake.connected(identity, remote);
        }
        return {};
      },
    },
    listener: {
      name: 'gb28181',
      get port() {
        return newest?.port ?? 0;
      },
      sessions: () => newest?.stats.sessions ?? 0,
      stats: () => newest?.stats ?? { sessions: 0, accepted: 0, refused: {} },
      close: () => Promise.resolve(),
    },
  };
}

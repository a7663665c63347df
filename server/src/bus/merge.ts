/** Makes one answer of those of several processes; each part is missing where a process does not do that. */
export type Merge = (answers: readonly unknown[]) => unknown;

export const FIRST: Merge = (answers) => answers[0];

interface Lane {
  readonly position: number;
  readonly behind: number;
  readonly waiting: number;
  readonly trouble: string | null;
}
interface ListenerState {
  readonly name: string;
  readonly port: number;
  readonly sessions: number;
  readonly accepted: number;
  readonly refused: Readonly<Record<string, number>>;
}
interface State {
  readonly since: number;
  readonly accepted: number;
  readonly journal: { readonly last: number; readonly backlog: number; readonly trouble: string | null };
  readonly listeners: readonly ListenerState[];
  readonly connected: readonly string[];
  readonly history?: Lane;
  readonly rules?: Lane;
}
interface DeviceState {
  readonly connected: boolean;
  readonly lastSeen: number | null;
  readonly clockOffsetMs: number | null;
}

/** How answers to a question become one; where nothing is said here, the first one counts. */
export const MERGE: Readonly<Record<string, Merge>> = {
  state: (answers) => mergeStates(answers as readonly Partial<State>[]),
  device: (answers) => mergeDevice(answers as readonly DeviceState[]),
  // A device speaks with one of several listeners: the others say that they do not know it.
  instruct: (answers) =>
    answers.find((one) => !['offline', 'unsupported'].includes((one as { result: string }).result)) ??
    answers.find((one) => (one as { result: string }).result === 'offline') ??
    answers[0],
  frames: (answers) => (answers as { at: number }[][]).flat().toSorted((a, b) => a.at - b.at),
  secret: (answers) => answers.find((one) => (one as { secret: string | null }).secret !== null) ?? answers[0],
};

const NOBODY: Lane = { position: 0, behind: 0, waiting: 0, trouble: '暂无进程承担 · nobody does it at the moment' };

function mergeStates(states: readonly Partial<State>[]): State {
  const journals = states.flatMap(({ journal }) => journal ?? []);
  return {
    since: Math.min(...states.flatMap(({ since }) => since ?? [])),
    accepted: sum(states.map(({ accepted }) => accepted ?? 0)),
    journal: {
      last: Math.max(0, ...journals.map(({ last }) => last)),
      backlog: sum(journals.map(({ backlog }) => backlog)),
      trouble: journals.find(({ trouble }) => trouble !== null)?.trouble ?? null,
    },
    listeners: mergeListeners(states.flatMap(({ listeners }) => listeners ?? [])),
    connected: states.flatMap(({ connected }) => connected ?? []),
    history: states.find(({ history }) => history !== undefined)?.history ?? NOBODY,
    rules: states.find(({ rules }) => rules !== undefined)?.rules ?? NOBODY,
  };
}

/** A listener on several machines is one in the figures. */
function mergeListeners(all: readonly ListenerState[]): ListenerState[] {
  const byName = new Map<string, ListenerState>();
  for (const one of all) {
    const before = byName.get(one.name);
    if (before === undefined) byName.set(one.name, one);
    else
      byName.set(one.name, {
        ...before,
        sessions: before.sessions + one.sessions,
        accepted: before.accepted + one.accepted,
        refused: added(before.refused, one.refused),
      });
  }
  return [...byName.values()];
}

function added(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])].map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]),
  );
}

/** Where it is connected, and when anybody heard it last. */
function mergeDevice(answers: readonly DeviceState[]): object {
  const seen = answers.flatMap(({ lastSeen }) => lastSeen ?? []);
  return {
    ...(answers.find(({ connected }) => connected) ?? answers[0]),
    lastSeen: seen.length === 0 ? null : Math.max(...seen),
    clockOffsetMs: answers.find(({ clockOffsetMs }) => clockOffsetMs !== null)?.clockOffsetMs ?? null,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

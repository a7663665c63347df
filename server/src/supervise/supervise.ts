import { setTimeout as pause } from 'node:timers/promises';
import { alive, gone, signal } from './process.ts';

/** A running process, started by us or found running. */
export interface Child {
  readonly pid: number;
  /** Settles with a short reason when the process has ended; never rejects. */
  readonly exited: Promise<string>;
}

/** What the supervisor has to know about one kind of process. */
export interface Part {
  readonly name: string;
  start(): Promise<Child>;
  /** Rejects with the reason while the process does not do its work. */
  health(child: Child): Promise<void>;
  /** Asks the process to end; the supervisor waits and finally kills it. */
  stop(child: Child): void | Promise<void>;
  readonly limits?: Partial<Limits>;
  /** Receives one line for each restart. */
  readonly tell?: (line: string) => void;
}

/** All in milliseconds, except the count of failed health checks that lead to a restart. */
export interface Limits {
  readyWithin: number;
  stopWithin: number;
  healthEvery: number;
  healthWithin: number;
  unhealthyAfter: number;
  firstBackOff: number;
  longestBackOff: number;
  /** After this long without a fall the back-off begins anew. */
  steadyAfter: number;
}

const usual: Limits = {
  readyWithin: 60_000,
  stopWithin: 10_000,
  healthEvery: 5_000,
  healthWithin: 5_000,
  unhealthyAfter: 6,
  firstBackOff: 200,
  longestBackOff: 30_000,
  steadyAfter: 60_000,
};

/** One line of the health page. */
export interface PartState {
  name: string;
  state: 'starting' | 'ready' | 'restarting' | 'failed' | 'stopped';
  since: Date;
  restarts: number;
  pid?: number;
  detail?: string;
}

export interface Supervised {
  readonly name: string;
  state(): PartState;
  /** Settles when the first start succeeded; rejects when it did not. Later falls are restarted for ever. */
  ready(): Promise<void>;
  /** Ends the process within `stopWithin`, by SIGKILL if it must; safe to call twice. */
  stop(): Promise<void>;
  /** Ends the process at once, for a second Ctrl-C. */
  kill(): void;
}

/** Starts a process, checks its health, restarts it with a growing pause when it falls or hangs. */
export function supervise(part: Part): Supervised {
  const limits = { ...usual, ...part.limits };
  const shown: PartState = { name: part.name, state: 'starting', since: new Date(), restarts: 0 };
  const stopping = new AbortController();
  let current: Child | undefined;

  function show(state: PartState['state'], detail?: string): void {
    Object.assign(shown, { state, since: new Date(), pid: current?.pid, detail });
  }

  async function up(): Promise<void> {
    const child = await part.start();
    current = child;
    try {
      await healthyWithin(part, child, limits, stopping.signal);
    } catch (error) {
      await down();
      throw error;
    }
    show('ready');
  }

  async function down(): Promise<void> {
    const child = current;
    if (!child) return;
    await end(part, child, limits.stopWithin);
    current = undefined;
  }

  async function keepUp(): Promise<void> {
    let backOff = limits.firstBackOff;
    while (!stopping.signal.aborted) {
      const reason = await fall(part, current!, limits, stopping.signal);
      if (stopping.signal.aborted) return;
      if (Date.now() - shown.since.getTime() > limits.steadyAfter) backOff = limits.firstBackOff;
      await down();
      backOff = await restart(reason, backOff);
    }
  }

  /** Tries until the process is up again or nobody wants it any more; gives back the next pause in ms. */
  async function restart(reason: string, firstPause: number): Promise<number> {
    let why = reason;
    for (let backOff = firstPause; ; backOff = Math.min(backOff * 2, limits.longestBackOff)) {
      show('restarting', why);
      part.tell?.(`${part.name}: ${why}; restarting in ${backOff} ms`);
      await pause(backOff, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return backOff;
      shown.restarts++;
      try {
        await up();
        return Math.min(backOff * 2, limits.longestBackOff);
      } catch (error) {
        why = (error as Error).message;
      }
    }
  }

  const first = up();
  const life = first.then(keepUp, (error: Error) => show('failed', error.message));
  let stopped: Promise<void> | undefined;

  return {
    name: part.name,
    state: () => ({ ...shown }),
    ready: () => first,
    stop: () => {
      stopped ??= (async () => {
        stopping.abort();
        await Promise.all([life, down()]);
        await down();
        show('stopped');
      })();
      return stopped;
    },
    kill: () => {
      stopping.abort();
      if (current) signal(current.pid, 'SIGKILL');
    },
  };
}

async function healthyWithin(part: Part, child: Child, limits: Limits, stopping: AbortSignal): Promise<void> {
  const end = Date.now() + limits.readyWithin;
  let exited: string | undefined;
  void child.exited.then((reason) => (exited = reason));
  for (let wait = 10; ; wait = Math.min(wait * 1.5, 100)) {
    const problem = await checked(part, child, limits.healthWithin);
    if (problem === undefined) return;
    if (stopping.aborted) throw new Error('stopped while starting');
    if (exited !== undefined) throw new Error(`${part.name} ended while starting: ${exited}`);
    if (Date.now() > end) throw new Error(`${part.name} not ready within ${limits.readyWithin} ms: ${problem}`);
    await pause(wait);
  }
}

/** Waits until the process ends, stops doing its work, or is no longer wanted; says why. */
async function fall(part: Part, child: Child, limits: Limits, stopping: AbortSignal): Promise<string> {
  let exited: string | undefined;
  const ended = child.exited.then((reason) => (exited = reason));
  let failures = 0;
  while (!stopping.aborted) {
    const woken = new AbortController();
    const wake = AbortSignal.any([stopping, woken.signal]);
    const tick = pause(limits.healthEvery, undefined, { signal: wake, ref: false }).catch(() => undefined);
    await Promise.race([ended, tick]);
    woken.abort();
    if (exited !== undefined) return `ended: ${exited}`;
    if (stopping.aborted) break;
    const problem = await checked(part, child, limits.healthWithin);
    failures = problem === undefined ? 0 : failures + 1;
    if (failures >= limits.unhealthyAfter) return `unhealthy: ${problem}`;
  }
  return 'stopped';
}

async function checked(part: Part, child: Child, within: number): Promise<string | undefined> {
  const limit = new AbortController();
  const late = pause(within, `no answer within ${within} ms`, { signal: limit.signal }).catch(() => undefined);
  const answer = part.health(child).then(
    () => undefined,
    (error: Error) => error.message || 'unhealthy',
  );
  const problem = await Promise.race([answer, late]);
  limit.abort();
  return problem;
}

async function end(part: Part, child: Child, within: number): Promise<void> {
  if (!alive(child.pid)) return;
  // A part that cannot even be asked (its channel is closed) is killed below.
  await Promise.race([
    Promise.resolve(part.stop(child)).catch(() => undefined),
    pause(within, undefined, { ref: false }),
  ]);
  if (await gone(child.pid, within)) return;
  signal(child.pid, 'SIGKILL');
  await gone(child.pid, within);
}

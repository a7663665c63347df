import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** A process of the cluster that we started, and can kill. */
export interface Running {
  readonly pid: number;
  alive(): boolean;
  /** Settles when it has ended. */
  readonly ended: Promise<void>;
  /** SIGKILL, as a power cut or an operator's mistake would. */
  kill(): void;
  /** Asks by a signal, and kills after `patience` ms. */
  end(signal?: NodeJS.Signals, patience?: number): Promise<void>;
}

/** Starts a program with its output going to a file. */
export async function run(
  program: string,
  args: readonly string[],
  logFile: string,
  more: SpawnOptions = {},
): Promise<Running> {
  const log = await open(logFile, 'a');
  try {
    const child = spawn(program, args, { ...more, stdio: ['ignore', log.fd, log.fd] });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    return runningOf(child);
  } finally {
    await log.close();
  }
}

function runningOf(child: ChildProcess): Running {
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid as number,
    alive,
    ended,
    kill: () => void child.kill('SIGKILL'),
    async end(signal = 'SIGTERM', patience = 15_000) {
      if (!alive()) return;
      child.kill(signal);
      await Promise.race([ended, pause(patience, undefined, { ref: false })]);
      if (alive()) child.kill('SIGKILL');
      await ended;
    },
  };
}

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endAll, processesOf, until } from '@anlan/journeys';

const ANSWERS_WITHIN = 120_000;
const ASKED_EVERY = 20;
const ENDS_WITHIN = 10_000;

/** Another program under test, which can be killed and started again as it was. */
export interface Program {
  pid(): number;
  /** SIGKILL to it and all it has started; resolves when they are gone. */
  kill(): Promise<void>;
  /** Starts it again on what it has on disk; resolves when it answers. */
  again(): Promise<void>;
  /** Asks it to end, and kills it when it does not. */
  end(): Promise<void>;
}

export const installed = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

/** What a program calls its version, as far as it says. */
export function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  return /version (\d+\.\d+)/.exec(stdout ?? '')?.[1] ?? '';
}

/** An empty folder of its own, which other users may write into: a database does not run as root. */
export async function freshFolder(name: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), `anlan-${name}-`));
  await chmod(folder, 0o777);
  return folder;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Starts a program that keeps its data in `folder` and waits until it answers; what it says is dropped. */
export async function startProgram(
  [command = '', ...args]: readonly string[],
  folder: string,
  answers: () => Promise<boolean>,
): Promise<Program> {
  let child: ChildProcess;
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  async function again(): Promise<void> {
    const own = spawn(command, args, { stdio: 'ignore' });
    child = own;
    const last = (): boolean => own.kill('SIGKILL');
    process.once('exit', last);
    own.once('exit', () => process.off('exit', last));
    const answered = async (): Promise<boolean> => {
      if (ended()) throw new Error(`${command} ended with ${own.exitCode ?? own.signalCode}`);
      return answers();
    };
    await until(`an answer of ${command}`, answered, ANSWERS_WITHIN, ASKED_EVERY);
  }
  await again();
  return {
    pid: () => child.pid!,
    async kill() {
      // Its threads may hold locks and ports longer than the process is to be seen.
      const gone = ended() ? undefined : once(child, 'exit');
      await endAll(await processesOf(folder, child.pid), 0);
      await gone;
    },
    again,
    async end() {
      if (ended()) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN);
      await gone;
      clearTimeout(late);
    },
  };
}

/** Whether an address answers with success. */
export async function answering(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ENDS_WITHIN) }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.ok === true;
}

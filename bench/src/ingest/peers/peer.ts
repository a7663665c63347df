import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@anlan/journeys';
import type { Sender } from '../pace.ts';
import type { Stream } from '../stream.ts';
import { usageOfTree } from '../usage.ts';

/** Another store under the same stream: readings of `size` points, `batch` at a time. */
export interface Peer {
  readonly name: string;
  /** How it is made as durable as it can be. */
  readonly durable: string;
  readonly senders: readonly Sender[];
  readonly pid: number;
  readonly folder: string;
  end(): Promise<void>;
}

export interface Load {
  readonly stream: Stream;
  readonly size: number;
  readonly batch: number;
  readonly connections: number;
}

/** Opens a peer, or says why it is left out. */
export type OpenPeer = (load: Load) => Promise<Peer | string>;

export const installed = (program: string): boolean => spawnSync('which', [program], { stdio: 'ignore' }).status === 0;

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

/** Starts a program of its own, which `end` ends by its id; what it says is dropped. */
export function start(program: string, args: readonly string[]): ChildProcess {
  return spawn(program, args, { stdio: 'ignore' });
}

export async function ended(child: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  }
  await rm(folder, { recursive: true, force: true });
}

export async function answering(url: string): Promise<void> {
  await until('an answer', async () => (await fetch(url).catch(() => undefined))?.ok === true, 30_000, 100);
}

/** Bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []))
    if (entry.isFile())
      sum += await stat(join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      );
  return sum;
}

export const usageOfPeer = ({ pid }: Peer) => usageOfTree(pid);

/** Takes the next readings of a stream turn by turn, for senders that share it. */
export function turns({ stream, size, batch }: Load): () => { from: number; at: number; value: Float64Array } {
  let next = 0;
  return () => {
    const from = next;
    const count = Math.min(batch, size - from);
    next = from + count >= size ? 0 : from + count;
    const value = new Float64Array(count);
    return { from, at: stream.columns(from, count, value), value };
  };
}

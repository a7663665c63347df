import { readdir, stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { PulseFigures } from '@anlan/kernel/diagnostics';
import type { Database } from '../access/scoped.ts';
import { VERSION } from '../http/version.ts';
import { slowestRequests, slowestStatements, startTracing } from '../trace/index.ts';
import { watchAlive } from './alive.ts';
import { watchClock } from './clock.ts';

const EVERY_MS = 10_000;
const KEPT = '7 days';
const MOST_SLOW = 12;

export interface PulseOptions {
  readonly db: Database;
  readonly role: string;
  readonly configuration: { readonly home: string; readonly otlp?: string | undefined };
  /** Start of the supervisor, epoch ms. */
  readonly startedAt: number;
  readonly log: Logger;
  readonly sockets?: () => number;
  readonly outbox?: () => number;
}

/**
 * Starts what every process tells of itself: the steps of traces, and every ten seconds a row of figures that the diagnostics
 * page reads, from whichever machine the process runs on.
 */
export async function startPulse(options: PulseOptions): Promise<{ stop(): Promise<void> }> {
  const { db, role, configuration, startedAt, log } = options;
  const tracing = await startTracing({ db, role, otlp: configuration.otlp, log });
  const clock = watchClock();
  const alive = watchAlive();
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  const born = new Date();
  let before = { at: performance.now(), cpu: process.cpuUsage() };
  let beating: Promise<void> | undefined;

  async function figures(): Promise<PulseFigures> {
    const memory = process.memoryUsage();
    const spent = process.cpuUsage(before.cpu);
    const elapsed = performance.now() - before.at;
    before = { at: performance.now(), cpu: process.cpuUsage() };
    const loopDelay = loop.percentile(99) / 1e6;
    loop.reset();
    return {
      version: VERSION,
      node: process.versions.node,
      resident: memory.rss,
      heap: memory.heapUsed,
      alive: alive.bytes(),
      native: memory.rss - memory.heapTotal - memory.external,
      cpu: Math.round((spent.user + spent.system) / elapsed / 10) / 100,
      loopDelay: Math.round(loopDelay * 10) / 10,
      ...clock.jumps(),
      disk: await diskOf(configuration.home),
      journalBytes: role === 'ingest' ? await bytesIn(join(configuration.home, 'journal')) : null,
      dropped: tracing.dropped(),
      sockets: options.sockets?.() ?? null,
      outbox: options.outbox?.() ?? null,
      requests: [...slowestRequests(MOST_SLOW)],
      statements: [...slowestStatements(MOST_SLOW)],
    };
  }

  async function beat(): Promise<void> {
    const now = JSON.stringify(await figures());
    await sql`
      INSERT INTO process_pulse (host, pid, started_at, role, supervisor, at, figures)
      VALUES (${hostname()}, ${process.pid}, ${born}, ${role}, ${new Date(startedAt)}, now(), ${now}::jsonb)
      ON CONFLICT (host, pid, started_at) DO UPDATE SET at = excluded.at, figures = excluded.figures`.execute(db);
    await sql`DELETE FROM process_pulse WHERE at < now() - ${KEPT}::interval`.execute(db);
  }

  function wake(): void {
    beating ??= beat()
      .catch((error: unknown) => log.debug({ error: (error as Error).message }, 'pulse'))
      .finally(() => {
        beating = undefined;
      });
  }

  wake();
  const timer = setInterval(wake, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      clock.stop();
      alive.stop();
      loop.disable();
      await beating;
      await tracing.stop();
    },
  };
}

async function diskOf(folder: string): Promise<PulseFigures['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

async function bytesIn(folder: string): Promise<number | null> {
  try {
    const names = await readdir(folder);
    const sizes = await Promise.all(
      names.map((name) =>
        stat(join(folder, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return null;
  }
}

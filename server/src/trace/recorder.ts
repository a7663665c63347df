import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import { stepId } from './cause.ts';
import type { Exporter } from './otlp.ts';
import type { Noted } from './span.ts';

/** Steps that wait in memory for the next writing; beyond it the oldest are dropped and counted. */
const MOST_WAITING = 5000;
const AT_ONCE = 500;
const EVERY_MS = 2000;
/** Steps kept for the diagnostics page: some hours of a city, minutes of a storm. */
const KEPT = 20_000;
const PRUNE_EVERY = 30;

interface Recorder {
  readonly waiting: Noted[];
  readonly exporter: Exporter | undefined;
  dropped: number;
}

let recorder: Recorder | undefined;

/** Notes a step. Without a started recorder it does nothing; it never waits and never fails. */
export function note(span: Noted): void {
  if (recorder === undefined) return;
  if (recorder.waiting.length >= MOST_WAITING) {
    recorder.waiting.shift();
    recorder.dropped += 1;
  }
  recorder.waiting.push(span);
  recorder.exporter?.take(span);
}

/** Is anybody noting? For callers that would work something out first. */
export const noting = (): boolean => recorder !== undefined;

export interface Tracing {
  /** Steps lost because the database did not take them in time. */
  dropped(): number;
  stop(): Promise<void>;
}

export interface TracingOptions {
  readonly db: Database;
  readonly role: string;
  /** Address of an OpenTelemetry collector; undefined = none, and none of its code is loaded. */
  readonly otlp: string | undefined;
  readonly log: Logger;
}

/**
 * Keeps the steps of this process: in memory, every two seconds into the bounded table that the diagnostics page reads, and
 * to the collector where one is named. One recorder a process, as there is one log.
 */
export async function startTracing({ db, role, otlp, log }: TracingOptions): Promise<Tracing> {
  const exporter = otlp === undefined ? undefined : (await import('./otlp.ts')).openExporter(otlp, role);
  const own: Recorder = { waiting: [], exporter, dropped: 0 };
  recorder = own;
  let rounds = 0;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (own.waiting.length > 0) {
      const part = own.waiting.slice(0, AT_ONCE);
      await store(db, role, part);
      // While it was written the oldest may have been dropped: what is taken away is what was written.
      const written = new Set(part);
      while (own.waiting[0] !== undefined && written.has(own.waiting[0])) own.waiting.shift();
    }
    rounds += 1;
    if (rounds % PRUNE_EVERY === 1) await prune(db);
  }

  function flush(): Promise<void> {
    writing ??= write()
      .catch((error: unknown) => log.debug({ error: (error as Error).message }, 'traces not kept'))
      .finally(() => {
        writing = undefined;
      });
    return writing;
  }

  const timer = setInterval(() => void flush(), EVERY_MS).unref();
  return {
    dropped: () => own.dropped,
    async stop() {
      clearInterval(timer);
      await writing;
      await flush();
      if (recorder === own) recorder = undefined;
      await exporter?.close();
    },
  };
}

async function store(db: Database, process: string, spans: readonly Noted[]): Promise<void> {
  const rows = spans.map(({ cause, name, key = '', under, began, ended, facts = {}, trouble }) => ({
    cause,
    name,
    key,
    parent: under === undefined ? null : stepId(cause, under[0], under[1]),
    began,
    ended,
    facts,
    trouble: trouble?.slice(0, 300) ?? null,
  }));
  await sql`
    INSERT INTO trace_span (cause, name, key, parent, process, began, ended, facts, trouble)
    SELECT cause, name, key, parent, ${process}, began, ended, facts, trouble
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS x(cause text, name text, key text, parent text, began float8, ended float8, facts jsonb, trouble text)
    ON CONFLICT (cause, name, key) DO NOTHING`.execute(db);
}

/** Keeps the newest; how many there may be is a number of rows, so that a storm cannot fill the disk. */
async function prune(db: Database): Promise<void> {
  await sql`DELETE FROM trace_span WHERE seq <= (SELECT max(seq) FROM trace_span) - ${KEPT}`.execute(db);
}

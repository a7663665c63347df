import { sql } from 'kysely';
import { INTAKE_REFUSALS, type IntakeRefusal } from '@anlan/kernel/telemetry';
import type { Diagnostics } from '@anlan/kernel/diagnostics';
import type { Context } from '../access/context.ts';
import { VERSION } from '../http/version.ts';
import { behindOf, type IntakeState } from './intake-state.ts';
import { readProcesses } from './processes.ts';
import { clickhouseOf, postgresOf } from './stores.ts';
import { timersDue } from './timers.ts';

/** Entries not yet stored or judged beyond which devices are told to wait, as in `ingest/intake.ts`. */
const MOST_PENDING = 200_000;
const PATIENCE_MS = 3000;

/** One look at the whole platform. A part that does not answer in time is null; the rest is told all the same. */
export async function diagnose(context: Context): Promise<Diagnostics> {
  const { db, mirror } = context;
  const [processes, state, postgres, clickhouse, outbox, timers, skewed] = await Promise.all([
    readProcesses(db),
    inTime(mirror.ask<IntakeState>('state')),
    inTime(postgresOf(db)),
    inTime(clickhouseOf(context)),
    outboxOf(context),
    timersDue(db),
    skewedDevices(context),
  ]);
  return {
    at: Date.now(),
    startedAt: context.startedAt,
    version: VERSION,
    processes: [...processes.views],
    intake: intakeOf(state ?? undefined),
    postgres,
    clickhouse,
    outbox,
    timers,
    requests: [...processes.requests],
    statements: [...processes.statements],
    skewed,
  };
}

async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref());
  return Promise.race([asked.catch(() => null), late]);
}

function intakeOf(state: IntakeState | undefined): Diagnostics['intake'] {
  if (state === undefined) {
    const nothing = { accepted: 0, last: 0, backlog: 0, trouble: null, pressure: 0 };
    return { up: false, ...nothing, followers: [], listeners: [] };
  }
  const followers = (['history', 'rules'] as const).flatMap((name) => {
    const lane = state[name];
    if (lane === undefined) return [];
    return [{ name, position: lane.position, behind: behindOf(state, lane), trouble: lane.trouble }];
  });
  const behind = Math.max(0, ...followers.map((one) => one.behind));
  return {
    up: true,
    accepted: state.accepted,
    last: state.journal.last,
    backlog: state.journal.backlog,
    trouble: state.journal.trouble,
    pressure: Math.min(1, Math.round((behind / MOST_PENDING) * 1000) / 1000),
    followers,
    listeners: state.listeners.map(({ name, port, sessions, accepted, refused }) => ({
      name,
      port,
      sessions,
      accepted,
      refused: Object.entries(refused)
        .filter(([, count]) => count > 0)
        .map(([reason, count]) => ({ reason, label: INTAKE_REFUSALS[reason as IntakeRefusal] ?? reason, count })),
    })),
  };
}

async function outboxOf({ db, outbox }: Context): Promise<Diagnostics['outbox']> {
  const { rows } = await sql<{ last: number | null; notify: number | null }>`
    SELECT (SELECT max(cursor) FROM outbox) AS last,
      (SELECT position FROM journal_cursor WHERE consumer = 'notify') AS notify`.execute(db);
  const { last, notify } = rows[0]!;
  const newest = last ?? 0;
  const follower = (name: string, position: number) => {
    return { name, position, behind: Math.max(0, newest - position), trouble: null };
  };
  const followers = [follower('push', outbox.cursor()), ...(notify === null ? [] : [follower('notify', notify)])];
  return { last: newest, followers };
}

async function skewedDevices({ db }: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT device_id)::int AS n FROM intake_refusal
    WHERE reason = 'clock-skew' AND last_at > now() - interval '1 hour'`.execute(db);
  return rows[0]!.n;
}

import { Gauge, type Registry } from 'prom-client';
import type { Diagnostics } from '@anlan/kernel/diagnostics';
import type { Context } from '../access/context.ts';
import { diagnose } from './diagnose.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [value: number | null | undefined, labels?: Labels];
interface Figure {
  readonly help: string;
  readonly labels?: readonly string[];
  readonly of: (seen: Diagnostics) => readonly Sample[];
}

const living = ({ processes }: Diagnostics) => processes.filter(({ gone }) => !gone);
const processOf = ({ host, role, pid }: Diagnostics['processes'][number]): Labels => ({ host, role, pid: String(pid) });
const PROCESS = ['host', 'role', 'pid'] as const;

/** A figure of every living process. */
const ofProcesses = (help: string, value: (one: Diagnostics['processes'][number]) => number | null): Figure => ({
  help,
  labels: PROCESS,
  of: (seen) => living(seen).map((one) => [value(one), processOf(one)]),
});

/** The numbers of the diagnostics page under their names in Prometheus; `docs/diagnostics.md` explains each. */
export const PLATFORM_FIGURES: Readonly<Record<string, Figure>> = {
  process_resident_bytes: ofProcesses('Memory of a process', ({ resident }) => resident),
  process_heap_bytes: ofProcesses('JavaScript heap of a process', ({ heap }) => heap),
  process_alive_bytes: ofProcesses('Heap and buffers left by the last full collection', ({ alive }) => alive),
  process_native_bytes: ofProcesses('Resident beside heap and buffers', ({ native }) => native),
  process_cpu_share: ofProcesses('Share of one core since the last pulse', ({ cpu }) => cpu),
  process_loop_delay_ms: ofProcesses('99th percentile of the event loop’s delay', ({ loopDelay }) => loopDelay),
  process_started_seconds: ofProcesses('Start of a process, epoch seconds', ({ startedAt }) => startedAt / 1000),
  process_restarts: ofProcesses('Times a role was started anew under its supervisor', ({ restarts }) => restarts),
  process_clock_jumps: ofProcesses('Times the machine’s clock was set', ({ clockJumps }) => clockJumps),
  process_trace_steps_dropped: ofProcesses('Trace steps not kept', ({ dropped }) => dropped),
  live_sockets: ofProcesses('Open live connections of browsers', ({ sockets }) => sockets),
  disk_free_bytes: ofProcesses('Free space of the data folder', ({ disk }) => disk?.free ?? null),
  journal_bytes: ofProcesses('Size of the intake journal', ({ journalBytes }) => journalBytes),
  intake_pressure: {
    help: 'Share of what may wait before devices are told to; 1 = they are',
    of: ({ intake }) => [[intake.up ? intake.pressure : null]],
  },
  journal_behind: {
    help: 'Entries a follower of the journal has before it',
    labels: ['follower'],
    of: ({ intake }) => intake.followers.map(({ name, behind }) => [behind, { follower: name }]),
  },
  outbox_behind: {
    help: 'Events a follower of the outbox has before it',
    labels: ['follower'],
    of: ({ outbox }) => outbox.followers.map(({ name, behind }) => [behind, { follower: name }]),
  },
  timers_due: {
    help: 'What is due by the clock and not yet done',
    labels: ['timer'],
    of: ({ timers }) => timers.map(({ key, due }) => [due, { timer: key }]),
  },
  timers_oldest_seconds: {
    help: 'Age of the oldest that is due',
    labels: ['timer'],
    of: ({ timers }) => timers.map(({ key, oldestMs }) => [oldestMs === null ? 0 : oldestMs / 1000, { timer: key }]),
  },
  store_up: {
    help: '1 = the store answers within three seconds',
    labels: ['store'],
    of: ({ postgres, clickhouse }) => [
      [postgres === null ? 0 : 1, { store: 'postgresql' }],
      [clickhouse === null ? 0 : 1, { store: 'clickhouse' }],
    ],
  },
  store_bytes: {
    help: 'Size of a store',
    labels: ['store'],
    of: ({ postgres, clickhouse }) => [
      [postgres?.bytes, { store: 'postgresql' }],
      [clickhouse?.tables.reduce((sum, { bytes }) => sum + bytes, 0), { store: 'clickhouse' }],
    ],
  },
  clickhouse_memory_bytes: {
    help: 'Memory the history store knows to be in use',
    of: ({ clickhouse }) => [[clickhouse?.memory]],
  },
  postgres_connections: {
    help: 'Connections to the system of record',
    of: ({ postgres }) => [[postgres?.connections]],
  },
  postgres_longest_transaction_seconds: {
    help: 'Age of the longest transaction',
    of: ({ postgres }) => [[postgres === null ? null : postgres.longestMs / 1000]],
  },
  postgres_clock_offset_seconds: {
    help: 'Clock of the system of record less that of the api process',
    of: ({ postgres }) => [[postgres === null ? null : postgres.clockOffsetMs / 1000]],
  },
  devices_clock_skewed: { help: 'Devices refused in the last hour for their clock', of: ({ skewed }) => [[skewed]] },
};

/** Registers the figures; gives what fills them. */
export function platformGauges(registry: Registry): (context: Context) => Promise<void> {
  const gauges = Object.entries(PLATFORM_FIGURES).map(([name, { help, labels = [], of }]) => ({
    of,
    gauge: new Gauge({ name: `anlan_${name}`, help, labelNames: [...labels], registers: [registry] }),
  }));
  return async (context) => {
    const seen = await diagnose(context);
    for (const { gauge, of } of gauges) {
      gauge.reset();
      for (const [value, labels = {}] of of(seen)) if (value != null) gauge.set(labels, value);
    }
  };
}

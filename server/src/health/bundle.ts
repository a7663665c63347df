import { arch, cpus, freemem, loadavg, platform, release, totalmem } from 'node:os';
import { sql } from 'kysely';
import type { Context } from '../access/context.ts';
import { variables } from '../configuration/variables.ts';
import { diagnose } from './diagnose.ts';
import { recentTraces } from './traces.ts';

/** Variables whose value may stand in a file that leaves the house; of all others only whether they are set. */
const PLAIN = new Set<string>([
  'port',
  'demo',
  'replay',
  'jt808Port',
  'jt808AttachmentPort',
  'jt809Port',
  'aisPort',
  'mqttPort',
  'hj212Port',
  'gb26875Port',
  'batchPort',
  'logLevel',
]);

/** Everything somebody far away needs to see what is wrong, and nothing that is a secret or anybody's data. */
export async function bundleOf(context: Context): Promise<object> {
  const { db, configuration } = context;
  const [diagnostics, traces, migrations, counts] = await Promise.all([
    diagnose(context),
    recentTraces(db, { order: 'longest', limit: 50 }),
    sql<{ name: string }>`SELECT name FROM migration ORDER BY number`.execute(db),
    sql<{ table: string; rows: number }>`
      SELECT relname AS table, n_live_tup::float8 AS rows FROM pg_stat_user_tables ORDER BY relname`.execute(db),
  ]);
  const hosts = [...new Set(diagnostics.processes.map(({ host }) => host))];
  return {
    made: new Date().toISOString(),
    machine: {
      platform: `${platform()} ${release()} ${arch()}`,
      cores: cpus().length,
      cpu: cpus()[0]?.model ?? '',
      memory: totalmem(),
      free: freemem(),
      load: loadavg(),
    },
    configuration: Object.fromEntries(
      Object.entries(variables).map(([key, { variable }]) => {
        const value = (configuration as unknown as Record<string, unknown>)[key];
        if (PLAIN.has(key)) return [variable, value];
        return [variable, value === undefined ? 'unset' : 'set'];
      }),
    ),
    migrations: migrations.rows.map(({ name }) => name),
    rows: Object.fromEntries(counts.rows.map(({ table, rows }) => [table, rows])),
    diagnostics: masked({
      ...diagnostics,
      processes: diagnostics.processes.map((one) => ({ ...one, host: hosts.indexOf(one.host) })),
    }),
    traces: masked(traces),
  };
}

/** What errors say of others: addresses, accounts, telephone numbers. */
const TELLING = [/\S*:\/\/\S*/g, /\S+@\S+/g, /\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, /\d{7,}/g, /"[^"]*"/g];

/** The same with the words of errors cut down to what they say of the platform. */
function masked(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one) => masked(one));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, masked(one, name)]));
  if (key !== 'trouble' || typeof value !== 'string') return value;
  return TELLING.reduce((text, telling) => text.replaceAll(telling, '…'), value);
}

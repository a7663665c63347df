import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const NATS = ['nats-1', 'nats-2', 'nats-3'] as const;
export const POSTGRES = ['postgres-1', 'postgres-2'] as const;
/** Two machines, each with all three roles: two api, two ingest, two work. */
export const MACHINES = ['a', 'b'] as const;
export const ROLES = ['api', 'ingest', 'work'] as const;
export type Machine = (typeof MACHINES)[number];

const DEVICE_PORTS = [
  'jt808',
  'jt808Attachment',
  'jt809',
  'ais',
  'mqtt',
  'hj212',
  'gb26875',
  'batch',
  'jt1078',
  'gb28181',
] as const;
export type MachinePorts = Readonly<Record<'web' | (typeof DEVICE_PORTS)[number], number>>;

/** Ports and passwords of a cluster, made once and kept in its folder. */
export interface Layout {
  readonly folder: string;
  readonly nats: Readonly<
    Record<string, { readonly client: number; readonly route: number; readonly monitor: number }>
  >;
  readonly postgres: Readonly<Record<string, number>>;
  readonly machines: Readonly<Record<Machine, MachinePorts>>;
  readonly passwords: {
    readonly superuser: string;
    readonly owner: string;
    readonly replication: string;
    readonly nats: string;
  };
}

export async function layoutOf(folder: string): Promise<Layout> {
  const file = join(folder, 'cluster.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return { ...(JSON.parse(kept) as Layout), folder };
  // The database runs as a user of its own and must get through.
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const made = await make(folder);
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

async function make(folder: string): Promise<Layout> {
  const free = await freePorts(64);
  const port = (): number => free.pop() as number;
  const password = (): string => randomBytes(18).toString('base64url');
  const machine = (): MachinePorts =>
    Object.fromEntries(['web', ...DEVICE_PORTS].map((name) => [name, port()])) as unknown as MachinePorts;
  return {
    folder,
    nats: Object.fromEntries(NATS.map((name) => [name, { client: port(), route: port(), monitor: port() }])),
    postgres: Object.fromEntries(POSTGRES.map((name) => [name, port()])),
    machines: { a: machine(), b: machine() },
    passwords: { superuser: password(), owner: password(), replication: password(), nats: password() },
  };
}

export const natsUrl = ({ nats, passwords }: Layout): string =>
  `nats://anlan:${passwords.nats}@${NATS.map((name) => `127.0.0.1:${nats[name]!.client}`).join(',')}`;

export const postgresUrl = ({ postgres, passwords }: Layout): string =>
  `postgres://anlan:${passwords.owner}@${POSTGRES.map((name) => `127.0.0.1:${postgres[name]}`).join(',')}/anlan?target_session_attrs=read-write`;

/** Below what systems give to connections going out: a port that was free must not be taken by one of those later. */
const [LOWEST, HIGHEST] = [10_000, 32_000];

/** So many free ports of loopback, all different. */
async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

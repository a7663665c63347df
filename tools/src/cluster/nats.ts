import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NATS, type Layout } from './layout.ts';
import { run, type Running } from './process.ts';

/** Starts one server of the bus; the data it left behind is taken up again. */
export async function startNats(layout: Layout, name: string): Promise<Running> {
  const folder = join(layout.folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'nats.conf');
  await writeFile(file, configurationOf(layout, name, folder), { mode: 0o600 });
  return run('nats-server', ['-c', file], join(folder, 'nats.log'));
}

/** `deploy/cluster/nats.conf` is the same for machines of their own. */
function configurationOf({ nats, passwords }: Layout, name: string, folder: string): string {
  const { client, route, monitor } = nats[name]!;
  const routes = NATS.filter((other) => other !== name).map(
    (other) => `nats-route://anlan:${passwords.nats}@127.0.0.1:${nats[other]!.route}`,
  );
  return `server_name: ${name}
listen: 127.0.0.1:${client}
http: 127.0.0.1:${monitor}
jetstream { store_dir: "${folder}/jetstream", max_file_store: 20G, max_memory_store: 256M }
authorization { user: anlan, password: "${passwords.nats}" }
cluster {
  name: anlan
  listen: 127.0.0.1:${route}
  authorization { user: anlan, password: "${passwords.nats}" }
  routes: [${routes.map((one) => `"${one}"`).join(', ')}]
}
`;
}

interface Jsz {
  readonly account_details?: readonly {
    readonly stream_detail?: readonly {
      readonly name: string;
      readonly cluster?: {
        readonly leader?: string;
        readonly replicas?: readonly { readonly current: boolean; readonly offline?: boolean }[];
      };
    }[];
  }[];
}

/** The server that leads the log, and whether both others have all of it; undefined while nobody leads. */
export async function logState(layout: Layout): Promise<{ leader: string; current: boolean } | undefined> {
  for (const name of NATS) {
    const url = `http://127.0.0.1:${layout.nats[name]!.monitor}/jsz?accounts=true&streams=true`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    if (answer?.ok !== true) continue;
    const { account_details: accounts = [] } = (await answer.json()) as Jsz;
    const stream = accounts
      .flatMap(({ stream_detail: streams = [] }) => streams)
      .find((one) => one.name === 'ANLAN_LOG');
    const leader = stream?.cluster?.leader;
    // Only the leader knows how far the others are.
    if (leader !== name) continue;
    const replicas = stream?.cluster?.replicas ?? [];
    return {
      leader,
      current: replicas.length === 2 && replicas.every(({ current, offline }) => current && offline !== true),
    };
  }
  return undefined;
}

import type { PartState } from '../../supervise/index.ts';
import { StoreProblem } from '../problem.ts';
import { withClient } from './cluster.ts';
import type { PostgresHandle } from './handle.ts';
import { hostsOf } from './hosts.ts';

const oldest = 15;

/** A PostgreSQL that somebody else runs; refused with StoreProblem when it does not answer or is too old. */
export async function externalPostgres(url: string): Promise<PostgresHandle> {
  const place = hostsOf(url)
    .map((one) => new URL(one).host)
    .join('、');
  const version = await serverVersion(url).catch((error: Error) => {
    throw new StoreProblem(
      `ANLAN_POSTGRES_URL 指向的 PostgreSQL（${place}）连不上：${error.message}`,
      `the PostgreSQL of ANLAN_POSTGRES_URL cannot be reached`,
      error,
    );
  });
  if (version < oldest * 10_000) {
    throw new StoreProblem(
      `PostgreSQL（${place}）版本过低，至少需要 ${oldest}`,
      `the PostgreSQL of ANLAN_POSTGRES_URL is too old: ${oldest} or later is needed`,
    );
  }
  let since = new Date();
  let state: PartState['state'] = 'ready';
  return {
    url,
    embedded: false,
    health: async () => {
      const detail = await serverVersion(url).then(
        () => undefined,
        (error: Error) => error.message,
      );
      const now = detail === undefined ? 'ready' : 'failed';
      if (now !== state) [state, since] = [now, new Date()];
      return { name: 'PostgreSQL', state, since, restarts: 0, detail };
    },
    stop: async () => undefined,
  };
}

/** For example 150004 for 15.4. */
async function serverVersion(url: string): Promise<number> {
  const result = await withClient(url, (client) =>
    client.query<{ server_version_num: string }>('show server_version_num'),
  );
  return Number(result.rows[0]?.server_version_num);
}

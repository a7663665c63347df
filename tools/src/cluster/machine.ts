import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { natsUrl, postgresUrl, type Layout, type Machine } from './layout.ts';
import { run, type Running } from './process.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const MAIN = here('../../../server/dist/main.js');
const CLICKHOUSE = here('../../../server/dist/store/clickhouse/serve.js');

export const homeOf = ({ folder }: Layout, name: Machine): string => join(folder, name);
export const clickhouseHome = ({ folder }: Layout): string => join(folder, 'clickhouse');

/** Our own settings only: what happens to stand in the caller's environment must not reach a machine. */
function bare(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ANLAN_')));
}

/** Starts the one history engine; there is no second one on this machine to fail over to. */
export async function startClickhouse(layout: Layout): Promise<Running> {
  const home = clickhouseHome(layout);
  await mkdir(home, { recursive: true, mode: 0o711 });
  const engine = await run(process.execPath, [CLICKHOUSE], join(home, 'out.log'), {
    env: { ...bare(), ANLAN_HOME: home },
  });
  for (const end = Date.now() + 60_000; Date.now() < end && engine.alive(); await pause(100)) {
    const port = (await clickhouseMemory(layout))?.port;
    const answer = await fetch(`http://127.0.0.1:${port}/ping`, { signal: AbortSignal.timeout(2000) }).catch(
      () => undefined,
    );
    if (answer?.ok === true) return engine;
  }
  throw new Error(`the history engine did not start, see ${home}/out.log`);
}

async function clickhouseMemory(layout: Layout): Promise<{ port: number; password: string } | undefined> {
  const text = await readFile(join(clickhouseHome(layout), 'clickhouse.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { port: number; password: string });
}

/** Starts one machine of the platform: a supervisor with an api, an ingest and a work process. */
export async function startMachine(layout: Layout, name: Machine, demo: boolean): Promise<Running> {
  const history = await clickhouseMemory(layout);
  if (history === undefined) throw new Error('the history engine has not been started');
  const { web, ...ports } = layout.machines[name];
  const home = homeOf(layout, name);
  await mkdir(home, { recursive: true, mode: 0o711 });
  const variable = (port: string): string =>
    `ANLAN_${port.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_PORT`;
  const env = {
    ...bare(),
    ANLAN_HOME: home,
    ANLAN_PORT: String(web),
    ...Object.fromEntries(Object.entries(ports).map(([port, number]) => [variable(port), String(number)])),
    ANLAN_POSTGRES_URL: postgresUrl(layout),
    ANLAN_CLICKHOUSE_URL: `http://anlan:${history.password}@127.0.0.1:${history.port}/anlan`,
    ANLAN_NATS: natsUrl(layout),
    ANLAN_FILES_URL: pathToFileURL(join(layout.folder, 'files')).href,
    ANLAN_DEMO: demo ? 'on' : 'off',
    ANLAN_REPLAY: 'off',
    ANLAN_LOG_LEVEL: 'info',
  };
  return run(process.execPath, [MAIN], join(home, 'out.log'), { env });
}

/** Do its parts say that they are well? */
export async function isWell(layout: Layout, name: Machine): Promise<boolean> {
  const url = `http://127.0.0.1:${layout.machines[name].web}/api/health`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => undefined);
  return answer?.ok === true && ((await answer.json()) as { state: string }).state === 'ready';
}

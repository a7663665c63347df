import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freshHome, QUICK, startPlatform } from './platform.ts';
import { until } from './wait.ts';

const run = promisify(execFile);

/** A folder that keeps the loaded city from run to run, for whoever works on one journey; its maker removes it. */
const KEPT = process.env['ANLAN_JOURNEY_CITY'];

/** Where the run of one test process keeps its loaded city. */
function templateOf(runner: number): string {
  return KEPT ?? join(tmpdir(), `anlan-city-${runner}`);
}

/** Half a minute on two idle cores; a machine that does much else takes minutes (ms). */
const PATIENCE = 540_000;

/** Notes the folder the city was loaded in: the database remembers where its data is. */
const ORIGIN = 'origin.txt';

/**
 * A data folder with the demonstration city in it: loaded once for all journeys of a run, copied for each. A copy keeps
 * owners and modes, which the database engine insists on.
 */
export async function cityHome(): Promise<string> {
  const template = templateOf(process.ppid);
  await loadOnce(template);
  const home = await freshHome();
  await run('cp', ['-a', `${template}/.`, home]);
  const origin = await readFile(join(home, ORIGIN), 'utf8');
  const remembered = join(home, 'postgres.json');
  await writeFile(remembered, (await readFile(remembered, 'utf8')).replaceAll(origin, home));
  // Copies that start at once would all take the port the city was loaded on, and read each other's history.
  for (const engine of ['postgres', 'clickhouse']) {
    const path = join(home, `${engine}.json`);
    await writeFile(path, JSON.stringify({ ...(JSON.parse(await readFile(path, 'utf8')) as object), port: 0 }));
  }
  return home;
}

/** The first to come loads, who comes meanwhile waits; where a load failed, the next to look tries again. */
async function loadOnce(template: string): Promise<void> {
  const lock = `${template}.lock`;
  const loaded = async (): Promise<boolean> => {
    if (existsSync(template)) return true;
    const mine = await mkdir(lock).then(
      () => true,
      () => false,
    );
    if (!mine) return false;
    try {
      if (!existsSync(template)) await load(template);
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
    return true;
  };
  await until('the loaded city', loaded, PATIENCE, 200);
}

/** Looks for likely duplicates in all that was loaded, or every copy would do it again beside its journey. */
const COMPARE = fileURLToPath(new URL('../../server/dist/registry/compare.js', import.meta.url));

async function load(template: string): Promise<void> {
  const platform = await startPlatform({ within: PATIENCE, env: QUICK });
  await run(process.execPath, [COMPARE], { env: { ...process.env, ANLAN_HOME: platform.home } });
  await platform.stop();
  await writeFile(join(platform.home, ORIGIN), platform.home);
  // Under its final name only when it is whole.
  await run('cp', ['-a', platform.home, `${template}.part`]);
  await rename(`${template}.part`, template);
  await platform.remove();
}

/** Runs around all journeys of a run: takes the loaded city away. */
export default function prepare(): () => Promise<void> {
  const template = templateOf(process.pid);
  return async () => {
    if (KEPT !== undefined) return;
    for (const path of [template, `${template}.lock`, `${template}.part`])
      await rm(path, { recursive: true, force: true });
  };
}

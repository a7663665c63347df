import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const READY_WITHIN = 300_000;
/** Every port the platform listens on; the try must not meet a platform that runs already. */
const PORTS = [
  '',
  'JT808_',
  'JT808_ATTACHMENT_',
  'JT809_',
  'AIS_',
  'MQTT_',
  'HJ212_',
  'GB26875_',
  'BATCH_',
  'JT1078_',
  'GB28181_',
];

/** Starts a bundle on an empty data folder, asks it how it is, and ends it. Exit code. */
export async function tryBundle(folder: string): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'anlan-bundle-'));
  // The database runs as a user of its own and must get through.
  await chmod(home, 0o711);
  const ports = await Promise.all(PORTS.map(freePort));
  const env = {
    PATH: process.env['PATH'] ?? '',
    ANLAN_HOME: join(home, 'data'),
    ANLAN_DEMO: 'off',
    // Whatever asked for a package would find nobody.
    npm_config_registry: 'http://127.0.0.1:9/',
    ...Object.fromEntries(PORTS.map((name, index) => [`ANLAN_${name}PORT`, String(ports[index])])),
  };
  const child = spawn(join(folder, 'anlan'), [], { cwd: home, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    for (
      const end = Date.now() + READY_WITHIN;
      !/ready in/.test(output) && child.exitCode === null && Date.now() < end;
    )
      await pause(200);
    const answer = await fetch(`http://127.0.0.1:${ports[0]}/api/health`).catch(() => undefined);
    const page = await fetch(`http://127.0.0.1:${ports[0]}/`).catch(() => undefined);
    const state = answer?.ok === true ? ((await answer.json()) as { state: string }).state : 'no answer';
    console.log(output.trim());
    console.log(`health ${state}, page ${page?.status ?? 'none'}`);
    return state === 'ready' && page?.status === 200 ? 0 : 1;
  } finally {
    child.kill('SIGTERM');
    await Promise.race([ended, pause(30_000, undefined, { ref: false })]);
    child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

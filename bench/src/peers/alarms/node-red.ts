import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { answering, freePort, freshFolder, startProgram, type Program } from '../program.ts';
import { LIMIT, type AlarmPeer, type LeftOut } from './alarm-peer.ts';

const PACKAGE = 'node-red@4';
const INSTALLED_WITHIN = 300_000;
const CONNECTED_WITHIN = 60_000;

/** Node-RED reads lines of JSON from a TCP connection, a function keeps in memory what is raised, a WebSocket tells. */
export async function openNodeRed(): Promise<AlarmPeer | LeftOut> {
  const folder = await freshFolder('node-red');
  const why = await notInstalled(folder);
  if (why !== undefined) {
    await rm(folder, { recursive: true, force: true });
    return { name: PACKAGE, why };
  }
  const port = await freePort();
  const lines = createServer().listen(0, '127.0.0.1');
  await once(lines, 'listening');
  let program: Program | undefined;
  let device: Socket | undefined;
  async function end(): Promise<void> {
    await program?.end();
    device?.destroy();
    lines.close();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await configure(folder, port, (lines.address() as { port: number }).port);
    const connected = once(lines, 'connection', { signal: AbortSignal.timeout(CONNECTED_WITHIN) });
    const main = `${folder}/node_modules/node-red`;
    const { version } = JSON.parse(await readFile(`${main}/package.json`, 'utf8')) as { version: string };
    const command = [process.execPath, `${main}/red.js`, '--userDir', folder, '--settings', `${folder}/settings.cjs`];
    program = await startProgram(command, folder, () => answering(`http://127.0.0.1:${port}/`));
    const socket = ((await connected) as [Socket])[0].setNoDelay().on('error', () => {});
    device = socket;
    return {
      name: `Node-RED ${version}`,
      how: 'JSON lines over TCP, one function, WebSocket; in memory only',
      push: `ws://127.0.0.1:${port}/alarms`,
      write: (point, value) => socket.write(`${JSON.stringify({ point, value })}\n`),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Installs it from the package registry into a folder; says what hindered. */
async function notInstalled(folder: string): Promise<string | undefined> {
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', ['install', ...options, PACKAGE], { timeout: INSTALLED_WITHIN });
    return undefined;
  } catch (error) {
    return `not installed by npm: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`;
  }
}

/** What is raised is told once until the value has fallen. */
const FUNCTION = `
const { point, value } = JSON.parse(msg.payload);
const raised = context.get('raised') ?? {};
const high = value > ${LIMIT};
if (high === (raised[point] ?? false)) return null;
raised[point] = high;
context.set('raised', raised);
return high ? { payload: JSON.stringify({ point }) } : null;
`;

/** Its TCP node listens on every address of the machine, so it is the one that connects. */
async function configure(folder: string, port: number, lines: number): Promise<void> {
  const settings = {
    uiHost: '127.0.0.1',
    uiPort: port,
    flowFile: 'flows.json',
    telemetry: { enabled: false, updateNotification: false },
    editorTheme: { tours: false },
  };
  const flows = [
    { id: 'flow', type: 'tab', label: 'limits' },
    {
      id: 'lines',
      type: 'tcp in',
      z: 'flow',
      server: 'client',
      host: '127.0.0.1',
      port: String(lines),
      datamode: 'stream',
      datatype: 'utf8',
      newline: '\\n',
      wires: [['limit']],
    },
    { id: 'limit', type: 'function', z: 'flow', func: FUNCTION, outputs: 1, wires: [['page']] },
    { id: 'page', type: 'websocket out', z: 'flow', server: 'pages', client: '', wires: [] },
    { id: 'pages', type: 'websocket-listener', path: '/alarms', wholemsg: 'false' },
  ];
  await writeFile(`${folder}/settings.cjs`, `module.exports = ${JSON.stringify(settings)};`);
  await writeFile(`${folder}/flows.json`, JSON.stringify(flows));
}

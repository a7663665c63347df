import { rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import { answering, freePort, freshFolder, installed, startProgram, versionOf, type Program } from '../program.ts';
import { LIMIT, type AlarmPeer, type LeftOut } from './alarm-peer.ts';

const NAME = 'Prometheus + Alertmanager';
/** Its default is a minute, for every scrape reads all points. */
const EVERY = '1s';

/** Prometheus reads all values every second and judges every second; Alertmanager tells a webhook of each point at once. */
export async function openPrometheus(): Promise<AlarmPeer | LeftOut> {
  const missing = ['prometheus', 'prometheus-alertmanager'].find((program) => !installed(program));
  if (missing !== undefined) return { name: NAME, why: `${missing} is not installed` };
  const folder = await freshFolder('prometheus');
  const [own, watch, tell] = [await freePort(), await freePort(), await freePort()];
  const hub = await openHub(own);
  const programs: Program[] = [];
  async function end(): Promise<void> {
    for (const program of programs) await program.end();
    hub.end();
    await rm(folder, { recursive: true, force: true });
  }
  try {
    await configure(folder, own, tell);
    for (const [port, command] of commands(folder, watch, tell))
      programs.push(await startProgram(command, folder, () => answering(`http://127.0.0.1:${port}/-/ready`)));
  } catch (error) {
    await end();
    throw error;
  }
  return {
    name: `Prometheus ${versionOf('prometheus')} + Alertmanager ${versionOf('prometheus-alertmanager')}`,
    how: `scraped and judged every ${EVERY}, for and group_wait 0 s, webhook to WebSocket`,
    push: `ws://127.0.0.1:${own}/`,
    write: hub.write,
    end,
  };
}

/** JSON is YAML too, which both read. */
async function configure(folder: string, own: number, tell: number): Promise<void> {
  const files = {
    'prometheus.yml': {
      global: { scrape_interval: EVERY, scrape_timeout: EVERY, evaluation_interval: EVERY },
      rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'points', static_configs: [{ targets: [`127.0.0.1:${own}`] }] }],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${tell}`] }] }] },
    },
    'rules.yml': { groups: [{ name: 'limits', rules: [{ alert: 'high', expr: `reading > ${LIMIT}`, for: '0s' }] }] },
    'alertmanager.yml': {
      route: { receiver: 'page', group_by: ['point'], group_wait: '0s', group_interval: '1s', repeat_interval: '1h' },
      receivers: [{ name: 'page', webhook_configs: [{ url: `http://127.0.0.1:${own}/alarms`, send_resolved: false }] }],
    },
  };
  for (const [name, content] of Object.entries(files)) await writeFile(`${folder}/${name}`, JSON.stringify(content));
}

const commands = (folder: string, watch: number, tell: number): (readonly [number, readonly string[]])[] => [
  [
    tell,
    [
      'prometheus-alertmanager',
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/alertmanager`,
      `--web.listen-address=127.0.0.1:${tell}`,
      '--cluster.listen-address=',
    ],
  ],
  [
    watch,
    [
      'prometheus',
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${watch}`,
    ],
  ],
];

/** The points' values for whoever scrapes them, and pages that are told what the webhook is told. */
async function openHub(port: number): Promise<{ write(point: string, value: number): void; end(): void }> {
  const values = new Map<string, number>();
  const pages = new Set<WebSocket>();
  async function answer(request: IncomingMessage): Promise<string> {
    if (request.method !== 'POST')
      return [...values].map(([point, value]) => `reading{point="${point}"} ${value}\n`).join('');
    const { alerts } = JSON.parse(await text(request)) as { alerts: { status: string; labels: { point: string } }[] };
    for (const { status, labels } of alerts)
      if (status === 'firing') for (const page of pages) page.send(JSON.stringify({ point: labels.point }));
    return '';
  }
  const server = createServer((request, response) => {
    void answer(request).then((body) => response.setHeader('content-type', 'text/plain; version=0.0.4').end(body));
  });
  new WebSocketServer({ server }).on('connection', (page) => {
    pages.add(page);
    page.on('close', () => pages.delete(page));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    write: (point, value) => values.set(point, value),
    end() {
      server.close();
      server.closeAllConnections();
    },
  };
}

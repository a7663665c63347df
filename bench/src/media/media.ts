import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { RtspServer } from '@anlan/gateways/media/testing';
import { connectApi, startPlatform, type Platform, type Running } from '@anlan/journeys';
import { optionsOf } from '../options.ts';
import { machine, printTable, quantile, rounded } from '../table.ts';
import { filmToSend, type Film } from './film.ts';
import { watch, type Viewer } from './viewer.ts';

const OFFICER = 'shangrao.duty';
const REGISTRAR = 'shangrao.361129.inspector';
const TICKS_A_SECOND = 100;
const START_MS = 600_000;

/** A camera of the bench: its server, its name in the register, and when each picture was sent. */
interface Camera {
  readonly server: RtspServer;
  readonly id: string;
  readonly sentAt: number[];
}

/** Streams × viewers through the relay and the api process: processor, memory, and how old a picture is when it has come. */
export async function media(args: readonly string[]): Promise<number> {
  const { streams, seconds } = optionsOf(args, { streams: '1x1,4x4,16x1,16x4', seconds: 20 });
  const film = filmToSend();
  // Nothing here depends on the disk; a busy machine starts slowly.
  const env = { ANLAN_CAMERA_NETWORKS: 'loopback', ANLAN_POSTGRES_SETTINGS: 'fsync=off' };
  const platform = await startPlatform({ env, within: START_MS });
  const rows: (string | number)[][] = [];
  try {
    for (const round of streams.split(',')) {
      const [count = 1, each = 1] = round.split('x').map(Number);
      rows.push(await measure(platform, film, { streams: count, viewers: each, seconds }));
    }
  } finally {
    await platform.remove();
  }
  console.log(
    `media · ${machine()} · load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  console.log(
    `Each camera: ${film.name}; cameras and viewers are one further process of this machine. ${seconds} s a row.`,
  );
  printTable(
    [
      'streams',
      'viewers each',
      'out, Mbit/s',
      'media CPU, % of a core',
      'media memory, MB',
      'api CPU, %',
      'api memory, MB',
      'sent → last byte at the viewer: p50, ms',
      'p95',
      'p99',
      'pictures lost',
    ],
    rows,
  );
  return 0;
}

interface Round {
  readonly streams: number;
  readonly viewers: number;
  readonly seconds: number;
}

async function measure(
  platform: Platform,
  film: Film,
  { streams, viewers, seconds }: Round,
): Promise<(string | number)[]> {
  const cameras = await Promise.all(
    Array.from({ length: streams }, (_, index) => enter(platform, film, `${streams}-${viewers}-${index}`)),
  );
  const { cookie } = await connectApi(platform.url, OFFICER);
  const watching: Viewer[] = [];
  try {
    for (const camera of cameras)
      for (let index = 0; index < viewers; index += 1) watching.push(await watch(platform.url, cookie, camera));
    await pause(2000);
    for (const viewer of watching) viewer.begin();
    const before = await usage(platform);
    const began = performance.now();
    await pause(seconds * 1000);
    const after = await usage(platform);
    const passed = (performance.now() - began) / 1000;
    const ages = watching.flatMap(({ ages: own }) => own);
    const bits = watching.reduce((sum, { bytes }) => sum + bytes * 8, 0) / passed / 1e6;
    const share = (role: 'media' | 'api'): string =>
      (((after[role].ticks - before[role].ticks) / TICKS_A_SECOND / passed) * 100).toFixed(0);
    const lost = watching.reduce((sum, { lost: own }) => sum + own, 0);
    return [
      streams,
      viewers,
      rounded(bits),
      share('media'),
      after.media.megabytes.toFixed(0),
      share('api'),
      after.api.megabytes.toFixed(0),
      ...[0.5, 0.95, 0.99].map((q) => quantile(ages, q).toFixed(0)),
      lost,
    ];
  } finally {
    for (const viewer of watching) viewer.close();
    for (const { server } of cameras) await server.close();
  }
}

/** Starts a camera and enters it in the register, as people do. */
async function enter(platform: Platform, film: Film, name: string): Promise<Camera> {
  const sentAt: number[] = [];
  const server = await new RtspServer({
    units: film.pictures,
    loop: true,
    sent: () => void sentAt.push(Date.now()),
  }).listen();
  const api = await connectApi(platform.url, REGISTRAR);
  const address = `rtsp://127.0.0.1:${server.port}/live`;
  const camera = { name: `试验 ${name}`, protocol: 'rtsp', address, regionPath: 'cn.36.11.29.100.' };
  const { id } = await api.post<{ id: string }>('/api/cameras', camera);
  return { server, id, sentAt };
}

interface Used {
  readonly ticks: number;
  readonly megabytes: number;
}

async function usage(platform: Platform): Promise<Record<'media' | 'api', Used>> {
  const all = await platform.processes();
  const of = async (role: Running['role']): Promise<Used> => {
    const pid = all.find((running) => running.role === role)?.pid ?? 0;
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { ticks, megabytes: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 };
  };
  return { media: await of('media'), api: await of('api') };
}

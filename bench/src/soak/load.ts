import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { connectApi, type Api, type Platform } from '@anlan/journeys';
import { WebSocket } from 'ws';

const REPLAY = fileURLToPath(new URL('../../../tools/dist/replay/main.js', import.meta.url));
const SCREENS = 12;
/** What a desk asks for again and again, with the pause between two questions, ms. */
const LOOKS = [
  ['/api/alarms?state=active&limit=500', 2000],
  ['/api/home', 5000],
  ['/api/alarms/quality?days=7', 10_000],
  ['/api/map/layers', 10_000],
  ['/api/intake', 5000],
  ['/api/cases?size=50', 4000],
  ['/api/health', 2000],
] as const;

/** The demonstration's signals at a multiple of their pace, through the real ports. */
export function replayAt(platform: Platform, factor: number): ChildProcess {
  const { jt808, ais, mqtt, hj212, gb26875 } = platform.ports;
  const ports = { jt808, ais, mqtt, hj212, gb26875 };
  const args = Object.entries(ports).flatMap(([name, port]) => [`--${name}-port`, String(port)]);
  return fork(REPLAY, ['city', '--speed', String(factor), ...args], {
    env: { ...process.env, ANLAN_HOME: platform.home },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

export interface Screens {
  answered(): number;
  failed(): number;
  /** Events pushed to all screens together. */
  pushed(): number;
  stop(): Promise<void>;
}

/** Desks that follow live events, ask for their lists, and come and go: each is closed and opened anew every few minutes. */
export async function openScreens(platform: Platform): Promise<Screens> {
  let [answered, failed, pushed] = [0, 0, 0];
  let stopped = false;
  const api = await connectApi(platform.url, 'shangrao.duty');
  const looking = LOOKS.map(async ([path, every]) => {
    while (!stopped) {
      await look(api, path).then(
        () => (answered += 1),
        () => (failed += 1),
      );
      await pause(every);
    }
  });
  const sockets = Array.from({ length: SCREENS }, async (_, index) => {
    while (!stopped) {
      const socket = new WebSocket(`${platform.url.replace('http', 'ws')}/api/live`, {
        headers: { cookie: `anlan_session=${api.cookie}`, origin: platform.url },
      });
      socket.on('message', () => (pushed += 1));
      socket.on('error', () => (failed += 1));
      for (let second = 0; second < 60 + 20 * index && !stopped; second += 1) await pause(1000);
      socket.close();
    }
  });
  return {
    answered: () => answered,
    failed: () => failed,
    pushed: () => pushed,
    async stop() {
      stopped = true;
      await Promise.all([...looking, ...sockets]);
    },
  };
}

const look = (api: Api, path: string): Promise<unknown> => api.get(path);

import { join } from 'node:path';
import { pino } from 'pino';
import { listenJt1078, networksOf, openHub, rtspSource, type Jt1078Listener, type Source } from '@anlan/gateways/media';
import { openDatabase } from '../access/scoped.ts';
import { openCameras, type Cameras } from '../camera/open.ts';
import type { Configuration } from '../configuration/index.ts';
import type { SecretKeys } from '../ingest/secrets.ts';
import { openFrames } from '../ingest/frames.ts';
import { exitWithParent, startWithParent } from '../supervise/index.ts';
import { askTerminals } from './ask.ts';
import { openDoor } from './door.ts';
import type { MediaState } from './link.ts';
import { rtspCameras } from './rtsp-cameras.ts';

/** What the supervisor hands a role process in its environment. */
interface Handed {
  readonly configuration: Configuration;
  readonly postgres: string;
  readonly link: { readonly port: number; readonly token: string };
  readonly media: { readonly port: number; readonly token: string };
  readonly keys: SecretKeys;
}

/** Streams are no reason to take the database's connections from others. */
const CONNECTIONS = 3;

startWithParent();
const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null') as Handed;
const { configuration } = handed;
const log = pino({ level: configuration.logLevel, name: 'media' });
const clock = (): number => Date.now();
const since = clock();
const { db, pool } = openDatabase(handed.postgres, CONNECTIONS);

const troubles: string[] = [];
const frames = openFrames(clock);
const vehicles = await orTrouble('ANLAN_JT1078_PORT', openVehicles);
const cameras = await orTrouble('ANLAN_GB28181_PORT', openSignalling);
const networks = networksOf(configuration.cameraNetworks);
const sources: Record<string, Source> = {
  rtsp: rtspSource({ find: rtspCameras(db, configuration.home), networks, log }),
  ...(vehicles && { jt1078: vehicles }),
  ...(cameras && { gb28181: cameras.source }),
};
const hub = await openHub({ sources, folder: join(configuration.home, 'media-ring'), log, clock });
const door = await openDoor({
  ...handed.media,
  hub,
  clock,
  state,
  answers: { ...cameras?.answers, frames: ({ identity }: { identity: string }) => frames.of(identity) },
});

exitWithParent(async () => {
  await door.close();
  await hub.close();
  await Promise.all([vehicles?.close(), cameras?.close()]);
  await pool.end();
});
process.send?.({ ready: true, port: door.port });

function openVehicles(): Promise<Jt1078Listener> {
  const { host, jt1078Port: port, jt1078Host: publicHost } = configuration;
  return listenJt1078({
    host,
    port,
    log,
    ask: askTerminals(handed.link),
    witness: frames.note,
    ...(publicHost !== undefined && { publicHost }),
  });
}

function openSignalling(): Promise<Cameras> {
  const { postgres, keys, link: ingest } = handed;
  return openCameras({ db, postgres, configuration, keys, ingest, clock, log, witness: frames.note });
}

/** A port in use is trouble of the cameras that need it: all others can be watched all the same. */
async function orTrouble<T>(variable: string, open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open();
  } catch (error) {
    troubles.push(`${variable}: ${(error as NodeJS.ErrnoException).code ?? 'not opened'}`);
    log.warn({ variable, error: (error as Error).message }, 'not listening');
    return undefined;
  }
}

function state(): MediaState {
  const jt1078 = vehicles ? { port: vehicles.port, ...vehicles.figures() } : null;
  return { since, streams: hub.figures(), jt1078, trouble: troubles.length === 0 ? null : troubles.join('; ') };
}

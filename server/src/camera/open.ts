import type { Listener, Log, Witness } from '@anlan/gateways';
import { startGb28181, type Asked, type Gb28181Options, type Recordings } from '@anlan/gateways/media';
import type { PtzMove } from '@anlan/kernel/camera';
import type { Database } from '../access/scoped.ts';
import type { Configuration } from '../configuration/index.ts';
import type { SecretKeys } from '../ingest/secrets.ts';
import { listen as listenTo } from '../live/listen.ts';
import { keepCatalogue } from './catalogue.ts';
import { openCameraDevices } from './devices.ts';
import { ptzOf } from './ptz.ts';
import { openRemoteIntake } from './remote-intake.ts';
import { openSpans } from './spans.ts';

export interface CameraParts {
  readonly db: Database;
  /** Address of the system of record, to hear of changes. */
  readonly postgres: string;
  readonly configuration: Pick<
    Configuration,
    'host' | 'gb28181Port' | 'gb28181Code' | 'gb28181MediaHost' | 'gb28181MediaPorts'
  >;
  readonly keys: SecretKeys;
  /** The intake's inner door. */
  readonly ingest: { readonly port: number; readonly token: string };
  readonly clock: () => number;
  readonly log: Log;
  /** Is shown what devices say, for checking them against the standard. */
  readonly witness?: Witness;
  readonly limits?: Gb28181Options['limits'];
}

/** What the api process may ask the media process about GB/T 28181 devices, and the answers. */
export interface CameraAnswers {
  'camera-state': (input: { device: string }) => object | null;
  'camera-catalogue': (input: { device: string }) => Promise<Asked>;
  'camera-recordings': (input: { device: string; channel: string; from: number; to: number }) => Promise<Recordings>;
  'camera-move': (input: {
    device: string;
    channel: string;
    move: PtzMove;
    speed: number;
    preset?: number | undefined;
  }) => Promise<Asked>;
}

/** GB/T 28181 in the media process. */
export interface Cameras {
  /** Gives streams to the relay. */
  readonly source: Awaited<ReturnType<typeof startGb28181>>;
  readonly listener: Listener;
  readonly answers: CameraAnswers;
  close(): Promise<void>;
}

/** After a start devices have so long to sign on again before their cameras count as off line: three keep-alives and a bit. */
const BACK_WITHIN_MS = 200_000;
const SETTLE_MS = 200;

/** Opens the port of GB/T 28181 and follows the register; rejects when the port is taken. */
export async function openCameras(parts: CameraParts): Promise<Cameras> {
  const { db, configuration, clock, log } = parts;
  const since = clock();
  const devices = await openCameraDevices(db, parts.keys);
  const intake = openRemoteIntake(parts.ingest, devices.find, log);
  const spans = openSpans(db, log);
  const source = await startGb28181({
    host: configuration.host,
    port: configuration.gb28181Port,
    code: configuration.gb28181Code,
    mediaHost: configuration.gb28181MediaHost ?? configuration.host,
    mediaPorts: configuration.gb28181MediaPorts,
    intake,
    clock,
    log,
    secretsOf: devices.secretsOf,
    ...(parts.witness !== undefined && { witness: parts.witness }),
    presence: spans.note,
    catalogue: (device, items, at) => {
      keepCatalogue(db, device, items, at).catch((error: unknown) => log.warn({ error, device }, 'catalogue not kept'));
    },
    ...(parts.limits === undefined ? {} : { limits: parts.limits }),
  });
  intake.listening(source.port, () => source.stats());
  const follower = await followRegister(parts.postgres, () =>
    devices.refresh().catch((error: unknown) => log.warn({ error }, 'devices not refreshed')),
  );
  const settling = setTimeout(() => {
    spans
      .settle((code) => source.state(code) !== null, since)
      .catch((error: unknown) => log.warn({ error }, 'spans not settled'));
  }, BACK_WITHIN_MS);
  return {
    source,
    listener: source,
    answers: {
      'camera-state': ({ device }) => source.state(device),
      'camera-catalogue': ({ device }) => source.refreshCatalogue(device),
      'camera-recordings': ({ device, channel, from, to }) => source.recordings(device, channel, from, to),
      'camera-move': ({ device, channel, move, speed, preset }) =>
        source.move(device, channel, ptzOf(move, speed, preset)),
    },
    async close() {
      clearTimeout(settling);
      follower.close();
      await source.close();
      await spans.close();
      await intake.close();
    },
  };
}

async function followRegister(postgres: string, refresh: () => Promise<void>): Promise<{ close(): void }> {
  let planned: NodeJS.Timeout | undefined;
  const notified = await listenTo(postgres, 'registry', () => {
    planned ??= setTimeout(() => {
      planned = undefined;
      void refresh();
    }, SETTLE_MS);
  });
  return {
    close() {
      notified.close();
      clearTimeout(planned);
    },
  };
}

import {
  hj212Password,
  listenAisTcp,
  listenAisUdp,
  listenAttachments,
  listenGb26875,
  listenHj212,
  listenJt808,
  listenMqtt,
  type Command,
  type CommandingListener,
  type Listener,
} from '@anlan/gateways';
import type { Logger } from 'pino';
import type { Database } from '../access/scoped.ts';
import type { Attachments } from '../attachment/index.ts';
import type { Configuration } from '../configuration/index.ts';
import { keepDrivers } from '../device/driver.ts';
import { openTerminals } from '../position/terminals.ts';
import { listenBatch } from './batch/listen.ts';
import type { Collections } from './collections.ts';
import type { Frames } from './frames.ts';
import type { OpenIntake } from './intake.ts';
import type { DurableLog } from './journal/log.ts';
import type { Register } from './register.ts';
import { secretsOf, verifySecret, type SecretKeys } from './secrets.ts';

interface Around {
  readonly configuration: Configuration;
  readonly keys: SecretKeys;
  readonly db: Database;
  readonly register: Register;
  readonly intake: OpenIntake;
  readonly journal: DurableLog;
  readonly attachments: Attachments;
  readonly collections: Collections;
  readonly frames: Frames;
  readonly clock: () => number;
  readonly log: Logger;
}

/** Every port at which devices call; each proves who it is in its protocol's own way. */
export async function openListeners(around: Around): Promise<readonly Listener[]> {
  const { configuration, keys, db, register, intake, journal, attachments, collections, frames, clock, log } = around;
  const { host, jt808Port, aisPort, mqttPort, hj212Port, gb26875Port, batchPort } = configuration;
  const common = { host, intake, clock, log, witness: frames.note };
  const verify = (identity: string, given: string): boolean => verifySecret(keys, register, identity, given, clock());
  const issueCode = (identity: string): string | undefined => secretsOf(keys, register, identity, clock())[0];
  const verifyPassword = (identity: string, given: string): boolean =>
    secretsOf(keys, register, identity, clock()).some((secret) => hj212Password(secret) === given);
  const { jt808AttachmentPort: filesPort, jt808AttachmentHost: filesHost } = configuration;
  const files = { port: filesPort, ...(filesHost !== undefined && { host: filesHost }) };
  const { safety, keep } = attachments;
  const seen = {
    ...openTerminals(db, register),
    safety,
    medium: keep,
    driver: keepDrivers(db, register),
    attachments: files,
    settingsOf: collections.jt808Of,
  };
  const mqtt = await listenMqtt({ ...common, port: mqttPort, verify, settingsOf: collections.sparkplugOf });
  return [
    await listenJt808({ ...common, port: jt808Port, udpPort: jt808Port, verify, issueCode, ...seen }),
    await listenAttachments({ ...common, port: filesPort, issueCode, keep }),
    await listenAisTcp({ ...common, port: aisPort }),
    await listenAisUdp({ ...common, port: aisPort }),
    mqtt,
    // Sparkplug B rides on the MQTT listener and counts for itself.
    mqtt.sparkplug,
    await listenHj212({ ...common, port: hj212Port, verify: verifyPassword }),
    await listenGb26875({ ...common, port: gb26875Port, udpPort: gb26875Port }),
    await listenBatch({ host, port: batchPort, intake, journal, register, verify, key: keys.device, log }),
  ];
}

/** Sends a command by the listener at which the device speaks. */
export async function instruct(
  listeners: readonly Listener[],
  { identity, command }: { readonly identity: string; readonly command: Command },
): Promise<object> {
  const [protocol] = identity.split(':');
  const listener = listeners.find(({ name }) => name === protocol);
  if (listener === undefined || !('send' in listener)) return { result: 'unsupported' };
  return (listener as CommandingListener).send(identity, command);
}

import { join } from 'node:path';
import { pino } from 'pino';
import { createClient } from '@clickhouse/client';
import {
  listenAisTcp,
  listenAisUdp,
  listenGb26875,
  listenHj212,
  listenJt808,
  listenMqtt,
  hj212Password,
  type Command,
  type Jt808Listener,
  type Listener,
} from '@anlan/gateways';
import { openDatabase } from '../access/scoped.ts';
import type { Configuration } from '../configuration/index.ts';
import { listen as listenTo } from '../live/listen.ts';
import { exitWithParent } from '../supervise/index.ts';
import { openTerminals } from '../position/terminals.ts';
import { sweepOffline } from '../position/offline.ts';
import { openFrames } from './frames.ts';
import { openHistory } from './history.ts';
import { fanOut, openIntake, type OpenIntake } from './intake.ts';
import { held } from '../backup/hold.ts';
import { openJournal } from './journal/journal.ts';
import { openLatest, restoreLatest } from './latest.ts';
import { openLink } from './link.ts';
import { openRefusals } from './refusals.ts';
import { openRegister, type Register } from './register.ts';
import { openRules, SILENCE_RULES } from './rules.ts';
import { deviceSecret, verifySecret, type SecretKeys } from './secrets.ts';
import { sweepSilence } from './silence.ts';

/** What the supervisor hands a role process in its environment. */
interface Handed {
  readonly configuration: Configuration;
  readonly postgres: string;
  readonly clickhouse: string;
  readonly link: { readonly port: number; readonly token: string };
  readonly keys: SecretKeys;
}

const SWEEP_MS = 5000;
const RENEW_MS = 60_000;
const TIDY_MS = 5000;

const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null') as Handed;
const { configuration } = handed;
const log = pino({ level: configuration.logLevel, name: 'ingest' });
const clock = (): number => Date.now();
const since = clock();

const { db, pool } = openDatabase(handed.postgres, 4);
const clickhouse = createClient({ url: handed.clickhouse, clickhouse_settings: { async_insert: 0 } });
const register = await openRegister(db);
const latest = openLatest();
await restoreLatest(latest, clickhouse);
const refusals = openRefusals(db);
const rules = await openRules(db, register, log, clock);

let deliver: ReturnType<typeof fanOut> = () => {};
const journal = await openJournal({
  folder: join(configuration.home, 'journal'),
  durable: (entries) => deliver(entries),
});
const history = await openHistory(join(configuration.home, 'journal'), clickhouse, journal, log);
deliver = fanOut([rules.take, history.take, (_, record) => latest.take(record)]);
for await (const entry of journal.read(Math.min(rules.position(), history.position()))) deliver([entry]);

const frames = openFrames(clock);
const pending = (): number => journal.last() - Math.min(rules.position(), history.position());
const intake = openIntake({ register, journal, refusals, clock, pending });
const listeners = await listen(intake, register);
const link = await openLink({
  ...handed.link,
  latest,
  answers: {
    state: () => stateOf(),
    device: (input) => deviceState((input as { id: string }).id),
    instruct: (input) => instruct(input as { identity: string; command: Command }),
    frames: (input) => frames.of((input as { identity: string }).identity),
    secret: (input) => ({
      secret: deviceSecret(handed.keys, register, (input as { identity: string }).identity) ?? null,
    }),
  },
});

const follower = await followRegister();
const sweep = setInterval(() => {
  sweepSilence(register, latest, rules, since, clock());
  sweepOffline(register, latest, rules, SILENCE_RULES, since, clock());
  rules.tend(clock());
}, SWEEP_MS);
const tidy = setInterval(() => {
  refusals.flush().catch((error: unknown) => log.warn(error));
  forget().catch((error: unknown) => log.warn(error));
}, TIDY_MS);

/** What is stored and judged is forgotten, unless a backup still needs it. */
async function forget(): Promise<void> {
  if (!(await held(configuration.home))) await journal.forget(Math.min(rules.position(), history.position()));
}

/** Limits that begin to hold at a date do so without anybody changing the register. */
const renew = setInterval(() => void rules.refresh().catch((error: unknown) => log.warn(error)), RENEW_MS);

exitWithParent(async () => {
  clearInterval(renew);
  clearInterval(sweep);
  clearInterval(tidy);
  await Promise.all(listeners.map((listener) => listener.close()));
  await link.close();
  await journal.close();
  await Promise.all([rules.close(), history.close(), refusals.flush()]);
  follower.close();
  await clickhouse.close();
  await pool.end();
});
process.send?.({ ready: true, ports: Object.fromEntries(listeners.map(({ name, port }) => [name, port])) });

async function listen(intake: OpenIntake, register: Register): Promise<readonly Listener[]> {
  const { host, jt808Port, aisPort, mqttPort, hj212Port, gb26875Port } = configuration;
  const common = { host, intake, clock, log, witness: frames.note };
  const verify = (identity: string, given: string): boolean => verifySecret(handed.keys, register, identity, given);
  const verifyPassword = (identity: string, given: string): boolean => {
    const secret = deviceSecret(handed.keys, register, identity);
    return secret !== undefined && hj212Password(secret) === given;
  };
  const issueCode = (identity: string): string | undefined => deviceSecret(handed.keys, register, identity);
  const terminals = openTerminals(db, register);
  return [
    await listenJt808({ ...common, port: jt808Port, verify, issueCode, ...terminals }),
    await listenAisTcp({ ...common, port: aisPort }),
    await listenAisUdp({ ...common, port: aisPort }),
    await listenMqtt({ ...common, port: mqttPort, verify }),
    await listenHj212({ ...common, port: hj212Port, verify: verifyPassword }),
    await listenGb26875({ ...common, port: gb26875Port }),
  ];
}

function stateOf(): object {
  return {
    since,
    accepted: intake.accepted(),
    journal: { last: journal.last(), backlog: journal.backlog(), trouble: journal.trouble() ?? null },
    history: { position: history.position(), waiting: history.waiting(), trouble: history.trouble() ?? null },
    rules: { position: rules.position(), waiting: rules.waiting(), trouble: rules.trouble() ?? null },
    listeners: listeners.map((listener) => ({ name: listener.name, port: listener.port, ...listener.stats() })),
    connected: [...intake.connections.keys()],
  };
}

function deviceState(id: string): object | null {
  for (const device of register.devices()) {
    if (device.id !== id) continue;
    const connection = intake.connections.get(device.identity);
    const times = [
      latest.heard.get(id),
      ...[...device.points.values()].map((point) => latest.readings.get(point.id)?.receivedAt),
    ];
    const moving = device.moving === null ? undefined : latest.fixes.get(device.moving.id)?.receivedAt;
    const known = [...times, moving].filter((time) => time !== undefined);
    return {
      connected: connection !== undefined,
      since: connection?.since ?? null,
      remote: connection?.remote ?? null,
      lastSeen: known.length === 0 ? null : Math.max(...known),
      clockOffsetMs: latest.offset.get(id) ?? null,
    };
  }
  return null;
}

async function instruct({ identity, command }: { identity: string; command: Command }): Promise<object> {
  const [protocol] = identity.split(':');
  const listener = listeners.find(({ name }) => name === protocol) as Jt808Listener | undefined;
  if (listener === undefined || !('send' in listener)) return { result: 'unsupported' };
  return listener.send(identity, command);
}

/** Follows changes of the register by notification; many at once are read together. */
async function followRegister(): Promise<{ close(): void }> {
  let planned: NodeJS.Timeout | undefined;
  const notified = await listenTo(handed.postgres, 'registry', () => {
    planned ??= setTimeout(() => {
      planned = undefined;
      Promise.all([register.refresh(), rules.refresh()]).catch((error: unknown) =>
        log.warn(error, 'register not refreshed'),
      );
    }, 200);
  });
  return {
    close() {
      notified.close();
      clearTimeout(planned);
    },
  };
}

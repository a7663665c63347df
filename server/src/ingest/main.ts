import { join } from 'node:path';
import { pino } from 'pino';
import { createClient } from '@clickhouse/client';
import { watchMineFiles, type Command } from '@anlan/gateways';
import { openDatabase } from '../access/scoped.ts';
import { openAttachments } from '../attachment/index.ts';
import type { Configuration } from '../configuration/index.ts';
import { listen as listenTo } from '../live/listen.ts';
import { openWatches } from '../process-watch/runner.ts';
import { openFiles } from '../store/index.ts';
import { exitWithParent } from '../supervise/index.ts';
import { openPlatformLinks } from '../platform-link/index.ts';
import { sweepOffline } from '../position/offline.ts';
import { openCollections, type Attempted } from './collections.ts';
import { deviceState } from './device-state.ts';
import { openFrames } from './frames.ts';
import { openHistory } from './history.ts';
import { fanOut, openIntake } from './intake.ts';
import { held } from '../backup/hold.ts';
import { openJournal } from './journal/journal.ts';
import { openLatest, restoreLatest } from './latest.ts';
import { openMineMemory } from '../mine/memory.ts';
import { mineFolder } from '../mine/upload.ts';
import { openLink } from './link.ts';
import { instruct, openListeners } from './listeners.ts';
import { openRefusals } from './refusals.ts';
import { openRegister } from './register.ts';
import { openRules, SILENCE_RULES } from './rules.ts';
import { deviceSecret, type SecretKeys } from './secrets.ts';
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
const WATCH_MS = 1000;
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
const consumers: Parameters<typeof fanOut>[0] = [rules.take, history.take, (_, record) => latest.take(record)];
deliver = fanOut(consumers);
for await (const entry of journal.read(Math.min(rules.position(), history.position()))) deliver([entry]);

const frames = openFrames(clock);
const pending = (): number => journal.last() - Math.min(rules.position(), history.position());
const intake = openIntake({ register, journal, refusals, clock, pending });
const { home, host } = configuration;
const attachments = openAttachments(db, await openFiles(configuration.filesUrl), register);
const collections = openCollections({ db, intake, clock, log, witness: frames.note, home });
const platformLinks = await openPlatformLinks({
  db,
  clickhouse,
  intake,
  clock,
  log,
  postgres: handed.postgres,
  home,
  host,
  port: configuration.jt809Port,
  mark: () => {
    const last = journal.last();
    return () => history.position() >= last;
  },
});
deliver = fanOut([...consumers, (_, record) => platformLinks.take(record)]);
const { keys } = handed;
const around = { configuration, keys, db, register, intake, attachments, collections, frames, clock, log };
const listeners = [
  ...(await openListeners(around)),
  { ...platformLinks.listener, close: () => platformLinks.close() },
  ...collections.collectors,
  await watchMineFiles({ intake, clock, log, folder: mineFolder(home), memory: openMineMemory(db) }),
];
const link = await openLink({
  ...handed.link,
  latest,
  answers: {
    state: () => stateOf(),
    device: (input) => deviceState(register, intake, latest, (input as { id: string }).id),
    instruct: (input) => instruct(listeners, input as { identity: string; command: Command }),
    collection: (input) => collections.state((input as { identity: string }).identity),
    try: (input) => collections.attempt(input as Attempted),
    'platform-links': () => platformLinks.states(),
    frames: (input) => frames.of((input as { identity: string }).identity),
    secret: (input) => ({
      secret: deviceSecret(keys, register, (input as { identity: string }).identity) ?? null,
    }),
  },
});

const watches = await openWatches(db, latest.readings, intake, log);
await collections.refresh();
const follower = await followRegister();
const warn = (error: unknown): void => log.warn(error);
const timers = [
  setInterval(() => {
    sweepSilence(register, latest, rules, since, clock());
    sweepOffline(register, latest, rules, SILENCE_RULES, since, clock());
    rules.tend(clock());
  }, SWEEP_MS),
  setInterval(() => void watches.tick(clock()), WATCH_MS),
  setInterval(() => {
    refusals.flush().catch(warn);
    forget().catch(warn);
    attachments.bind().catch(warn);
  }, TIDY_MS),
  // Limits that begin to hold at a date do so without anybody changing the register.
  setInterval(() => void rules.refresh().catch(warn), RENEW_MS),
];

exitWithParent(async () => {
  for (const timer of timers) clearInterval(timer);
  await Promise.all(listeners.map((listener) => listener.close()));
  await link.close();
  await journal.close();
  await Promise.all([rules.close(), history.close(), refusals.flush()]);
  follower.close();
  await clickhouse.close();
  await pool.end();
});
process.send?.({ ready: true, ports: Object.fromEntries(listeners.map(({ name, port }) => [name, port])) });

/** What is stored and judged is forgotten, unless a backup still needs it. */
async function forget(): Promise<void> {
  if (!(await held(home))) await journal.forget(Math.min(rules.position(), history.position()));
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

/** Follows changes of the register by notification; many at once are read together. */
async function followRegister(): Promise<{ close(): void }> {
  let planned: NodeJS.Timeout | undefined;
  const notified = await listenTo(handed.postgres, 'registry', () => {
    planned ??= setTimeout(() => {
      planned = undefined;
      Promise.all([register.refresh().then(collections.refresh), rules.refresh(), watches.refresh()]).catch(
        (error: unknown) => log.warn(error, 'register not refreshed'),
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

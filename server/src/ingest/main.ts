import { join } from 'node:path';
import { pino } from 'pino';
import type { Command } from '@anlan/gateways';
import { answerQuestions, openBus, openProgress } from '../bus/index.ts';
import { openMediaNotes } from '../camera/notes.ts';
import { startPulse } from '../health/pulse.ts';
import { exitWithParent, startWithParent } from '../supervise/index.ts';
import { logCause } from '../trace/index.ts';
import { followRegister } from '../work/follow-register.ts';
import { openWorkHere } from '../work/here.ts';
import { openCollections } from './collections.ts';
import { deviceState } from './device-state.ts';
import { openDoor, type Handed } from './door.ts';
import { openJournal } from './journal/journal.ts';
import { openStreamLog } from './journal/stream.ts';
import { openLatest } from './latest.ts';
import { openLink, type Answer } from './link.ts';
import { instruct, openListeners } from './listeners.ts';
import { secretOf, verifySecret } from './secrets.ts';

startWithParent();
const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null') as Handed;
const { configuration } = handed;
const log = pino({ level: configuration.logLevel, name: 'ingest', mixin: logCause });
const since = Date.now();

const bus = configuration.nats === undefined ? undefined : await openBus(configuration.nats, 'ingest');
const journal =
  bus === undefined
    ? await openJournal({ folder: join(configuration.home, 'journal') })
    : await openStreamLog(bus, log);
let pending = (): number => 0;
const door = await openDoor(handed, journal, log, () => pending());
// Without a bus nobody else can read the log: what follows from it is done here.
const work = bus === undefined ? await openWorkHere(door) : undefined;
const progress = work ?? (await openProgress(door));
pending = progress.pending;

const pulse = await startPulse({ ...handed, db: door.db, role: 'ingest', log });
const { db, register, intake, frames, clock, keys } = door;
const { home } = configuration;
const collections =
  work?.field.collections ?? openCollections({ db, intake, clock, log, witness: frames.note, home, only: 'settings' });
if (work === undefined) await collections.refresh();
const listeners = [...(await openListeners({ ...door, collections })), ...(work?.field.listeners ?? [])];
/** What is heard is the newest here only where the log is read here; elsewhere another process answers for it. */
const latest = work?.latest ?? openLatest();
const media = openMediaNotes(intake);
listeners.push(media.listener);
const answers: Record<string, Answer> = {
  ...media.answers,
  ...work?.field.answers,
  state: () => ({ ...stateOf(), ...work?.state() }),
  device: (input) => deviceState(register, intake, latest, (input as { id: string }).id),
  instruct: (input) => instruct(listeners, input as { identity: string; command: Command }),
  frames: (input) => frames.of((input as { identity: string }).identity),
  secret: (input) => {
    const { generation, ...device } = input as { identity: string; demonstration: boolean; generation: number };
    return { secret: secretOf(keys, device, generation) };
  },
  proves: (input) => {
    const { identity, given } = input as { identity: string; given: string };
    return { proven: verifySecret(keys, register, identity, given, clock()) };
  },
  undeclared: (input) => intake.undeclared((input as { id: string }).id),
};
/** For the processes of this machine; those of others ask over the bus. */
const link = await openLink({ ...handed.link, latest, answers });
const answering = bus === undefined ? undefined : await answerQuestions(bus, answers, log);
const follower = await followRegister(door, () => (work ?? collections).refresh());

exitWithParent(async () => {
  await Promise.all(listeners.map((listener) => listener.close()));
  await link.close();
  await answering?.close();
  await journal.close();
  await progress.close();
  follower.close();
  await pulse.stop();
  await door.close();
  await bus?.close();
});
process.send?.({ ready: true, ports: Object.fromEntries(listeners.map(({ name, port }) => [name, port])) });

function stateOf(): object {
  return {
    since,
    accepted: intake.accepted(),
    journal: { last: journal.last(), backlog: journal.backlog(), trouble: journal.trouble() ?? null },
    listeners: listeners.map((listener) => ({ name: listener.name, port: listener.port, ...listener.stats() })),
    connected: [...intake.connections.keys()],
  };
}

import { hostname } from 'node:os';
import { pino } from 'pino';
import { answerQuestions, openBus, openProgress } from '../bus/index.ts';
import { deviceState } from '../ingest/device-state.ts';
import { openDoor, type Handed as DoorHanded } from '../ingest/door.ts';
import { fanOut } from '../ingest/intake.ts';
import { openStreamLog } from '../ingest/journal/stream.ts';
import { openLatest, restoreLatest } from '../ingest/latest.ts';
import type { Answer } from '../ingest/link.ts';
import { startPulse } from '../health/pulse.ts';
import { exitWithParent, startWithParent } from '../supervise/index.ts';
import { logCause } from '../trace/index.ts';
import { agreeOnLog } from './common-ground.ts';
import { takeDuties } from './duties.ts';
import { followRegister } from './follow-register.ts';

type Handed = DoorHanded & { readonly keys: { readonly notify: string } };

startWithParent();
const handed = JSON.parse(process.env['ANLAN_HANDED'] ?? 'null') as Handed;
const { configuration } = handed;
const log = pino({ level: configuration.logLevel, name: 'work', mixin: logCause });

const bus = await openBus(configuration.nats ?? '', 'work');
const journal = await openStreamLog(bus, log);
let pending = (): number => 0;
const door = await openDoor(handed, journal, log, () => pending());
const pulse = await startPulse({ ...handed, db: door.db, role: 'work', log });
await agreeOnLog(door.db, bus, journal);
const progress = await openProgress(door);
pending = progress.pending;

// Each process keeps the newest values itself, so that whoever takes over knows them already.
const latest = openLatest();
const from = progress.stored();
await restoreLatest(latest, door.clickhouse);
const following = await journal.follow(from, fanOut([(_, record) => latest.take(record)]));

const duties = takeDuties({ door, latest, progress, handed, holder: `${hostname()}/${process.pid}` });
const answers: Record<string, Answer> = {
  state: () => duties.state(),
  device: (input) => deviceState(door.register, door.intake, latest, (input as { id: string }).id),
  frames: (input) => door.frames.of((input as { identity: string }).identity),
};
for (const question of ['collection', 'try', 'platform-links'])
  answers[question] = (input) => duties.answer(question, input);
const inner = await answerQuestions(bus, answers, log);
const follower = await followRegister(door, () => duties.refresh());

exitWithParent(async () => {
  await inner.close();
  follower.close();
  await duties.close();
  await following.stop();
  await progress.close();
  await journal.close();
  await pulse.stop();
  await door.close();
  await bus.close();
});
process.send?.({ ready: true });

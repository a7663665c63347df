import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { uuid } from '../ingest/testing/devices.ts';
import { enterPlant } from '../ingest/testing/plant.ts';
import { followOutbox, type Outbox } from '../live/outbox.ts';
import { alarmConfirmations } from './confirm.ts';

const VEHICLE = uuid(961);
const DEVICE = uuid(962);
const ALARM = uuid(963);

let stage: Stage;
let outbox: Outbox;
const asked: unknown[] = [];

beforeAll(async () => {
  stage = await openStage();
  const { db } = stage;
  const { rows } = await sql<{
    path: string;
  }>`SELECT path FROM region WHERE kind = 'town' ORDER BY path LIMIT 1`.execute(db);
  const town = rows[0]!.path;
  const plant = await enterPlant(db, 1, town);
  await sql`
    INSERT INTO vehicle (id, name, region_path, organisation_id, enterprise, category)
    VALUES (${VEHICLE}, '赣E80809', ${town}, ${plant.enterprise}, ${plant.enterprise}, 'dangerous-goods')`.execute(db);
  await sql`
    INSERT INTO device (id, name, region_path, organisation_id, identity, protocol, enterprise, origin, vehicle)
    VALUES (${DEVICE}, '车载终端', ${town}, ${plant.enterprise}, 'jt808:013900000809', 'jt808', ${plant.enterprise}, 'live', ${VEHICLE})`.execute(
    db,
  );
  outbox = await followOutbox(stage.url, db, stage.context.log);
  const mirror = { ask: async (_: string, input: unknown) => (asked.push(input), { result: 'done' }) };
  Object.assign(stage.context, { mirror, outbox });
  // Two processes hear every event.
  await stage.app({ modules: [alarmConfirmations] });
  await stage.app({ modules: [alarmConfirmations] });
});

afterAll(async () => {
  outbox.close();
  await stage.close();
});

async function happens(happening: string, rule: string, id: string): Promise<void> {
  const body = { id, rule, subjectId: VEHICLE, acknowledgedBy: '李值班' };
  await sql`
    INSERT INTO outbox (topic, happening, region_path, body)
    VALUES ('alarm', ${happening}, 'cn.36.', ${JSON.stringify(body)}::jsonb)`.execute(stage.db);
}

it('an emergency alarm that an officer has acknowledged is confirmed to its terminal, once, and logged', async () => {
  await happens('raised', 'vehicle-emergency', ALARM);
  await happens('acknowledged', 'overspeed', uuid(964));
  await happens('acknowledged', 'vehicle-emergency', ALARM);
  const log = () =>
    sql<{ by: string; kind: string; state: string }>`
      SELECT by, kind, state FROM instruction WHERE device_id = ${DEVICE}`.execute(stage.db);
  for (let round = 0; round < 150 && (await log()).rows[0]?.state !== 'acknowledged'; round += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await log()).rows).toEqual([{ by: '李值班', kind: 'confirm-alarm', state: 'acknowledged' }]);
  expect(asked).toEqual([{ identity: 'jt808:013900000809', command: { kind: 'confirm-alarm', bits: 1 } }]);
});

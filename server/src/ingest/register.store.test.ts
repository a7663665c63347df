import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Database } from '../access/scoped.ts';
import { openStage, type Stage } from '../http/testing/stage.ts';
import { openRegister } from './register.ts';
import { enterPlant, type Plant } from './testing/plant.ts';

const TOWN = 'cn.36.11.02.001.';
const HOUR = 3_600_000;

let stage: Stage;
let db: Database;
let plant: Plant;

beforeAll(async () => {
  stage = await openStage();
  ({ db } = stage);
  plant = await enterPlant(db, 1, TOWN, 'chemical');
});
afterAll(() => stage.close());

const out = (kind: 'point' | 'device', id: string, reason: string) =>
  sql`
    INSERT INTO out_of_service (id, subject_kind, subject_id, subject_name, reason, from_at, until_at, by, region_path)
    VALUES (${randomUUID()}, ${kind}, ${id}, '仪表', ${reason}, now(), ${new Date(Date.now() + HOUR)}, '试', ${TOWN})`.execute(
    db,
  );

it('[S17.2] what is declared of an instrument holds before the register is read, and through a reading begun earlier', async () => {
  const register = await openRegister(db);
  const [pressure, toxic] = [plant.point('pressure'), plant.point('toxic')];
  const device = register.subject(pressure)!.deviceId;
  const reasons = (id: string) => register.subject(id)!.outages?.map(({ reason }) => reason);
  expect([pressure, toxic, device].map(reasons)).toEqual([undefined, undefined, undefined]);

  const version = register.version();
  await out('point', pressure, '校验');
  await register.readDeclared();
  expect(register.version()).toBe(version);
  expect([pressure, toxic, device].map(reasons)).toEqual([['校验'], undefined, undefined]);

  // A reading that is under way, and waits for the fences, knows nothing of what is declared meanwhile.
  let reading: Promise<void> | undefined;
  await db.transaction().execute(async (tx) => {
    await sql`LOCK TABLE fence`.execute(tx);
    reading = register.refresh();
    await vi.waitUntil(async () => {
      const { rows } = await sql`SELECT FROM pg_locks WHERE relation = 'fence'::regclass AND NOT granted`.execute(db);
      return rows.length > 0;
    });
    await out('device', device, '大修');
    await register.readDeclared();
    expect([pressure, toxic, device].map(reasons)).toEqual([['校验', '大修'], ['大修'], ['大修']]);
  });
  await reading;
  expect([pressure, toxic, device].map(reasons)).toEqual([['校验', '大修'], ['大修'], ['大修']]);
  await register.refresh();
  expect([pressure, toxic, device].map(reasons)).toEqual([['校验', '大修'], ['大修'], ['大修']]);

  await sql`UPDATE out_of_service SET from_at = now() - interval '41 days', until_at = now() - interval '40 days' WHERE subject_id = ${device}`.execute(
    db,
  );
  await sql`
    INSERT INTO unit_state (id, unit_id, unit_name, state, reason, from_at, until_at, by, region_path)
    VALUES (${randomUUID()}, ${device}, '装置', 'cleaning', '清罐', now(), ${new Date(Date.now() + HOUR)}, '试', ${TOWN})`.execute(
    db,
  );
  await register.readDeclared();
  expect([pressure, toxic, device].map(reasons)).toEqual([['校验'], undefined, undefined]);
  expect(register.subject(device)!.states).toMatchObject([{ state: 'cleaning', reason: '清罐' }]);
});

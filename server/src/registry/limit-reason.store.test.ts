import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { writeXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRun } from '@anlan/kernel/registry';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../http/testing/stage.ts';
import { buildApp } from '../http/index.ts';
import { OWN_ROUTES } from '../http/testing/stage.ts';
import { openFiles } from '../store/index.ts';
import { ENTITIES, entityOf } from './index.ts';
import { sampleOf } from './testing/sample.ts';

const TOWN = 'cn.36.11.02.001.';
const INSPECTOR = '00000000-0000-4000-8000-000000000001';

interface Vehicle {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}
interface Version {
  readonly version: number;
  readonly reason: string | null;
  readonly changes: readonly { readonly field: string }[];
}

let stage: Stage;
let folder: string;
let ask: Ask;

const vehicle = async (number: number, members: object): Promise<Vehicle> => {
  const answer = await ask('POST', '/api/vehicles', {
    ...sampleOf(entityOf('vehicle'), number, TOWN, null),
    ...members,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<Vehicle>();
};
const change = (one: Vehicle, version: number, changes: object, reason?: string) =>
  ask('PATCH', `/api/vehicles/${one.id}`, { version, changes, ...(reason === undefined ? {} : { reason }) });
const history = async (one: Vehicle) => (await ask('GET', `/api/vehicles/${one.id}/history`)).json<Version[]>();

beforeAll(async () => {
  stage = await openStage();
  folder = await mkdtemp(join(tmpdir(), 'anlan-limits-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const app = await buildApp({ ...stage.context, files }, OWN_ROUTES);
  await enterPerson(stage.db, { id: INSPECTOR, account: '李监察', role: 'inspector', region: 'cn.36.11.' });
  ask = await askAs(app, stage.db, INSPECTOR);
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a field that alarms are judged by', () => {
  it('is declared where rules read it', () => {
    const limits = [...ENTITIES.values()].flatMap(({ key, fields }) =>
      Object.entries(fields).flatMap(([name, { limit }]) => (limit === true ? [`${key}.${name}`] : [])),
    );
    expect(limits).toEqual(
      expect.arrayContaining([
        'vehicle.speedLimit',
        'vessel.speedLimit',
        'fence.speedLimit',
        'fence.dwell',
        'fence.capacity',
        'shore-station.warnLevel',
        'shore-station.stopLevel',
        'tailings-pond.minFreeboard',
      ]),
    );
  });

  it('is not changed without a reason, which the history and the audit keep', async () => {
    const one = await vehicle(1, { speedLimit: 80, cargo: '砂石' });
    const refused = await change(one, 1, { speedLimit: 100, cargo: '汽油' });
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'limit-reason',
      field: 'reason',
      zh: '「限速」是报警判断的依据，修改须写明理由',
      en: 'Alarms are judged by "Speed limit": changing it takes a reason',
    });
    expect((await change(one, 1, { speedLimit: 100 }, '  ')).json()).toMatchObject({ code: 'limit-reason' });
    expect(await history(one)).toHaveLength(1);
    expect((await change(one, 1, { speedLimit: 100, cargo: '汽油' }, '交警批复提速')).statusCode).toBe(200);
    expect((await history(one)).find(({ version }) => version === 2)).toMatchObject({
      reason: '交警批复提速',
      changes: expect.arrayContaining([expect.objectContaining({ field: 'speedLimit', from: 80, to: 100 })]),
    });
    const { rows } = await sql<{ reason: string }>`
      SELECT detail ->> 'reason' AS reason FROM audit WHERE verb = 'registry.write' AND subject_id = ${one.id} ORDER BY seq DESC LIMIT 1`.execute(
      stage.db,
    );
    expect(rows).toEqual([{ reason: '交警批复提速' }]);
  });

  it('asks nothing where it stays, and nothing for other fields', async () => {
    const one = await vehicle(2, { speedLimit: 80 });
    expect((await change(one, 1, { speedLimit: 80, cargo: '木材' })).statusCode).toBe(200);
    expect((await history(one)).find(({ version }) => version === 2)).toMatchObject({ reason: null });
    // To take a limit away is to change it.
    expect((await change(one, 2, { speedLimit: null })).json()).toMatchObject({ code: 'limit-reason' });
  });

  it('takes the reason of a merge, and of taking it back', async () => {
    const keep = await vehicle(3, { speedLimit: 80 });
    const twin = await vehicle(4, { speedLimit: 60 });
    const merged = await ask('POST', `/api/vehicles/${keep.id}/merge`, {
      merged: twin.id,
      versions: [1, 1],
      take: ['speedLimit'],
      reason: '同一辆车',
    });
    expect(merged.statusCode, merged.body).toBe(200);
    expect((await history(keep)).find(({ version }) => version === 2)).toMatchObject({ reason: '同一辆车' });
    expect((await ask('POST', `/api/vehicles/${twin.id}/unmerge`, { reason: '看错了' })).statusCode).toBe(200);
    expect((await history(keep)).find(({ version }) => version === 3)).toMatchObject({ reason: '看错了' });
  });

  it('asks a ledger for one reason, and only where the ledger changes a limit', async () => {
    const one = await vehicle(5, { speedLimit: 80, cargo: '砂石' });
    const bring = async (limit: number, cargo: string, name = one.name): Promise<ImportRun> => {
      const rows = [
        ['号牌', '所在辖区', '类别', '限速', '常运货物'],
        [name, '信州区水南街道', '危险货物运输车', limit, cargo],
      ];
      const sheet = await writeXlsx({ sheets: [{ name: '车辆', rows }] });
      const sent = await ask('POST', '/api/vehicles/imports?name=a.xlsx', Buffer.from(sheet), {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      });
      expect(sent.statusCode, sent.body).toBe(201);
      return settled(sent.json<ImportRun>().id);
    };
    const settled = async (id: string): Promise<ImportRun> => {
      for (let tries = 0; tries < 300; tries += 1) {
        const run = (await ask('GET', `/api/imports/${id}`)).json<ImportRun>();
        if (run.state !== 'reading' && run.state !== 'applying') return run;
        await pause(50);
      }
      throw new Error('the import did not settle');
    };
    const apply = async (run: ImportRun, reason?: string) =>
      ask('POST', `/api/imports/${run.id}/apply`, { what: 'all', ...(reason === undefined ? {} : { reason }) });

    const limits = await bring(70, '砂石');
    expect((await ask('GET', `/api/imports/${limits.id}/rows`)).json(), 'rows').toMatchObject([{ errors: [] }]);
    expect(limits.summary).toMatchObject({ changed: 1, invalid: 0, limits: ['speedLimit'] });
    expect((await apply(limits)).json()).toMatchObject({ code: 'limit-reason', field: 'reason' });
    expect((await apply(limits, '按新标准核定')).statusCode).toBe(200);
    expect((await settled(limits.id)).state).toBe('applied');
    expect((await history(one)).find(({ version }) => version === 2)).toMatchObject({ reason: '按新标准核定' });

    const plain = await bring(70, '钢材');
    expect(plain.summary).toMatchObject({ changed: 1, limits: [] });
    expect((await apply(plain)).statusCode).toBe(200);
    expect((await settled(plain.id)).state).toBe('applied');
    // A new vehicle has its first limit: nothing is changed by it.
    const fresh = await bring(90, '水泥', '赣E99999');
    expect(fresh.summary).toMatchObject({ new: 1, limits: [] });
    expect((await apply(fresh)).statusCode).toBe(200);
    expect((await settled(fresh.id)).state).toBe('applied');
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { caseRoutes } from '../../case/routes.ts';
import { uploadRoutes } from '../../case/uploads.ts';
import { cityRiskRoutes } from '../../city-risk/routes.ts';
import { dualPreventionRoutes } from '../../dual-prevention/routes.ts';
import { buildApp } from '../../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../../http/testing/stage.ts';
import { uuid } from '../../ingest/testing/devices.ts';
import { parameterRoutes } from '../../parameter/routes.ts';
import { preventionRoutes } from '../../prevention/routes.ts';
import { registryRoutes } from '../../registry/index.ts';
import { standardisationRoutes } from '../../standardisation/routes.ts';
import { openFiles } from '../../store/index.ts';
import { gradingRoutes } from '../routes.ts';

export const CITY = 'cn.36.11.';
export const COUNTY = 'cn.36.11.02.';
export const TOWN = 'cn.36.11.02.001.';
export const FIRM = uuid(801);
export const OTHER = uuid(802);
export const RISK = uuid(811);

const PEOPLE = [
  { id: uuid(821), account: '安全员', role: 'safety-officer', organisation: FIRM },
  { id: uuid(822), account: '执法甲', role: 'inspector', region: COUNTY },
  { id: uuid(823), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
  { id: uuid(824), account: '市执法', role: 'inspector', region: CITY },
  { id: uuid(825), account: '系统', role: 'system-administrator', region: CITY },
  { id: uuid(826), account: '指挥', role: 'commander', region: CITY },
];

/** Two enterprises in two counties, one risk point, and who acts on them. */
export interface House {
  readonly stage: Stage;
  readonly officer: Ask;
  readonly inspector: Ask;
  readonly stranger: Ask;
  readonly city: Ask;
  readonly system: Ask;
  /** Reads everything of the city, may do nothing. */
  readonly reader: Ask;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const stage = await openStage();
  const folder = await mkdtemp(join(tmpdir(), 'anlan-grading-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const routes = [
    caseRoutes,
    uploadRoutes,
    parameterRoutes,
    preventionRoutes,
    registryRoutes,
    gradingRoutes,
    dualPreventionRoutes,
    cityRiskRoutes,
    standardisationRoutes,
  ];
  const app = await buildApp({ ...stage.context, files }, routes);
  await enterFirm(stage, FIRM, '远山化工', TOWN, 'X1', 'hazchem-production', 117.9, 28.4);
  await enterFirm(stage, OTHER, '邻县化工', 'cn.36.11.04.', 'X2', 'hazchem-production', 118.2, 28.6);
  await sql`
    INSERT INTO risk_point (id, name, region_path, organisation_id, sector, lon, lat, enterprise, object, hazard, level, control, responsible)
    VALUES (${RISK}, '苯罐区', ${TOWN}, ${FIRM}, 'hazchem-production', 117.9, 28.4, ${FIRM}, 'facility', '苯泄漏', 'yellow', 'team', '李四')`.execute(
    stage.db,
  );
  for (const person of PEOPLE) await enterPerson(stage.db, person);
  const [officer, inspector, stranger, city, system, reader] = (await Promise.all(
    PEOPLE.map(({ id }) => askAs(app, stage.db, id)),
  )) as [Ask, Ask, Ask, Ask, Ask, Ask];
  return {
    stage,
    officer,
    inspector,
    stranger,
    city,
    system,
    reader,
    async close() {
      await app.close();
      await stage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function enterFirm(
  { db }: Stage,
  id: string,
  name: string,
  path: string,
  code: string,
  sector: string,
  lon: number | null,
  lat: number | null,
): Promise<void> {
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level, established_on)
    VALUES (${id}, ${name}, ${path}, ${id}, ${sector}, ${lon}, ${lat}, ${code}, 'red', '2012-05-01')`.execute(db);
}

/** Brings a picture in, different for each text. */
export async function photo(ask: Ask, text: string): Promise<{ sha256: string }> {
  const body = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
  const sent = await ask('POST', '/api/files', body, { 'content-type': 'image/png' });
  expect(sent.statusCode, sent.body).toBe(201);
  return { sha256: sent.json<{ sha256: string }>().sha256 };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { caseRoutes } from '../../case/routes.ts';
import { uploadRoutes } from '../../case/uploads.ts';
import { buildApp } from '../../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../../http/testing/stage.ts';
import { uuid } from '../../ingest/testing/devices.ts';
import { registryRoutes } from '../../registry/index.ts';
import { openFiles } from '../../store/index.ts';
import { catalogueRoutes, internalRulesRoutes, lawRoutes, technologyRoutes } from '../index.ts';

export const FIRM = uuid(701);
export const OTHER = uuid(702);
export const TOWN = 'cn.36.11.02.001.';

/** Who keeps lists, laws and statements, on a database with the library that comes with the platform. */
export interface House {
  readonly stage: Stage;
  readonly officer: Ask;
  readonly manager: Ask;
  /** Safety officer of the other enterprise. */
  readonly neighbour: Ask;
  readonly inspector: Ask;
  readonly second: Ask;
  /** The city's own office, which keeps the library. */
  readonly city: Ask;
  /** Sees everything and may write nothing. */
  readonly leader: Ask;
  close(): Promise<void>;
}

const PEOPLE = [
  { id: uuid(711), account: '安全员', role: 'safety-officer', organisation: FIRM },
  { id: uuid(712), account: '负责人', role: 'enterprise-manager', organisation: FIRM },
  { id: uuid(713), account: '邻企安全员', role: 'safety-officer', organisation: OTHER },
  { id: uuid(714), account: '执法甲', role: 'inspector', region: 'cn.36.11.02.' },
  { id: uuid(715), account: '执法乙', role: 'inspector', region: 'cn.36.11.02.' },
  { id: uuid(716), account: '市局法规', role: 'inspector', region: 'cn.36.11.' },
  { id: uuid(717), account: '领导', role: 'leader', region: 'cn.36.11.' },
];

export async function openHouse(): Promise<House> {
  const stage = await openStage();
  const folder = await mkdtemp(join(tmpdir(), 'anlan-catalogue-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const routes = [
    caseRoutes,
    uploadRoutes,
    registryRoutes,
    catalogueRoutes,
    lawRoutes,
    internalRulesRoutes,
    technologyRoutes,
  ];
  const app = await buildApp({ ...stage.context, files }, routes);
  for (const [id, name, code] of [
    [FIRM, '远山化工', 'Y1'],
    [OTHER, '近水化工', 'Y2'],
  ])
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
      VALUES (${id}, ${name}, ${TOWN}, ${id}, 'hazchem-production', 117.9, 28.4, ${code}, 'red')`.execute(stage.db);
  for (const person of PEOPLE) await enterPerson(stage.db, person);
  const asks = await Promise.all(PEOPLE.map(({ id }) => askAs(app, stage.db, id)));
  const [officer, manager, neighbour, inspector, second, city, leader] = asks as [Ask, Ask, Ask, Ask, Ask, Ask, Ask];
  return {
    stage,
    officer,
    manager,
    neighbour,
    inspector,
    second,
    city,
    leader,
    async close() {
      await app.close();
      await stage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Brings a text into the library as the city's office; gives back the answer of the confirmation. */
export async function importLaw(ask: Ask, name: string, text: string, facts: object) {
  const read = await ask('POST', `/api/laws/imports?name=${encodeURIComponent(name)}`, { text });
  const { id } = read.json<{ id: string }>();
  return ask('POST', `/api/laws/imports/${id}/confirm`, facts);
}

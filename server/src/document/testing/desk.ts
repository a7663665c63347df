import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import type { CaseDetail } from '@anlan/kernel/case';
import { caseRoutes } from '../../case/routes.ts';
import { COUNTY, FIRM, TOWN, done, inDays, report } from '../../case/testing/theatre.ts';
import { uploadRoutes } from '../../case/uploads.ts';
import { buildApp } from '../../http/index.ts';
import { askAs, asker, enterPerson, openStage, type Ask, type Stage } from '../../http/testing/stage.ts';
import { uuid } from '../../ingest/testing/devices.ts';
import { homeRoutes } from '../../home/routes.ts';
import { majorDangerRoutes } from '../../major-danger/routes.ts';
import { notificationRoutes } from '../../notification/routes.ts';
import { publicationRoutes } from '../../publication/routes.ts';
import { openFiles } from '../../store/index.ts';
import { documentRoutes, sealRoutes } from '../index.ts';

export const CITY = 'cn.36.11.';
export const SECOND = uuid(704);
export const INSPECTOR = uuid(703);
const PEOPLE = {
  officer: { id: uuid(701), account: '安全员', role: 'safety-officer', organisation: FIRM },
  manager: { id: uuid(702), account: '负责人', role: 'enterprise-manager', organisation: FIRM },
  inspector: { id: INSPECTOR, account: '执法甲', role: 'inspector', region: COUNTY },
  second: { id: SECOND, account: '执法乙', role: 'inspector', region: COUNTY },
  town: { id: uuid(705), account: '乡镇', role: 'town-officer', region: TOWN },
  stranger: { id: uuid(706), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
  city: { id: uuid(707), account: '市局', role: 'inspector', region: CITY },
  security: { id: uuid(708), account: '安全管理', role: 'security-administrator', region: CITY },
} as const;
type Who = keyof typeof PEOPLE;

/** One enterprise, its authorities from town to city, and a reader without a session. */
export interface Desk extends Readonly<Record<Who, Ask>> {
  readonly stage: Stage;
  readonly anybody: Ask;
  close(): Promise<void>;
}

export async function openDesk(): Promise<Desk> {
  const stage = await openStage();
  const folder = await mkdtemp(join(tmpdir(), 'anlan-document-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const routes = [
    caseRoutes,
    uploadRoutes,
    documentRoutes,
    sealRoutes,
    publicationRoutes,
    majorDangerRoutes,
    notificationRoutes,
    homeRoutes,
  ];
  const app = await buildApp({ ...stage.context, files }, routes);
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${FIRM}, '远山化工', ${TOWN}, ${FIRM}, 'hazchem-production', 117.9, 28.4, 'X1', 'red')`.execute(stage.db);
  for (const person of Object.values(PEOPLE)) await enterPerson(stage.db, person);
  const asks = await Promise.all(
    Object.entries(PEOPLE).map(async ([who, { id }]) => [who, await askAs(app, stage.db, id)] as const),
  );
  return {
    ...(Object.fromEntries(asks) as Record<Who, Ask>),
    stage,
    anybody: asker(app),
    async close() {
      await app.close();
      await stage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A major danger found by the county, with all five in place and being rectified. */
export async function majorDanger({ inspector }: Desk, input: object = {}): Promise<CaseDetail> {
  const found = await report(inspector, { title: '反应釜紧急切断阀拆除未恢复', ...input });
  const grade = { grade: 'major', level: 'red', class: 'equipment', basis: '判定标准第四条' };
  const graded = await done(inspector, found, 'grade', grade);
  const order = {
    responsible: '赵建国',
    rectifyBy: inDays(10),
    measures: '恢复切断阀',
    funds: 12,
    emergencyPlan: '专人值守',
  };
  return done(inspector, graded, 'assign', order);
}

/** Strokes as a finger draws them. */
export const SIGNATURE = [
  [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
  [0.2, 0.8, 0.4, 0.3, 0.9, 0.5],
];

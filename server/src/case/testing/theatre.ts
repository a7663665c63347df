import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { dayOf, shift } from '@anlan/domain/calendar';
import type { CaseDetail } from '@anlan/kernel/case';
import { homeRoutes } from '../../home/routes.ts';
import { buildApp, type App } from '../../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../../http/testing/stage.ts';
import { uuid } from '../../ingest/testing/devices.ts';
import { parameterRoutes } from '../../parameter/routes.ts';
import { preventionRoutes } from '../../prevention/routes.ts';
import { registryRoutes } from '../../registry/index.ts';
import { openFiles } from '../../store/index.ts';
import { creditRoutes } from '../credit.ts';
import { caseRoutes } from '../routes.ts';
import { uploadRoutes } from '../uploads.ts';

export const COUNTY = 'cn.36.11.02.';
export const TOWN = 'cn.36.11.02.001.';
export const FIRM = uuid(501);
export const OTHER = uuid(502);
const PNG = (text: string) => Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(text)]);
export const GRADE = { grade: 'general', level: 'yellow', class: 'place', basis: '一般隐患' };

/** Two enterprises in two counties with those who act on their cases, each asking in a session of their own. */
export interface Theatre {
  readonly stage: Stage;
  readonly app: App;
  /** Safety officer and manager of the first enterprise. */
  readonly officer: Ask;
  readonly manager: Ask;
  /** Two inspectors of its county, and one of the next. */
  readonly inspector: Ask;
  readonly second: Ask;
  readonly stranger: Ask;
  /** System administrator of the city. */
  readonly system: Ask;
  close(): Promise<void>;
}

const PEOPLE = [
  { id: uuid(601), account: '安全员', role: 'safety-officer', organisation: FIRM },
  { id: uuid(602), account: '负责人', role: 'enterprise-manager', organisation: FIRM },
  { id: uuid(603), account: '执法甲', role: 'inspector', region: COUNTY },
  { id: uuid(604), account: '执法乙', role: 'inspector', region: COUNTY },
  { id: uuid(605), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
  { id: uuid(606), account: '系统', role: 'system-administrator', region: 'cn.36.11.' },
];

export async function openTheatre(): Promise<Theatre> {
  const stage = await openStage();
  const folder = await mkdtemp(join(tmpdir(), 'anlan-case-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const routes = [
    caseRoutes,
    creditRoutes,
    uploadRoutes,
    parameterRoutes,
    preventionRoutes,
    registryRoutes,
    homeRoutes,
  ];
  const app = await buildApp({ ...stage.context, files }, routes);
  await enterFirm(stage, FIRM, '远山化工', TOWN, 'X1');
  await enterFirm(stage, OTHER, '邻县化工', 'cn.36.11.04.', 'X2');
  for (const person of PEOPLE) await enterPerson(stage.db, person);
  const [officer, manager, inspector, second, stranger, system] = (await Promise.all(
    PEOPLE.map(({ id }) => askAs(app, stage.db, id)),
  )) as [Ask, Ask, Ask, Ask, Ask, Ask];
  return {
    stage,
    app,
    officer,
    manager,
    inspector,
    second,
    stranger,
    system,
    async close() {
      await app.close();
      await stage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function enterFirm({ db }: Stage, id: string, name: string, path: string, code: string): Promise<void> {
  await sql`
    INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
    VALUES (${id}, ${name}, ${path}, ${id}, 'hazchem-production', 117.9, 28.4, ${code}, 'red')`.execute(db);
}

/** Brings a picture in, different for each text. */
export async function photo(ask: Ask, text: string): Promise<{ sha256: string }> {
  const sent = await ask('POST', '/api/files', PNG(text), { 'content-type': 'image/png' });
  expect(sent.statusCode).toBe(201);
  return { sha256: sent.json<{ sha256: string }>().sha256 };
}

export async function report(ask: Ask, input: object = {}, more: object = {}): Promise<CaseDetail> {
  const answer = await ask('POST', '/api/cases', {
    kind: 'hidden-danger',
    input: { enterprise: FIRM, title: '罐区消防通道堆放桶料', class: 'place', ...input },
    ...more,
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<CaseDetail>();
}

/** One act, whatever becomes of it. */
export async function act(ask: Ask, found: CaseDetail, action: string, input: object = {}, files: object[] = []) {
  return ask('POST', `/api/cases/${found.case.id}/acts/${action}`, { version: found.case.version, input, files });
}

/** One act that must succeed. */
export async function done(
  ask: Ask,
  found: CaseDetail,
  action: string,
  input: object = {},
  files: object[] = [],
): Promise<CaseDetail> {
  const answer = await act(ask, found, action, input, files);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<CaseDetail>();
}

/** The day so many days from today in Asia/Shanghai. */
export const inDays = (count: number): string => shift(dayOf(Date.now()), count);
export const assign = () => ({ responsible: '张三', rectifyBy: inDays(10), measures: '清空通道并划线' });

/** A danger the inspector found, graded and assigned. */
export async function rectifying(inspector: Ask, input: object = {}): Promise<CaseDetail> {
  const graded = await done(inspector, await report(inspector, input), 'grade', GRADE);
  return done(inspector, graded, 'assign', assign());
}

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { seekEffort } from '@anlan/kernel/receipt';
import { caseRoutes } from '../../case/routes.ts';
import { uploadRoutes } from '../../case/uploads.ts';
import { auditRoutes } from '../../audit/index.ts';
import { buildApp } from '../../http/index.ts';
import { askAs, enterPerson, openStage, type Ask, type Stage } from '../../http/testing/stage.ts';
import { uuid } from '../../ingest/testing/devices.ts';
import { parameterRoutes } from '../../parameter/routes.ts';
import { publicRoutes } from '../../public/index.ts';
import { registryRoutes } from '../../registry/index.ts';
import { openFiles, type FileStore } from '../../store/index.ts';
import { publicReportRoutes } from '../routes.ts';

export const COUNTY = 'cn.36.11.02.';
export const TOWN = 'cn.36.11.02.001.';
export const FIRM = uuid(511);
export const OTHER = uuid(512);
export const ROLES = [
  { id: uuid(611), account: '执法甲', role: 'inspector', region: COUNTY },
  { id: uuid(612), account: '执法乙', role: 'inspector', region: COUNTY },
  { id: uuid(613), account: '执法丙', role: 'inspector', region: COUNTY },
  { id: uuid(614), account: '县值班', role: 'duty-officer', region: COUNTY },
  { id: uuid(615), account: '镇干部', role: 'town-officer', region: TOWN },
  { id: uuid(616), account: '市执法', role: 'inspector', region: 'cn.36.11.' },
  { id: uuid(617), account: '市领导', role: 'leader', region: 'cn.36.11.' },
  { id: uuid(618), account: '邻县', role: 'inspector', region: 'cn.36.11.04.' },
  { id: uuid(619), account: '行业执法', role: 'inspector', region: COUNTY, sectors: ['fireworks'] },
  { id: uuid(620), account: '安全员', role: 'safety-officer', organisation: FIRM },
  { id: uuid(621), account: '负责人', role: 'enterprise-manager', organisation: FIRM },
  { id: uuid(622), account: '审计', role: 'audit-administrator' },
  { id: uuid(623), account: '系统', role: 'system-administrator' },
  { id: uuid(624), account: '指挥官', role: 'commander', region: 'cn.36.11.' },
] as const;

/** An authority with its people, an enterprise, and anybody at the public door. */
export interface Stall {
  readonly stage: Stage;
  readonly files: FileStore;
  /** Every asking comes from another address: limits have tests of their own. */
  readonly anybody: Ask;
  /** Asks from one address. */
  from(address: string): Ask;
  /** Asks as a person of `ROLES` by account. */
  as(account: string): Ask;
  close(): Promise<void>;
}

export async function openStall(): Promise<Stall> {
  const stage = await openStage();
  const folder = await mkdtemp(join(tmpdir(), 'anlan-report-'));
  const files = await openFiles(pathToFileURL(`${folder}/`).href);
  const routes = [
    caseRoutes,
    uploadRoutes,
    auditRoutes,
    parameterRoutes,
    registryRoutes,
    publicRoutes,
    publicReportRoutes,
  ];
  const app = await buildApp({ ...stage.context, files }, routes);
  for (const [id, name, path, code] of [
    [FIRM, '远山化工', TOWN, 'X1'],
    [OTHER, '邻县化工', 'cn.36.11.04.', 'X2'],
  ])
    await sql`
      INSERT INTO enterprise (id, name, region_path, organisation_id, sector, lon, lat, credit_code, risk_level)
      VALUES (${id}, ${name}, ${path}, ${id}, 'hazchem-production', 117.9, 28.4, ${code}, 'red')`.execute(stage.db);
  for (const person of ROLES) await enterPerson(stage.db, person);
  let line = 0;
  const from =
    (address: string): Ask =>
    (method, url, body, headers = {}) =>
      app.inject({
        method,
        url,
        remoteAddress: address,
        headers: { 'x-anlan': '1', ...headers },
        ...(body === undefined ? {} : { payload: body }),
      });
  const asks = new Map<string, Ask>();
  for (const { id, account } of ROLES) asks.set(account, await askAs(app, stage.db, id));
  return {
    stage,
    files,
    anybody: (...asked) => from(`10.${(line >> 16) & 255}.${(line >> 8) & 255}.${(line += 1) & 255}`)(...asked),
    from,
    as: (account) => asks.get(account)!,
    async close() {
      await app.close();
      await stage.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A PNG with a text chunk of its camera, different for each text. */
export function camera(text: string): string {
  const chunk = (kind: string, body: Buffer): Buffer => {
    const out = Buffer.alloc(12 + body.length);
    out.writeUInt32BE(body.length, 0);
    out.write(kind, 4, 'latin1');
    body.copy(out, 8);
    return out;
  };
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.alloc(13, 1)),
    chunk('eXIf', Buffer.from('GPS 28.4N HUAWEI')),
    chunk('IDAT', Buffer.from(text)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

export const wish = (over: object = {}) => {
  const requestId = randomUUID();
  return {
    requestId,
    effort: seekEffort(requestId, 0, 10_000_000)!,
    subject: 'danger',
    statement: '后院仓库堆了三四十个气瓶，旁边在切割，冒火星。我是二车间的张三丰。',
    place: TOWN,
    address: '石桥路46号后院仓库',
    ...over,
  };
};

export interface Receipt {
  readonly code: string;
  readonly pin: string;
  readonly authority: string;
}

/** A report that must be taken in. */
export async function reported(anybody: Ask, over: object = {}): Promise<Receipt> {
  const answer = await anybody('POST', '/api/public/reports', wish(over));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json<Receipt>();
}

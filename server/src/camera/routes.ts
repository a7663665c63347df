import { LENGTHS } from '@anlan/kernel/entity';
import { sql } from 'kysely';
import { z } from 'zod';
import {
  CAMERA_PROTOCOLS,
  CAMERA_SUBJECTS,
  cameraListSchema,
  camerasBesideSchema,
  cameraViewSchema,
  catalogueSchema,
  onlineRatesSchema,
  ptzInput,
  recordingsSchema,
  type CameraProtocol,
  type CameraSubject,
  type CatalogueEntry,
} from '@anlan/kernel/camera';
import { readVideoCode } from '@anlan/domain/identity-codes';
import type { Actor } from '@anlan/kernel/access';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { actorOf, answer, need, responses, type App, type RouteModule } from '../http/index.ts';
import { moveCamera, refreshCatalogue, setSecret, setSubjects } from './acts.ts';
import { camerasBeside } from './beside.ts';
import { listCameras, readCamera, visibleCamera } from './read.ts';
import { onlineRates } from './rates.ts';
import { recordingsOf } from './recordings.ts';

const tags = ['视频 Video'];
const one = z.object({ id: z.uuid() });
const done = z.object({ result: z.literal('done') });
const region = z
  .string()
  .regex(/^([\w-]+\.)+$/)
  .optional()
  .describe('region path');
const keysOf = <T extends string>(words: Readonly<Record<T, unknown>>): [T, ...T[]] =>
  Object.keys(words) as [T, ...T[]];

const listQuery = z.object({
  search: z.string().trim().max(LENGTHS.search).optional(),
  region,
  enterprise: z.uuid().optional(),
  device: z.uuid().optional(),
  protocol: z.enum(keysOf<CameraProtocol>(CAMERA_PROTOCOLS)).optional(),
  state: z.enum(['online', 'offline', 'never']).optional(),
  from: z.coerce.number().int().min(0).max(100_000).default(0),
  size: z.coerce.number().int().min(1).max(200).default(50),
});
const subjectsInput = z.strictObject({
  subjects: z.array(z.strictObject({ kind: z.enum(keysOf<CameraSubject>(CAMERA_SUBJECTS)), id: z.uuid() })).max(50),
});
const secretInput = z.strictObject({
  secret: z.strictObject({ user: z.string().trim().min(1).max(60), password: z.string().min(1).max(120) }).nullable(),
});
const recordingsQuery = z.object({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) });

/** Cameras: the register with how each stands, one camera, online rates, what is connected to a device, pan and tilt. */
export const cameraRoutes: RouteModule = (app, context) => {
  readingRoutes(app, context);
  deviceRoutes(app, context);
  actingRoutes(app, context);
};

const readingRoutes = (app: App, context: Context): void => {
  app.get(
    '/api/video/cameras',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '摄像机在线情况 · Cameras as they stand',
        querystring: listQuery,
        response: responses(cameraListSchema),
      },
    },
    (request) => listCameras(context, actorOf(request), request.query),
  );
  app.get(
    '/api/video/cameras/:id',
    {
      onRequest: need('registry.read'),
      schema: { tags, summary: '一台摄像机 · One camera', params: one, response: responses(cameraViewSchema) },
    },
    async (request) => answer(await readCamera(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/video/rates',
    {
      onRequest: need('registry.read'),
      schema: {
        tags,
        summary: '视频在线率 · Online rates by region or enterprise',
        querystring: z.object({
          by: z.enum(['region', 'enterprise']).default('region'),
          region,
          days: z.coerce.number().int().min(1).max(90).default(30),
        }),
        response: responses(onlineRatesSchema),
      },
    },
    (request) => onlineRates(context, actorOf(request), request.query),
  );
  app.get(
    '/api/alarms/:id/cameras',
    {
      onRequest: need('alarm.read'),
      schema: {
        tags,
        summary: '报警旁的摄像机 · Cameras beside an alarm',
        params: one,
        response: responses(camerasBesideSchema),
      },
    },
    async (request) => answer(await camerasBeside(context, actorOf(request), request.params.id)),
  );
};

const deviceRoutes = (app: App, context: Context): void => {
  app.get(
    '/api/video/cameras/:id/catalogue',
    {
      onRequest: need('device.read'),
      schema: {
        tags,
        summary: '设备目录 · What is connected to its device',
        params: one,
        response: responses(catalogueSchema),
      },
    },
    async (request) => answer(await catalogueOf(context, actorOf(request), request.params.id)),
  );
  app.post(
    '/api/video/cameras/:id/catalogue',
    {
      onRequest: need('device.command'),
      schema: { tags, summary: '刷新设备目录 · Ask the device again', params: one, response: responses(done) },
    },
    async (request) => answer(await refreshCatalogue(context, actorOf(request), request.params.id)),
  );
  app.get(
    '/api/video/cameras/:id/recordings',
    {
      onRequest: need('camera.watch'),
      schema: {
        tags,
        summary: '设备录像 · What its device recorded',
        params: one,
        querystring: recordingsQuery,
        response: responses(recordingsSchema),
      },
    },
    async (request) => answer(await recordingsOf(context, actorOf(request), request.params.id, request.query)),
  );
};

const actingRoutes = (app: App, context: Context): void => {
  app.post(
    '/api/video/cameras/:id/ptz',
    {
      onRequest: need('camera.control'),
      schema: {
        tags,
        summary: '云台控制 · Pan, tilt and zoom',
        params: one,
        body: ptzInput,
        response: responses(done),
      },
    },
    async (request) => answer(await moveCamera(context, actorOf(request), request.params.id, request.body)),
  );
  app.put(
    '/api/video/cameras/:id/subjects',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '监看对象 · What it watches',
        params: one,
        body: subjectsInput,
        response: responses(done),
      },
    },
    async (request) => {
      const problem = await setSubjects(context, actorOf(request), request.params.id, request.body.subjects);
      return answer(problem ?? { result: 'done' as const });
    },
  );
  app.put(
    '/api/video/cameras/:id/secret',
    {
      onRequest: need('registry.write'),
      schema: {
        tags,
        summary: '取流用户名与口令 · User name and password',
        params: one,
        body: secretInput,
        response: responses(done),
      },
    },
    async (request) => {
      const problem = await setSecret(context, actorOf(request), request.params.id, request.body.secret);
      return answer(problem ?? { result: 'done' as const });
    },
  );
};

/** What the device of a camera last answered, with which of it is in the register. */
async function catalogueOf(
  context: Context,
  actor: Actor,
  id: string,
): Promise<z.infer<typeof catalogueSchema> | Refusal> {
  const camera = await visibleCamera(context, actor, id, 'device.read');
  if (isRefusal(camera)) return camera;
  if (camera.deviceId === null) return refuse('camera-unreachable');
  const { rows } = await withScope(context.db, actor.scope, (tx) =>
    sql<Omit<CatalogueEntry, 'type'> & { heardAt: Date }>`
      SELECT k.code, k.parent, k.name, k.status, k.item->>'Manufacturer' AS maker, k.item->>'Address' AS address, c.id AS "cameraId",
        k.heard_at AS "heardAt"
      FROM camera_catalogue k LEFT JOIN camera c ON c.code = k.code AND c.retired_at IS NULL
      WHERE k.device_id = ${camera.deviceId} ORDER BY k.code LIMIT 5000`.execute(tx),
  );
  return {
    heardAt: rows[0]?.heardAt.getTime() ?? null,
    rows: rows.map(({ heardAt: _, ...row }) => ({ ...row, type: typeOf(row.code) })),
  };
}

function typeOf(code: string): string {
  const read = readVideoCode(code);
  return 'problem' in read ? '' : read.typeLabel;
}

import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import {
  CLIP_AFTER,
  CLIP_BEFORE,
  evidenceOf,
  keptMediaSchema,
  keptMediumSchema,
  pastOf,
  streamViewSchema,
  type Past,
} from '@anlan/kernel/media';
import { isRefusal, refuse, type Refusal } from '@anlan/kernel/refusal';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { EVIDENCE_KINDS, LARGEST_EVIDENCE, takeEvidence } from '../alarm/evidence.ts';
import { auditOutside, record } from '../audit/index.ts';
import { DAILY_BYTES, withinQuota } from '../case/uploads.ts';
import { actorOf, answer, need, responses, type RouteModule, seen } from '../http/index.ts';
import { refusalOf } from './ends.ts';
import { keepAll, mayBind, type EvidenceOf, type Stored } from './keep.ts';
import type { Taken } from './link.ts';
import { epochOf, findStream, liveStreamRoutes, streamName } from './live-routes.ts';
import { mediaOf, terminalOf } from './read.ts';
import type { KnownStream } from './stream-of.ts';

const tags = ['视频 Video'];
const MP4 = 'video/mp4';
const JPEG = 'image/jpeg';
/** What a browser shows in place; anything else is saved. */
const LARGEST_CLIP = 128 * 1024 * 1024;

const clipInput = z.strictObject({
  before: z.int().min(CLIP_BEFORE.least).max(CLIP_BEFORE.most).default(CLIP_BEFORE.usual).describe('seconds'),
  after: z.int().min(CLIP_AFTER.least).max(CLIP_AFTER.most).default(CLIP_AFTER.usual).describe('seconds'),
  ...pastOf,
  ...evidenceOf,
});
const snapshotQuery = z.strictObject({
  ...pastOf,
  at: z.coerce.number().int().optional().describe('of the picture in a recording, epoch ms'),
  ...evidenceOf,
});

/** Streams of cameras: what may be watched, pictures and clips kept as evidence, and what was kept. */
export const mediaRoutes: RouteModule = async (app, context) => {
  takeEvidence(app);
  await liveStreamRoutes(app, context);
  app.get(
    '/api/streams/:stream',
    {
      onRequest: need('camera.watch'),
      schema: {
        tags,
        summary: '一路画面 · A stream and what was kept of it',
        params: streamName,
        response: responses(streamViewSchema),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const stream = answer(await findStream(context, actor, request.params.stream));
      const media = await withScope(context.db, actor.scope, (tx) => mediaOf(tx, stream));
      return { id: stream.name, name: stream.title, place: stream.place, protocol: stream.protocol, media };
    },
  );
  app.post(
    '/api/streams/:stream/snapshots',
    {
      onRequest: need('camera.watch'),
      bodyLimit: LARGEST_EVIDENCE,
      schema: {
        tags,
        summary: '截图 · Keep the picture shown (the body, JPEG) and the camera’s own newest key picture',
        params: streamName,
        querystring: snapshotQuery,
        response: responses(keptMediaSchema, 201),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const bytes = request.body as Buffer | undefined;
      const type = (request.headers['content-type'] ?? '').split(';')[0];
      if (!Buffer.isBuffer(bytes) || type !== JPEG || EVIDENCE_KINDS[JPEG]?.(bytes) !== true)
        return answer(refuse('file-kind'));
      return reply.code(201).send(answer(await snapshot(context, actor, request.params.stream, bytes, request.query)));
    },
  );
  app.post(
    '/api/streams/:stream/clips',
    {
      onRequest: need('camera.watch'),
      schema: {
        tags,
        summary: '留存片段 · Keep what was shown before and is shown after this moment',
        params: streamName,
        body: clipInput,
        response: responses(keptMediumSchema, 201),
      },
    },
    async (request, reply) =>
      reply.code(201).send(answer(await clip(context, actorOf(request), request.params.stream, request.body))),
  );
  app.get(
    '/api/streams/media/:id',
    {
      onRequest: need('camera.watch'),
      schema: {
        tags,
        summary: '看留存的画面 · The content of what was kept',
        params: z.object({ id: z.uuid() }),
        response: responses(z.unknown().describe('The file')),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { id } = request.params;
      const { rows } = await withScope(context.db, actor.scope, (tx) =>
        sql<{ sha256: string; type: string }>`SELECT sha256, type FROM camera_medium WHERE id = ${id}`.execute(tx),
      );
      const [row] = rows;
      if (row === undefined) await auditOutside(context.db, actor, 'camera_medium', id, 'camera.watch');
      const content = row === undefined ? undefined : await context.files.get(row.sha256);
      if (row === undefined || content === undefined) return answer(refuse('not-found'));
      await record(context.db, actor, 'camera.read', { kind: 'camera_medium', id }, 'done', { sha256: row.sha256 });
      return reply.type(row.type).header('content-security-policy', "sandbox; default-src 'none'").send(content);
    },
  );
  app.get(
    '/api/vehicles/:id/terminal',
    {
      onRequest: need('camera.watch'),
      preHandler: seen(context, 'vehicle', 'camera.watch'),
      schema: {
        tags,
        summary: '车载终端 · The terminal whose channels can be watched',
        params: z.object({ id: z.uuid() }),
        response: responses(z.object({ device: z.string().nullable() })),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      return { device: (await withScope(context.db, actor.scope, (tx) => terminalOf(tx, request.params.id))) ?? null };
    },
  );
};

/** The stream and the right to bind what is kept of it, or why not. */
async function prepared(
  context: Context,
  actor: Actor,
  name: string,
  of: EvidenceOf & Partial<Past>,
): Promise<KnownStream | Refusal> {
  const stream = await findStream(context, actor, name, of);
  if (isRefusal(stream)) return stream;
  const refused = await mayBind(context, actor, of);
  return refused ?? stream;
}

async function snapshot(
  context: Context,
  actor: Actor,
  name: string,
  bytes: Buffer,
  { at, from, to, ...of }: z.infer<typeof snapshotQuery>,
) {
  const stream = await prepared(context, actor, name, { from, to, ...of });
  if (isRefusal(stream)) return stream;
  if (!(await withinQuota(context.db, actor.personId, bytes.length)))
    return refuse('upload-quota', { megabytes: DAILY_BYTES / 1e6 });
  const { past } = stream;
  const now = past === undefined ? Date.now() : Math.min(past.to, Math.max(past.from, at ?? past.from));
  const shown = await context.files.put(bytes);
  const files: Stored[] = [{ kind: 'picture', type: JPEG, ...shown, from: now, until: now }];
  // What the browser made of the picture can be doubted; what the camera sent is kept beside it.
  const own = stream.address === undefined ? 'unknown-source' : await context.media.still(stream.address);
  if (typeof own !== 'string') files.push(await store(context, stream, own, 'key-picture'));
  return keepAll(context, actor, stream, files, of);
}

async function clip(
  context: Context,
  actor: Actor,
  name: string,
  { before, after, from, to, ...of }: z.infer<typeof clipInput>,
) {
  const stream = await prepared(context, actor, name, { from, to, ...of });
  if (isRefusal(stream)) return stream;
  if (!(await withinQuota(context.db, actor.personId, 0)))
    return refuse('upload-quota', { megabytes: DAILY_BYTES / 1e6 });
  const taken =
    stream.address === undefined ? 'unknown-source' : await context.media.clip(stream.address, before, after);
  if (typeof taken === 'string') return refusalOf(taken);
  const [kept] = await keepAll(context, actor, stream, [await store(context, stream, taken, 'clip')], of);
  return kept ?? refusalOf('nothing');
}

/** Of a recording the times are those at which it was made, not those at which it was shown. */
async function store(
  { files }: Context,
  stream: KnownStream,
  { body, from, until, epoch }: Taken,
  kind: Stored['kind'],
): Promise<Stored> {
  const { sha256, size } = await files.put(bounded(body));
  const moved = epochOf(stream, { epoch }) - epoch;
  return { kind, type: MP4, sha256, size, from: from + moved, until: until + moved };
}

async function* bounded(body: Readable): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_CLIP) throw new Error('the relay sends more than a clip may have');
    yield chunk as Buffer;
  }
}

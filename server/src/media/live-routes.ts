import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Actor } from '@anlan/kernel/access';
import { pastOf, STREAM_NAME, type StreamHello } from '@anlan/kernel/media';
import type { Context } from '../access/context.ts';
import { withScope } from '../access/scoped.ts';
import { auditOutside, record } from '../audit/index.ts';
import { SESSION_COOKIE, readVisit } from '../identity/index.ts';
import { actorOf, answer, need, responses, type RouteModule } from '../http/index.ts';
import { isRefusal, refuse, toProblem, type Refusal } from '@anlan/kernel/refusal';
import { endWord, refusalOf } from './ends.ts';
import type { Live, LinkEnd } from './link.ts';
import { pastIn, streamOf, type KnownStream } from './stream-of.ts';

/** A session that has ended, or a right that was taken, ends what is being watched within this time. */
const RECHECK_MS = 60_000;
export const streamName = z.object({ stream: z.string().regex(STREAM_NAME) });
const pastQuery = z.object(pastOf);
type PastQuery = z.infer<typeof pastQuery>;

/** `/api/streams/:stream/live`: a fragmented MP4, over a web socket for browsers (which allow few connections of the other kind). */
export const liveStreamRoutes: RouteModule = (app, context) => {
  app.route({
    method: 'GET',
    url: '/api/streams/:stream/live',
    onRequest: need('camera.watch'),
    schema: {
      tags: ['视频 Video'],
      summary:
        '实时或录像画面 · Live or recorded pictures as fragmented MP4; a web socket gets a word (JSON) first and pieces of it after',
      params: streamName,
      querystring: pastQuery,
      response: responses(z.unknown().describe('video/mp4 without end')),
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const stream = answer(await findStream(context, actor, request.params.stream, request.query));
      const live = await open(context, actor, stream);
      if (typeof live === 'string') return answer(refusalOf(live));
      const stop = recheck(context, request, () => live.close());
      const view = await beginView(context, actor, stream);
      reply.hijack();
      reply.raw.writeHead(200, {
        'content-type': live.mime,
        'cache-control': 'no-store',
        'x-epoch': String(epochOf(stream, live)),
      });
      await pipeline(live.body, reply.raw).catch(() => {});
      stop();
      await endView(context, view);
      return reply;
    },
    wsHandler: (socket: WebSocket, request: FastifyRequest) => {
      socket.on('error', () => socket.close());
      watch(context, socket, request).catch((error: unknown) => {
        context.log.warn({ error: (error as Error).message }, 'stream not shown');
        socket.close(1011);
      });
    },
  });
};

async function watch(context: Context, socket: WebSocket, request: FastifyRequest): Promise<void> {
  const actor = actorOf(request);
  const { stream: name } = streamName.parse(request.params);
  const say = (word: object): void => socket.send(JSON.stringify(word));
  const refused = (word: object): void => {
    say(word);
    socket.close(1000);
  };
  const stream = await findStream(context, actor, name, pastQuery.parse(request.query));
  if (isRefusal(stream)) return refused(notPossible(stream));
  const live = await open(context, actor, stream);
  if (typeof live === 'string') return refused(endWord(live));
  socket.on('close', () => live.close());
  if (socket.readyState !== socket.OPEN) return live.close();
  const stop = recheck(context, request, () => socket.close(4401, 'session ended'));
  const view = await beginView(context, actor, stream);
  const hello: StreamHello = { kind: 'hello', mime: live.mime, epoch: epochOf(stream, live), now: Date.now() };
  say(hello);
  try {
    // The next piece is asked for when this one is on its way: a slow browser slows its own viewer in the relay only.
    for await (const piece of live.body) await new Promise<void>((sent) => socket.send(piece as Buffer, () => sent()));
  } catch {
    // The browser went away, or the relay did: both end here.
  }
  stop();
  if (socket.readyState === socket.OPEN) say(endWord(live.ended()));
  socket.close(1000);
  await endView(context, view);
}

/** Chinese wall clock of a moment, as names of files and notes want it. */
export const stampOf = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** Time 0 of the stream as a wall clock: of a recording the beginning of what was asked for, to about a second. */
export const epochOf = ({ past }: KnownStream, { epoch }: { readonly epoch: number }): number => past?.from ?? epoch;

function notPossible(refusal: Refusal): object {
  const { zh, en } = toProblem(refusal, 'zh');
  return { ...endWord('unknown-source'), code: refusal.refused, zh, en };
}

/** The stream when the actor's scope covers it; an attempt outside it is audited. */
export async function findStream(
  context: Context,
  actor: Actor,
  name: string,
  asked: PastQuery = {},
): Promise<KnownStream | Refusal> {
  const past = pastIn(asked);
  if (isRefusal(past)) return past;
  const found = await withScope(context.db, actor.scope, (tx) => streamOf(tx, name, past, actor.personId ?? ''));
  if (found !== undefined) return found;
  const [, id = '', channel] = STREAM_NAME.exec(name) ?? [];
  await auditOutside(context.db, actor, channel === undefined ? 'camera' : 'device', id, 'camera.watch');
  return refuse('not-found');
}

/** Asks the relay; that somebody watches, or was refused to, stands in the audit as reading does. */
async function open(context: Context, actor: Actor, stream: KnownStream): Promise<Live | LinkEnd> {
  const live = stream.address === undefined ? 'unknown-source' : await context.media.live(stream.address);
  const refused = typeof live === 'string';
  const detail = { stream: stream.name, name: stream.title, ...stream.past, ...(refused && { why: live }) };
  await record(context.db, actor, 'camera.watch', subjectOf(stream), refused ? 'failed' : 'done', detail);
  return live;
}

export function subjectOf({ cameraId, deviceId }: KnownStream): { kind: string; id: string } {
  return cameraId === null ? { kind: 'device', id: deviceId as string } : { kind: 'camera', id: cameraId };
}

/** A line of who watched a camera of the register, and since when. */
async function beginView({ db }: Context, actor: Actor, stream: KnownStream): Promise<string | undefined> {
  if (stream.cameraId === null) return undefined;
  const id = randomUUID();
  const { past } = stream;
  const [kind, note] =
    past === undefined ? ['live', null] : ['playback', `${stampOf(past.from)} – ${stampOf(past.to)}`];
  await sql`
    INSERT INTO camera_view (id, camera_id, kind, note, by, person_id, from_at, region_path, organisation_id, sector)
    VALUES (${id}, ${stream.cameraId}, ${kind}, ${note}, ${actor.name}, ${actor.personId}, now(), ${stream.regionPath}, ${stream.organisationId},
      ${stream.sector})`.execute(db);
  return id;
}

async function endView({ db }: Context, view: string | undefined): Promise<void> {
  if (view !== undefined) await sql`UPDATE camera_view SET until_at = now() WHERE id = ${view}`.execute(db);
}

/** Ends what is watched when the session is over; gives back how to stop asking. */
function recheck({ db }: Context, request: FastifyRequest, end: () => void): () => void {
  const timer = setInterval(() => {
    readVisit(db, request.cookies[SESSION_COOKIE] ?? '').then(
      (visit) => (visit === null ? end() : undefined),
      () => {},
    );
  }, RECHECK_MS);
  return () => clearInterval(timer);
}

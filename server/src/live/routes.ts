import type { WebSocket } from 'ws';
import { covers } from '@anlan/kernel/access';
import { wishSchema, type Push } from '@anlan/kernel/live';
import { SESSION_COOKIE } from '../identity/index.ts';
import { readVisit } from '../identity/index.ts';
import { actorOf, need, type RouteModule } from '../http/index.ts';
import { seenBy, sideOf } from '../alarm/side.ts';
import { withScope } from '../access/scoped.ts';
import type { Feed } from '../ingest/feed.ts';
import type { PlacedCourse } from '../alarm/course.ts';
import { openCourses } from './courses.ts';
import type { OutboxEvent } from '../live/outbox.ts';
import { openReceipts } from '../trace/index.ts';
import { sql } from 'kysely';

/** A browser this far behind is told to load anew instead of being fed from here. */
const LARGEST_RESUME = 2000;
/** Bytes a slow browser may leave unread before its live values (never its events) are skipped. */
const LARGEST_UNREAD = 1_000_000;
const RECHECK_MS = 60_000;

/** `/api/live`: alarms by cursor, movements, watched readings and values of running alarms as they come; only what the scope covers. */
export const liveRoutes: RouteModule = (app, context) => {
  const courses = openCourses(context.db, context.log);
  app.get(
    '/api/live',
    { websocket: true, onRequest: need('alarm.read'), schema: { hide: true } },
    (socket: WebSocket, request) => {
      const actor = actorOf(request);
      const { mirror, outbox, db, log } = context;
      const send = (push: Push): void => socket.send(JSON.stringify(push));
      const { hello, resumed: from } = resumption(
        Number((request.query as { cursor?: string }).cursor),
        outbox.cursor(),
      );
      let sent = from;
      let watched = new Set<string>();
      let moving = new Set<string>();
      const receipts = openReceipts();
      const held: OutboxEvent[] = [];
      const side = sideOf(actor.scope);
      let resumed = false;

      function pass(event: OutboxEvent): void {
        if (event.cursor <= sent) return;
        sent = event.cursor;
        const place = { regionPath: event.regionPath, organisationId: event.organisationId, sector: event.sector };
        if (!covers(actor.scope, place)) return;
        const { cursor, happening } = event;
        const trace = receipts.sent(event);
        const told = { cursor, happening, ...(trace === undefined ? {} : { trace }) };
        if (event.topic === 'case') send({ kind: 'case', ...told, case: event.body });
        else send({ kind: 'event', ...told, topic: 'alarm', alarm: seenBy(side, event.body) });
      }

      function feed({ fixes, readings }: Feed): void {
        if (socket.bufferedAmount > LARGEST_UNREAD) return;
        const moved = fixes.filter(([id]) => moving.has(id));
        if (moved.length > 0) {
          send({
            kind: 'moved',
            id: moved.map(([id]) => id),
            time: moved.map(([, fix]) => fix.at),
            lon: moved.map(([, fix]) => fix.lon),
            lat: moved.map(([, fix]) => fix.lat),
            speed: moved.map(([, fix]) => fix.speed),
            heading: moved.map(([, fix]) => fix.heading),
          });
        }
        const read = readings.filter(([id, reading]) => watched.has(id) && reading.value !== null);
        if (read.length === 0) return;
        send({
          kind: 'read',
          id: read.map(([id]) => id),
          at: read.map(([, reading]) => reading.at),
          value: read.map(([, reading]) => reading.value as number),
          quality: read.map(([, reading]) => reading.quality),
        });
      }

      function goOn(changed: readonly PlacedCourse[]): void {
        if (socket.bufferedAmount > LARGEST_UNREAD) return;
        const own = changed.filter((course) => covers(actor.scope, course));
        if (own.length === 0) return;
        send({
          kind: 'course',
          id: own.map(({ alarmId }) => alarmId),
          at: own.map(({ at }) => at),
          value: own.map(({ value }) => value),
          peak: own.map(({ peak }) => peak),
        });
      }

      const stopEvents = outbox.onEvent((event) => (resumed ? pass(event) : held.push(event)));
      const stopFeed = mirror.onChange(feed);
      const stopCourses = courses.onChange(goOn);
      const recheck = setInterval(() => {
        readVisit(db, request.cookies[SESSION_COOKIE] ?? '').then(
          (visit) => (visit === null ? socket.close(4401, 'session ended') : undefined),
          () => {},
        );
      }, RECHECK_MS);
      socket.on('close', () => {
        stopEvents();
        stopFeed();
        stopCourses();
        clearInterval(recheck);
      });
      socket.on('error', () => socket.close());
      socket.on('message', (data: Buffer) => {
        const wish = wishSchema.safeParse(parse(String(data)));
        if (!wish.success) return;
        const { watch, seen } = wish.data;
        if (seen !== undefined) receipts.seen(seen.cursor, seen.at);
        if (watch === undefined) return;
        pointsInScope(watch).then(
          (ids) => {
            const added = [...ids].filter((id) => !watched.has(id));
            watched = ids;
            // A value that came before it was watched may be newer than what the history has yet.
            const readings = added.flatMap((id) => {
              const reading = mirror.readings.get(id);
              return reading === undefined ? [] : [[id, reading] as const];
            });
            feed({ fixes: [], readings });
          },
          (error: unknown) => log.debug(error),
        );
      });

      async function pointsInScope(ids: readonly string[]): Promise<Set<string>> {
        const { rows } = await withScope(db, actor.scope, (tx) =>
          sql<{ id: string }>`SELECT id FROM point WHERE id::text = ANY(${[...ids]})`.execute(tx),
        );
        return new Set(rows.map((row) => row.id));
      }

      async function resume(): Promise<void> {
        const { rows } = await withScope(db, actor.scope, (tx) =>
          sql<{ id: string }>`SELECT id FROM vehicle UNION ALL SELECT id FROM vessel`.execute(tx),
        );
        moving = new Set(rows.map((row) => row.id));
        send({ kind: 'hello', cursor: hello, at: Date.now() });
        if (sent < outbox.cursor()) for (const event of await outbox.since(sent, LARGEST_RESUME)) pass(event);
        resumed = true;
        for (const event of held.splice(0)) pass(event);
      }
      resume().catch((error: unknown) => {
        log.warn(error);
        socket.close(1011, 'not resumed');
      });
    },
  );
};

/**
 * Where a browser that gives `given` goes on, `last` being the newest cursor, and how it is greeted: with a cursor
 * below its own it asks for its lists anew. That is so when more was missed than is fed from here, and when its
 * cursor is of another outbox, such as one from before a restore.
 */
function resumption(given: number, last: number): { hello: number; resumed: number } {
  if (!Number.isSafeInteger(given) || given <= 0) return { hello: last, resumed: last };
  if (given > last) return { hello: last, resumed: last };
  if (last - given > LARGEST_RESUME) return { hello: given - 1, resumed: last };
  return { hello: given, resumed: given };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

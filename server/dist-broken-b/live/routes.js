import { covers } from '@anlan/kernel/access';
import { wishSchema } from '@anlan/kernel/live';
import { SESSION_COOKIE } from '../identity/index.js';
import { readVisit } from '../identity/index.js';
import { actorOf, need } from '../http/index.js';
import { withScope } from '../access/scoped.js';
import { sql } from 'kysely';
/** A browser this far behind is told to load anew instead of being fed from here. */
const LARGEST_RESUME = 2000;
/** Bytes a slow browser may leave unread before its live values (never its events) are skipped. */
const LARGEST_UNREAD = 1_000_000;
const RECHECK_MS = 60_000;
/** `/api/live`: alarms by cursor, movements and watched readings as they come; only what the scope covers. */
export const liveRoutes = (app, context) => {
    app.get('/api/live', { websocket: true, onRequest: need('alarm.read'), schema: { hide: true } }, (socket, request) => {
        const actor = actorOf(request);
        const { mirror, outbox, db, log } = context;
        const send = (push) => socket.send(JSON.stringify(push));
        const given = Number(request.query.cursor);
        let sent = Number.isSafeInteger(given) && given > 0 ? given : outbox.cursor();
        let watched = new Set();
        let moving = new Set();
        const held = [];
        let resumed = false;
        function pass(event) {
            if (event.cursor <= sent)
                return;
            sent = event.cursor;
            const place = { regionPath: event.regionPath, organisationId: event.organisationId, sector: event.sector };
            if (!covers(actor.scope, place))
                return;
            send({ kind: 'event', cursor: event.cursor, topic: 'alarm', happening: event.happening, alarm: event.body });
        }
        function feed({ fixes, readings }) {
            if (socket.bufferedAmount > LARGEST_UNREAD)
                return;
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
            if (read.length === 0)
                return;
            send({
                kind: 'read',
                id: read.map(([id]) => id),
                at: read.map(([, reading]) => reading.at),
                value: read.map(([, reading]) => reading.value),
                quality: read.map(([, reading]) => reading.quality),
            });
        }
        const stopEvents = outbox.onEvent((event) => (resumed ? pass(event) : held.push(event)));
        const stopFeed = mirror.onChange(feed);
        const recheck = setInterval(() => {
            readVisit(db, request.cookies[SESSION_COOKIE] ?? '').then((visit) => (visit === null ? socket.close(4401, 'session ended') : undefined), () => { });
        }, RECHECK_MS);
        socket.on('close', () => {
            stopEvents();
            stopFeed();
            clearInterval(recheck);
        });
        socket.on('error', () => socket.close());
        socket.on('message', (data) => {
            const wish = wishSchema.safeParse(parse(String(data)));
            if (!wish.success)
                return;
            pointsInScope(wish.data.watch).then((ids) => {
                watched = ids;
            }, (error) => log.debug(error));
        });
        async function pointsInScope(ids) {
            const { rows } = await withScope(db, actor.scope, (tx) => sql `SELECT id FROM point WHERE id::text = ANY(${[...ids]})`.execute(tx));
            return new Set(rows.map((row) => row.id));
        }
        async function resume() {
            const { rows } = await withScope(db, actor.scope, (tx) => sql `SELECT id FROM vehicle UNION ALL SELECT id FROM vessel`.execute(tx));
            moving = new Set(rows.map((row) => row.id));
            send({ kind: 'hello', cursor: sent, at: Date.now() });
            if (sent < outbox.cursor())
                for (const event of await outbox.since(sent, LARGEST_RESUME))
                    pass(event);
            resumed = true;
            for (const event of held.splice(0))
                pass(event);
        }
        resume().catch((error) => {
            log.warn(error);
            socket.close(1011, 'not resumed');
        });
    });
};
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
//# sourceMappingURL=routes.js.map
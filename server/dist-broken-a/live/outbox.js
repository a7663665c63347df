import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import pg from 'pg';
/** Without a notification the outbox is read at this pace all the same. */
const POLL_MS = 1000;
const PAGE = 500;
/** Follows the outbox in cursor order, woken by notifications; a lost connection is opened again. */
export async function followOutbox(url, db, log) {
    const events = new EventEmitter().setMaxListeners(0);
    let cursor = await lastCursor(db);
    let closed = false;
    let reading;
    let again = false;
    let client;
    async function readOn() {
        do {
            again = false;
            const page = await readAfter(db, cursor, PAGE);
            for (const event of page) {
                cursor = event.cursor;
                events.emit('event', event);
            }
            if (page.length === PAGE)
                again = true;
        } while (again);
    }
    function wake() {
        if (closed)
            return;
        if (reading !== undefined) {
            again = true;
            return;
        }
        reading = readOn()
            .catch((error) => log.warn({ error: error.message }, 'outbox not read'))
            .finally(() => {
            reading = undefined;
        });
    }
    async function listen() {
        if (closed)
            return;
        client = new pg.Client({ connectionString: url });
        client.on('notification', wake);
        client.on('error', () => setTimeout(() => void listen(), POLL_MS));
        try {
            await client.connect();
            await client.query('LISTEN outbox');
        }
        catch {
            setTimeout(() => void listen(), POLL_MS);
        }
    }
    await listen();
    const timer = setInterval(wake, POLL_MS);
    return {
        cursor: () => cursor,
        onEvent(listener) {
            events.on('event', listener);
            return () => events.off('event', listener);
        },
        since: (after, limit) => readAfter(db, after, limit),
        close() {
            closed = true;
            clearInterval(timer);
            client?.end().catch(() => { });
        },
    };
}
async function lastCursor(db) {
    const { rows } = await sql `SELECT max(cursor) AS last FROM outbox`.execute(db);
    return rows[0]?.last ?? 0;
}
async function readAfter(db, cursor, limit) {
    const { rows } = await sql `
    SELECT cursor, topic, happening, region_path AS "regionPath", organisation_id AS "organisationId", sector, body
    FROM outbox WHERE cursor > ${cursor} ORDER BY cursor LIMIT ${limit}`.execute(db);
    return rows;
}
//# sourceMappingURL=outbox.js.map
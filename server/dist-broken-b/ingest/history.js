import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRecord } from './record.js';
const FLUSH_MS = 1000;
const FLUSH_ENTRIES = 20_000;
/**
 * Opens the history writer. A batch's bounds are on disk before it is sent; after a crash the very same batch is
 * sent again under the same deduplication token, and the tables keep one row per point and time besides.
 */
export async function openHistory(folder, clickhouse, journal, log) {
    const path = join(folder, 'history.cursor');
    let cursor = await readCursor(path);
    if (cursor.begun !== null) {
        await store(clickhouse, await between(journal, cursor.done, cursor.begun), cursor.done, cursor.begun);
        cursor = await writeCursor(path, { done: cursor.begun, begun: null });
    }
    let waiting = [];
    let trouble;
    let closed = false;
    async function flush() {
        const { begun } = cursor;
        const batch = begun === null ? waiting.slice(0, FLUSH_ENTRIES) : waiting.filter(({ seq }) => seq <= begun);
        const last = batch.at(-1);
        if (last === undefined)
            return;
        cursor = await writeCursor(path, { done: cursor.done, begun: last.seq });
        await untilStored(batch.map((item) => item.record), last.seq);
        cursor = await writeCursor(path, { done: last.seq, begun: null });
        waiting = waiting.slice(batch.length);
    }
    async function untilStored(records, to) {
        for (let attempt = 0; !closed || attempt === 0; attempt += 1) {
            try {
                await store(clickhouse, records, cursor.done, to);
                trouble = undefined;
                return;
            }
            catch (error) {
                trouble = error.message;
                log.warn({ attempt, error: trouble }, 'history store refused a batch, trying again');
                await pause(Math.min(500 * 2 ** attempt, 15_000));
            }
        }
        throw new Error('closed before the batch was stored');
    }
    const running = (async () => {
        while (!closed || waiting.length > 0) {
            if (waiting.length < FLUSH_ENTRIES && !closed)
                await pause(FLUSH_MS);
            try {
                await flush();
            }
            catch (error) {
                trouble = error.message;
                if (closed)
                    return;
                await pause(FLUSH_MS);
            }
        }
    })();
    return {
        take(seq, record) {
            if (seq > cursor.done)
                waiting.push({ seq, record });
        },
        position: () => cursor.done,
        waiting: () => waiting.length,
        trouble: () => trouble,
        async close() {
            closed = true;
            await running;
        },
    };
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function between(journal, after, to) {
    const records = [];
    for await (const entry of journal.read(after)) {
        if (entry.seq > to)
            break;
        records.push(decodeRecord(entry.payload));
    }
    return records;
}
async function store(clickhouse, records, after, to) {
    const readings = records.flatMap(({ receivedAt, readings }) => readings.map(([point, at, value, quality]) => ({ point, at, value, quality, received: receivedAt })));
    const fixes = records.flatMap(({ receivedAt, fixes }) => fixes.map(({ object, fix }) => ({
        object,
        at: fix.at,
        lon: fix.lon,
        lat: fix.lat,
        speed: fix.speed,
        heading: fix.heading,
        altitude: fix.altitude,
        positioned: fix.positioned ? 1 : 0,
        live: fix.live ? 1 : 0,
        alarm_bits: fix.alarmBits ?? 0,
        status_bits: fix.statusBits ?? 0,
        received: receivedAt,
    })));
    const tables = [
        ['reading', readings],
        ['fix', fixes],
    ];
    for (const [table, values] of tables) {
        if (values.length === 0)
            continue;
        await clickhouse.insert({
            table,
            values: values,
            format: 'JSONEachRow',
            clickhouse_settings: { insert_deduplication_token: `${table}-${after}-${to}` },
        });
    }
}
async function readCursor(path) {
    try {
        return JSON.parse(await readFile(path, 'utf8'));
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return { done: 0, begun: null };
        throw error;
    }
}
async function writeCursor(path, cursor) {
    const file = await open(`${path}.new`, 'w');
    try {
        await file.writeFile(JSON.stringify(cursor));
        await file.datasync();
    }
    finally {
        await file.close();
    }
    await rename(`${path}.new`, path);
    return cursor;
}
//# sourceMappingURL=history.js.map
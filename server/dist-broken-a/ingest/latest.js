/** Clock offsets are smoothed over about ten messages. */
const SMOOTHING = 0.1;
export function openLatest() {
    const readings = new Map();
    const fixes = new Map();
    const heard = new Map();
    const offset = new Map();
    let changedReadings = new Set();
    let changedFixes = new Set();
    function noteClock(device, difference) {
        const before = offset.get(device);
        offset.set(device, before === undefined ? difference : before + SMOOTHING * (difference - before));
    }
    return {
        readings,
        fixes,
        heard,
        offset,
        take(record) {
            const { receivedAt } = record;
            heard.set(record.device, receivedAt);
            for (const [point, at, value, quality] of record.readings) {
                const before = readings.get(point);
                if (before !== undefined && at <= before.at)
                    continue;
                readings.set(point, { at, value, quality, receivedAt });
                changedReadings.add(point);
                noteClock(record.device, at - receivedAt);
            }
            for (const { object, fix } of record.fixes) {
                const before = fixes.get(object);
                if (!fix.live || !fix.positioned || (before !== undefined && fix.at <= before.at))
                    continue;
                const { at, lon, lat, speed, heading } = fix;
                fixes.set(object, { at, lon, lat, speed, heading, receivedAt });
                changedFixes.add(object);
                noteClock(record.device, at - receivedAt);
            }
        },
        changed() {
            const result = { readings: [...changedReadings], fixes: [...changedFixes] };
            changedReadings = new Set();
            changedFixes = new Set();
            return result;
        },
    };
}
/** Fills the latest state from history after a start; two days back, as older values are stale anyway. */
export async function restoreLatest(latest, clickhouse) {
    const readings = await rows(clickhouse, `SELECT toString(point) AS point, toUnixTimestamp64Milli(max(at)) AS at, argMax(reading.value, reading.at) AS value,
            argMax(reading.quality, reading.at) AS quality, toUnixTimestamp64Milli(max(received)) AS received
     FROM reading WHERE reading.at > now() - INTERVAL 2 DAY GROUP BY point`);
    const fixes = await rows(clickhouse, `SELECT toString(object) AS object, toUnixTimestamp64Milli(max(at)) AS at, argMax(fix.lon, fix.at) AS lon, argMax(fix.lat, fix.at) AS lat,
            argMax(fix.speed, fix.at) AS speed, argMax(fix.heading, fix.at) AS heading, toUnixTimestamp64Milli(max(received)) AS received
     FROM fix WHERE fix.at > now() - INTERVAL 2 DAY AND live = 1 AND positioned = 1 GROUP BY object`);
    for (const row of readings) {
        const reading = [row.point, Number(row.at), row.value, row.quality];
        latest.take({ device: '', receivedAt: Number(row.received), fixes: [], readings: [reading] });
    }
    for (const { object, received, at, lon, lat, speed, heading } of fixes) {
        const fix = { at: Number(at), lon, lat, speed, heading, altitude: null, positioned: true, live: true };
        latest.take({ device: '', receivedAt: Number(received), fixes: [{ object, fix }], readings: [] });
    }
    latest.changed();
}
async function rows(clickhouse, query) {
    const result = await clickhouse.query({ query, format: 'JSONEachRow' });
    return result.json();
}
//# sourceMappingURL=latest.js.map
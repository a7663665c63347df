import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { FRAME_HEAD, frame, scan } from './segment.js';
const segmentName = (first) => `${String(first).padStart(16, '0')}.log`;
/**
 * Opens the append-only journal of a folder. A torn tail, left by a crash while writing, is cut off:
 * nothing of it was ever acknowledged. Waiting entries share one write and one fdatasync (group commit).
 */
export async function openJournal(options) {
    const { folder, durable } = options;
    const segmentBytes = options.segmentBytes ?? 64 * 1024 * 1024;
    await mkdir(folder, { recursive: true });
    let segments = await listSegments(folder);
    if (segments.length === 0)
        segments = [1];
    let first = segments.at(-1);
    let file = await open(join(folder, segmentName(first)), 'a+');
    const tail = await scan(file);
    if (tail.size < (await file.stat()).size)
        await file.truncate(tail.size);
    let size = tail.size;
    let last = first - 1 + tail.count;
    let waiting = [];
    let waitingBytes = 0;
    let writing;
    let trouble;
    let closed = false;
    async function rotate() {
        await file.close();
        first = last + 1;
        file = await open(join(folder, segmentName(first)), 'a+');
        segments.push(first);
        size = 0;
    }
    async function writeBatch(batch) {
        const bytes = Buffer.concat(batch.map((item) => frame(item.payload)));
        try {
            await writeAll(file, bytes);
            await file.datasync();
        }
        catch (error) {
            trouble = error.message;
            await file.truncate(size).catch(() => { });
            for (const item of batch)
                item.reject(error);
            return;
        }
        trouble = undefined;
        size += bytes.length;
        const entries = batch.map((item, index) => ({ seq: last + 1 + index, payload: item.payload }));
        last += batch.length;
        durable(entries);
        for (const [index, item] of batch.entries())
            item.resolve(entries[index].seq);
        if (size >= segmentBytes)
            await rotate();
    }
    async function drain() {
        while (waiting.length > 0) {
            const batch = waiting;
            waiting = [];
            waitingBytes = 0;
            await writeBatch(batch);
        }
        writing = undefined;
    }
    async function* read(seq) {
        for (const [index, start] of segments.entries()) {
            const next = segments[index + 1] ?? Number.POSITIVE_INFINITY;
            if (next <= seq + 1)
                continue;
            const segment = await open(join(folder, segmentName(start)), 'r');
            try {
                const { payloads } = await scan(segment, { keep: true });
                for (const [offset, payload] of payloads.entries()) {
                    if (start + offset > seq)
                        yield { seq: start + offset, payload };
                }
            }
            finally {
                await segment.close();
            }
        }
    }
    return {
        append(payload) {
            if (closed)
                return Promise.reject(new Error('the journal is closed'));
            return new Promise((resolve, reject) => {
                waiting.push({ payload, resolve, reject });
                waitingBytes += payload.length + FRAME_HEAD;
                writing ??= Promise.resolve().then(drain);
            });
        },
        last: () => last,
        read,
        async forget(seq) {
            while (segments.length > 1 && segments[1] <= seq + 1) {
                await unlink(join(folder, segmentName(segments[0]))).catch(() => { });
                segments = segments.slice(1);
            }
        },
        backlog: () => waitingBytes,
        trouble: () => trouble,
        async close() {
            closed = true;
            await writing;
            await file.close();
        },
    };
}
async function listSegments(folder) {
    const names = await readdir(folder);
    return names
        .filter((name) => /^\d{16}\.log$/.test(name))
        .map((name) => Number.parseInt(name, 10))
        .sort((a, b) => a - b);
}
async function writeAll(file, bytes) {
    let offset = 0;
    while (offset < bytes.length) {
        const { bytesWritten } = await file.write(bytes, offset);
        offset += bytesWritten;
    }
}
//# sourceMappingURL=journal.js.map
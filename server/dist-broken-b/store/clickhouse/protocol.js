import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Lane } from './lane.js';
import { refusalOf, Refused, statusOf } from './refusal.js';
import { bodyOf, checkCredentials, readRequest, textOf } from './request.js';
import { literal, readInsertHead, shapeOf, splitStatements } from './statements.js';
/** Answers the part of ClickHouse's HTTP interface that @clickhouse/client uses. */
export function createProtocolServer(parts) {
    // Two lanes, so that however many long questions wait, rows still get in.
    const lanes = { reads: new Lane(4), inserts: new Lane(2) };
    const server = createServer((request, response) => {
        answer(parts, lanes, request, response).catch((error) => refuse(request, response, error));
    });
    // Longer than the client's idle_socket_ttl (2.5 s), so that it is the client who ends an idle connection.
    server.keepAliveTimeout = 15_000;
    server.requestTimeout = 0;
    return server;
}
async function answer(parts, lanes, request, response) {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/ping') {
        await parts.engine.probe();
        response.end('Ok.\n');
        return;
    }
    if (path !== '/') {
        response.writeHead(404).end('There is no handle for this path\n');
        return;
    }
    checkCredentials(request, parts.credentials);
    const asked = readRequest(request);
    response.setHeader('X-ClickHouse-Query-Id', asked.queryId ?? randomUUID());
    const head = asked.query === undefined ? undefined : readInsertHead(asked.query);
    if (head) {
        await parts.scratch.withFile(bodyOf(request), (file) => {
            const settings = head.settings === undefined ? '' : ` SETTINGS ${head.settings}`;
            const sql = `${head.target} FROM INFILE ${literal(file)} COMPRESSION 'none'${settings} FORMAT ${head.format}`;
            return lanes.inserts.run(() => insert(parts.engine, asked, sql, response));
        });
        return;
    }
    const body = await textOf(bodyOf(request));
    const sql = asked.query === undefined ? body : `${asked.query}\n${body}`;
    const shape = shapeOf(sql, asked.defaultFormat);
    if (shape.insert) {
        await lanes.inserts.run(() => insert(parts.engine, asked, sql, response));
        return;
    }
    const [statement, ...more] = splitStatements(sql);
    if (statement === undefined)
        throw new Refused(62, 'SYNTAX_ERROR', 'Syntax error: Empty query');
    if (more.length > 0)
        throw new Refused(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed)');
    await lanes.reads.run(() => read(parts.engine, asked, statement, shape, response));
}
/** Rows are durable in the engine before the first byte of the answer. */
async function insert(engine, asked, sql, response) {
    // A client that leaves does not undo what it sent: it cannot know how far the insert was, and will send it again.
    const { rows } = await engine.turn(asked, (turn) => turn.query(sql, 'TabSeparated'));
    response.setHeader('X-ClickHouse-Summary', JSON.stringify({ written_rows: String(rows), read_rows: String(rows) }));
    response.end();
}
async function read(engine, asked, sql, shape, response) {
    if (response.destroyed)
        return;
    await engine.turn(asked, async (turn) => {
        const leave = () => {
            if (!response.writableFinished)
                void turn.cancel().catch(() => undefined);
        };
        response.once('close', leave);
        try {
            await send(response, asked, shape, shape.streamed ? turn.stream(sql, shape.format) : whole(turn, sql, shape.format));
        }
        finally {
            response.off('close', leave);
        }
    });
}
async function* whole(turn, sql, format) {
    yield (await turn.query(sql, format)).bytes;
}
/** Waits for the first piece before the head is sent, so that a refused statement gets its proper status. */
async function send(response, asked, shape, pieces) {
    const source = pieces[Symbol.asyncIterator]();
    const first = await source.next();
    response.setHeader('X-ClickHouse-Format', shape.format);
    response.setHeader('Content-Type', contentType(shape.format));
    if (asked.gzip)
        response.setHeader('Content-Encoding', 'gzip');
    async function* all() {
        for (let next = first; !next.done; next = await source.next())
            yield next.value;
    }
    await (asked.gzip ? pipeline(all(), createGzip({ level: 1 }), response) : pipeline(all(), response));
}
function contentType(format) {
    if (/^JSON(Compact)?(Strings)?$/.test(format))
        return 'application/json; charset=UTF-8';
    if (/^JSON.*EachRow/.test(format))
        return 'application/x-ndjson; charset=UTF-8';
    if (/^(TabSeparated|TSV)/.test(format))
        return 'text/tab-separated-values; charset=UTF-8';
    if (format.startsWith('CSV'))
        return 'text/csv; charset=UTF-8';
    return 'application/octet-stream';
}
function refuse(request, response, error) {
    if (response.headersSent || response.destroyed) {
        // Half an answer must not look like a whole one.
        response.destroy();
        return;
    }
    const refusal = refusalOf(error);
    for (const name of ['Content-Encoding', 'X-ClickHouse-Format'])
        response.removeHeader(name);
    response.setHeader('Content-Type', 'text/plain; charset=UTF-8');
    response.setHeader('X-ClickHouse-Exception-Code', refusal.code);
    // A body that nobody will read would otherwise hold the connection.
    if (!request.complete)
        response.setHeader('Connection', 'close');
    response.writeHead(statusOf(refusal)).end(`${refusal.text}\n`);
}
//# sourceMappingURL=protocol.js.map
import { createHash, timingSafeEqual } from 'node:crypto';
import {} from 'node:stream';
import { createGunzip, createInflate } from 'node:zlib';
import { Refused } from './refusal.js';
/** Parameters of the address that are not settings of the engine. */
const notSettings = new Set([
    'query',
    'query_id',
    'database',
    'default_format',
    'user',
    'password',
    'wait_end_of_query',
]);
/** Parts of the protocol this server does not have; silence would be worse than a refusal. */
const refused = new Set(['session_id', 'role', 'compress', 'decompress']);
/** Reads address and headers. Throws Refused for what this server does not do. */
export function readRequest(request) {
    const { searchParams } = new URL(request.url ?? '/', 'http://local');
    const settings = new Map();
    const parameters = new Map();
    for (const [name, value] of searchParams) {
        if (refused.has(name))
            throw new Refused(48, 'NOT_IMPLEMENTED', `${name} is not supported by the embedded engine`);
        if (name.startsWith('param_'))
            parameters.set(name.slice('param_'.length), value);
        else if (!notSettings.has(name))
            settings.set(name, value);
    }
    const header = (name) => request.headers[`x-clickhouse-${name}`];
    return {
        query: searchParams.get('query') ?? undefined,
        queryId: searchParams.get('query_id') ?? header('query-id'),
        database: searchParams.get('database') ?? header('database'),
        defaultFormat: searchParams.get('default_format') ?? header('format') ?? 'TabSeparated',
        gzip: settings.get('enable_http_compression') === '1' && /\bgzip\b/.test(request.headers['accept-encoding'] ?? ''),
        settings,
        parameters,
    };
}
/** Checks user and password, from whichever of the three places ClickHouse allows. Throws Refused. */
export function checkCredentials(request, expected) {
    const { searchParams } = new URL(request.url ?? '/', 'http://local');
    const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const [, basicUser, basicPassword] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
    const user = request.headers['x-clickhouse-user'] ?? basicUser ?? searchParams.get('user') ?? 'default';
    const password = request.headers['x-clickhouse-key'] ?? basicPassword ?? searchParams.get('password') ?? '';
    if (same(String(user), expected.user) && same(String(password), expected.password))
        return;
    throw new Refused(516, 'AUTHENTICATION_FAILED', `${String(user)}: Authentication failed: password is incorrect, or there is no user with such name.`);
}
function same(a, b) {
    const digest = (text) => createHash('sha256').update(text).digest();
    return timingSafeEqual(digest(a), digest(b));
}
/** The body as sent, unpacked. Throws Refused for an encoding Node cannot unpack. */
export function bodyOf(request) {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity')
        return request;
    const unpack = { gzip: createGunzip, deflate: createInflate }[encoding];
    if (!unpack)
        throw new Refused(48, 'NOT_IMPLEMENTED', `Content-Encoding ${encoding} is not supported`);
    const unpacked = unpack();
    request.on('error', (error) => unpacked.destroy(error));
    request.on('aborted', () => unpacked.destroy(new Error('request aborted')));
    return request.pipe(unpacked);
}
/** The whole body as text. */
export async function textOf(body) {
    const pieces = [];
    for await (const piece of body)
        pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
}
//# sourceMappingURL=request.js.map
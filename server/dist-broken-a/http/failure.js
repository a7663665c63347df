import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { refuse } from '@anlan/kernel/refusal';
import { describeIssue } from './invalid.js';
import { Refused, refuseInBoth } from './problem.js';
const BODY_LIMIT = { limit: '1 MiB' };
const UNREADABLE = [
    'invalid-input',
    { problem: '请求内容不是有效的 JSON' },
    { problem: 'the body is not valid JSON' },
];
const CHARACTERS = [
    'invalid-input',
    { problem: '含有不能保存的字符' },
    { problem: 'it holds characters that cannot be kept' },
];
const DATABASE = ['store-unavailable', { store: '数据库' }, { store: 'The database' }];
/** Error codes of the web framework, PostgreSQL (SQLSTATE) and sockets that are not bugs of ours. */
const KNOWN = {
    FST_ERR_NOT_FOUND: ['not-found'],
    FST_ERR_BAD_URL: ['not-found'],
    FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', BODY_LIMIT],
    FST_ERR_CTP_INVALID_JSON_BODY: UNREADABLE,
    FST_ERR_CTP_EMPTY_JSON_BODY: UNREADABLE,
    FST_ERR_CTP_INVALID_MEDIA_TYPE: UNREADABLE,
    '22021': CHARACTERS,
    '22P05': CHARACTERS,
    '53300': DATABASE,
    '57P01': DATABASE,
    '57P02': DATABASE,
    '57P03': DATABASE,
    '08000': DATABASE,
    '08003': DATABASE,
    '08006': DATABASE,
    ECONNREFUSED: DATABASE,
    ECONNRESET: DATABASE,
    EPIPE: DATABASE,
};
/** What an error means to the person who asked; undefined = a bug, to be logged and answered as `internal`. */
export function refusedBy(error, body, labels) {
    if (error instanceof Refused)
        return error;
    if (hasZodFastifySchemaValidationErrors(error)) {
        // An address that cannot name a record names none.
        if (error.validationContext === 'params')
            return new Refused(refuse('not-found'));
        return describeIssue(error.validation, error.validationContext === 'body' ? body : undefined, labels);
    }
    // The policies refused a row outside the actor's scope.
    if (error.code === '42501' && error.message.includes('row-level security'))
        return new Refused(refuse('not-found'));
    const known = KNOWN[error.code] ?? lost(error) ?? badRequest(error);
    if (known === undefined)
        return undefined;
    const [code, zh = {}, en = zh] = known;
    return new Refused(refuseInBoth(code, zh, en));
}
/** A pool that waited in vain, or a connection that broke, reports in words only. */
function lost(error) {
    return /timeout exceeded when trying to connect|Connection terminated/.test(error.message) ? DATABASE : undefined;
}
function badRequest(error) {
    const { statusCode } = error;
    return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? UNREADABLE : undefined;
}
//# sourceMappingURL=failure.js.map
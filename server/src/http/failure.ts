import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { refuse, type Facts, type RefusalCode, both } from '@anlan/kernel/refusal';
import { describeIssue } from './invalid.ts';
import { Refused } from './problem.ts';
import type { Labels } from './types.ts';

type Row = readonly [code: RefusalCode, facts?: Facts];

const BODY_LIMIT = { limit: '1 MiB' };
const UNREADABLE: Row = ['invalid-input', { problem: both('请求内容不是有效的 JSON', 'the body is not valid JSON') }];
const CHARACTERS: Row = [
  'invalid-input',
  { problem: both('含有不能保存的字符', 'it holds characters that cannot be kept') },
];
const DATABASE: Row = ['store-unavailable', { store: both('数据库', 'The database') }];

/** Error codes of the web framework, PostgreSQL (SQLSTATE) and sockets that are not bugs of ours. */
const KNOWN: Readonly<Record<string, Row>> = {
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
export function refusedBy(error: FastifyError, body: unknown, labels: Labels | undefined): Refused | undefined {
  if (error instanceof Refused) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    // An address that cannot name a record names none.
    if (error.validationContext === 'params') return new Refused(refuse('not-found'));
    return describeIssue(error.validation, error.validationContext === 'body' ? body : undefined, labels);
  }
  // The policies refused a row outside the actor's scope.
  if (error.code === '42501' && error.message.includes('row-level security')) return new Refused(refuse('not-found'));
  const known = KNOWN[error.code] ?? lost(error) ?? badRequest(error);
  if (known === undefined) return undefined;
  const [code, facts] = known;
  return new Refused(refuse(code, facts));
}

/** A pool that waited in vain, or a connection that broke, reports in words only. */
function lost(error: FastifyError): Row | undefined {
  return /timeout exceeded when trying to connect|Connection terminated/.test(error.message) ? DATABASE : undefined;
}

function badRequest(error: FastifyError): Row | undefined {
  const { statusCode } = error;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? UNREADABLE : undefined;
}

import { STATUS_CODES } from 'node:http';
import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { both, refuse, toProblem, type Facts, type RefusalCode } from '@anlan/kernel/refusal';
import { describeIssue } from './invalid.ts';
import { PROBLEM_TYPE, Refused } from './problem.ts';
import type { Labels } from './types.ts';

type Row = readonly [code: RefusalCode, facts?: Facts];

const BODY_LIMIT = { limit: '1 MiB' };
const UNREADABLE: Row = ['invalid-input', { problem: both('请求内容不是有效的 JSON', 'the body is not valid JSON') }];
const UNREADABLE_REQUEST: Row = [
  'invalid-input',
  { problem: both('请求不完整或不是有效的 HTTP', 'the request is incomplete or not valid HTTP') },
];
const CHARACTERS: Row = [
  'invalid-input',
  { problem: both('含有不能保存的字符', 'it holds characters that cannot be kept') },
];
const RANGE: Row = [
  'invalid-input',
  { problem: both('有数字或日期超出范围', 'a number or a date in it is out of range') },
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
  '22003': RANGE,
  '22007': RANGE,
  '22008': RANGE,
  '22009': RANGE,
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

/** Text that is not Unicode (half of a character, as a cut through an emoji leaves) or that PostgreSQL cannot keep. */
const UNKEPT = /[\p{Surrogate}\0]/u;

/** Is there text in a body, at any depth, that could not be kept as it was sent? */
function unkept(part: unknown): boolean {
  if (typeof part === 'string') return UNKEPT.test(part);
  if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return false;
  return Array.isArray(part) ? part.some(unkept) : Object.entries(part).some((pair) => pair.some(unkept));
}

/** Refuses a body that holds such text: it would be kept otherwise than it was sent, or not at all. */
export function refuseUnkept(body: unknown): void {
  if (unkept(body)) throw new Refused(refuse(...CHARACTERS));
}

/** What the server itself cannot read never reaches a route: the refusal as HTTP/1.1, or undefined for a connection that is gone. */
export function unreadable(error: { readonly code?: string }): string | undefined {
  if (error.code === 'ECONNRESET') return undefined;
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? refuse('too-large', { limit: both('16 KiB（地址与请求头）', '16 KiB (address and headers)') })
      : refuse(...UNREADABLE_REQUEST);
  const problem = toProblem(refusal, 'zh');
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_TYPE}; charset=utf-8`,
    'cache-control: no-store',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
    '',
    body,
  ].join('\r\n');
}

/** What an error means to the person who asked; undefined = a bug, to be logged and answered as `internal`. */
export function refusedBy(
  error: FastifyError,
  given: { readonly body: unknown; readonly query: unknown },
  labels: Labels | undefined,
): Refused | undefined {
  if (error instanceof Refused) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    // An address that cannot name a record names none.
    if (error.validationContext === 'params') return new Refused(refuse('not-found'));
    return describeIssue(
      error.validation,
      error.validationContext === 'querystring' ? given.query : given.body,
      labels,
    );
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

import type { Problem } from '@anlan/kernel/refusal';
import type { z } from 'zod';
import { keptAnswers } from './kept.ts';
import { isRevealed } from './reveal.ts';
import { foundOver, untilBack } from './standing.ts';

/** The server refused: which rule, in both languages. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.zh);
    this.problem = problem;
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {}

/** The server answered something this page does not understand. */
export class Mismatch extends Error {}

const READS = new Set(['GET', 'HEAD']);

const JSON_TYPE = 'application/json';

async function send(
  method: string,
  path: string,
  body: unknown,
  signal?: AbortSignal,
  accept = JSON_TYPE,
): Promise<Response> {
  const headers: Record<string, string> = { accept };
  const file = body instanceof Blob ? body : undefined;
  if (body !== undefined) headers['content-type'] = file === undefined ? 'application/json' : file.type;
  if (!READS.has(method)) headers['x-anlan'] = '1';
  else if (isRevealed(path)) headers['x-anlan-reveal'] = '1';
  try {
    return await fetch(`/api${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: file ?? JSON.stringify(body) }),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new Unreachable(`${method} ${path}`, { cause });
  }
}

/** Turns a refused answer into `Refused`; a gateway's page without a problem document becomes `Unreachable`. */
async function refusalOf(response: Response, path: string): Promise<Error> {
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) return new Unreachable(`${response.status} ${path}`);
  const document = (await response.json()) as Partial<Problem>;
  return new Refused({
    type: 'about:blank',
    title: document.title ?? String(response.status),
    status: response.status,
    code: 'internal',
    zh: document.title ?? `请求未成功（${response.status}）`,
    en: document.title ?? `The request failed (${response.status})`,
    facts: {},
    ...document,
  });
}

/**
 * Sends; where the session has ended under a page that stands, waits for the person to be back and sends again. Nothing
 * was done the first time, so that an act is done once and what was typed is not lost.
 */
async function sendSignedIn(...[method, path, body, signal, accept]: Parameters<typeof send>): Promise<Response> {
  for (;;) {
    const response = await send(method, path, body, signal, accept);
    if (response.status !== 401 || path.startsWith('/session') || !(await signedOut(response))) return response;
    if (!foundOver() || !(await untilBack(signal))) return response;
  }
}

async function signedOut(response: Response): Promise<boolean> {
  const document = (await response
    .clone()
    .json()
    .catch(() => ({}))) as Partial<Problem>;
  return document.code === 'not-signed-in';
}

/** The answer itself; of an unreachable platform, what this device has kept of it. */
async function answerOf(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<unknown> {
  // Asked now: by the answer somebody else may look.
  const inClear = isRevealed(path);
  try {
    const response = await sendSignedIn(method, path, body, signal);
    if (!response.ok) throw await refusalOf(response, path);
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    const date = Date.parse(response.headers.get('date') ?? '');
    if (READS.has(method) && !inClear) keptAnswers()?.heard(path, answer, Number.isNaN(date) ? undefined : date);
    return answer;
  } catch (error) {
    if (!(error instanceof Unreachable) || !READS.has(method)) throw error;
    const kept = await keptAnswers()?.read(path);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Asks the server and checks the answer's shape. Throws `Refused`, `Unreachable` or `Mismatch`. */
async function call<S extends z.ZodType>(
  method: string,
  path: string,
  shape: S,
  body?: unknown,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  const answer = await answerOf(method, path, body, signal);
  const read = shape.safeParse(answer);
  if (!read.success)
    throw new Mismatch(`${method} ${path}: ${read.error.issues[0]?.path.join('.')} ${read.error.issues[0]?.message}`);
  return read.data;
}

/** An answer that is a file of its own: a workbook, a document. Waits and refuses as any other. */
async function fileOf(method: string, path: string, body?: unknown, accept?: string): Promise<Blob> {
  const response = await sendSignedIn(method, path, body, undefined, accept ?? '*/*');
  if (!response.ok) throw await refusalOf(response, path);
  return response.blob();
}

export const api = {
  file: fileOf,
  get: <S extends z.ZodType>(path: string, shape: S, signal?: AbortSignal) =>
    call('GET', path, shape, undefined, signal),
  post: <S extends z.ZodType>(path: string, body: unknown, shape: S) => call('POST', path, shape, body),
  patch: <S extends z.ZodType>(path: string, body: unknown, shape: S) => call('PATCH', path, shape, body),
  put: <S extends z.ZodType>(path: string, body: unknown, shape: S) => call('PUT', path, shape, body),
  remove: <S extends z.ZodType>(path: string, shape: S) => call('DELETE', path, shape),
};

/** `?a=1&b=x` of the members that are set, in a stable order. */
export function query(members: Readonly<Record<string, string | number | null | undefined>>): string {
  const set = Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (set.length === 0) return '';
  return `?${new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString()}`;
}

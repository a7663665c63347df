/** The API as a signed-in person's browser would use it. */
export interface Api {
  /** Value of the session cookie. */
  readonly cookie: string;
  get<T>(path: string): Promise<T>;
  /** Throws `Refused` when the platform says no, another error when it does not answer. */
  post<T>(path: string, body: unknown): Promise<T>;
  /** Status and body, whatever they are. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

/** The platform's refusal: an answer, unlike a broken connection. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: unknown;

  constructor(path: string, status: number, problem: unknown) {
    super(`${path} answered ${status}: ${JSON.stringify(problem)}`);
    this.status = status;
    this.problem = problem;
  }
}

const PATIENCE_MS = 20_000;

/** Signs in as an identity of the demonstration (`shangrao.duty`) or with account and password, and gives the API. */
export async function connectApi(url: string, who: string | { account: string; password: string }): Promise<Api> {
  const [path, body] = typeof who === 'string' ? ['/api/session/demonstration', { key: who }] : ['/api/session', who];
  const response = await send(url, 'POST', path, '', body);
  const text = await response.text();
  const cookie = /anlan_session=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
  if (cookie === undefined) throw new Refused(path, response.status, text);
  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await send(url, method, path, cookie as string, body);
    const text = await response.text();
    return {
      status: response.status,
      body: response.headers.get('content-type')?.includes('json') === true ? JSON.parse(text) : text,
    };
  }
  async function succeed<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await ask(method, path, body);
    if (answer.status >= 300) throw new Refused(path, answer.status, answer.body);
    return answer.body as T;
  }
  return { cookie, get: (path) => succeed('GET', path), post: (path, body) => succeed('POST', path, body), ask };
}

function send(url: string, method: string, path: string, cookie: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = {
    'x-anlan': '1',
    ...(cookie === '' ? {} : { cookie: `anlan_session=${cookie}` }),
  };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  if (body !== undefined) headers['content-type'] = 'application/json';
  return fetch(`${url}${path}`, { method, headers, ...content, signal: AbortSignal.timeout(PATIENCE_MS) });
}

import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../http/index.ts';
import { enterPerson, openStage, OWN_ROUTES, type Stage } from '../http/testing/stage.ts';
import { SESSION_COOKIE } from './index.ts';
import { CALLBACK } from './oidc.ts';
import { openSession } from './session.ts';
import { openRealProvider, type RealProvider } from './testing/real-provider.ts';

let stage: Stage;
let app: App;
let provider: RealProvider;
let host: string;

/** A port that is free now: the provider has to know the address people come back to before the platform listens. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

beforeAll(async () => {
  stage = await openStage();
  const port = await freePort();
  host = `http://127.0.0.1:${port}`;
  provider = await openRealProvider({ id: 'anlan', secret: 'a-secret-of-the-client', redirect: `${host}${CALLBACK}` });
  const configuration = {
    ...stage.context.configuration,
    publicUrl: host,
    oidcIssuer: provider.issuer,
    oidcClientId: 'anlan',
    oidcClientSecret: 'a-secret-of-the-client',
  };
  app = await buildApp({ ...stage.context, configuration }, OWN_ROUTES);
  await app.listen({ port, host: '127.0.0.1' });
  const id = '00000000-0000-4000-8000-000000000041';
  await enterPerson(stage.db, { id, account: 'zhang.san', role: 'inspector', region: 'cn.36.11.' });
});
afterAll(async () => {
  await app.close();
  await provider.close();
  await stage.close();
});

/** Follows redirects as a browser does, with a jar of cookies for each origin; ends at the first page of the platform. */
async function browse(
  start = `${host}/api/session/oidc?next=/home`,
  cookies: Readonly<Record<string, string>> = {},
): Promise<{ readonly at: string; readonly session: string | undefined }> {
  const jars = new Map([[host, new Map(Object.entries(cookies))]]);
  let next = start;
  for (let step = 0; step < 12; step += 1) {
    const { origin, pathname, search } = new URL(next);
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(next, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const to = answer.headers.get('location');
    if (to === null) throw new Error(`${pathname}${search} answered ${answer.status}: ${await answer.text()}`);
    next = new URL(to, next).href;
    if (origin === host && pathname === CALLBACK)
      return { at: next.slice(host.length), session: jars.get(host)?.get('anlan_session') };
  }
  throw new Error('no end of redirects');
}

describe('sign-in by a certified OpenID Connect server', () => {
  it('signs in the person of the account it vouches for, by discovery, code and PKCE', async () => {
    provider.person = 'zhang.san';
    const { at, session } = await browse();
    expect(at).toBe('/home');
    const cookies = { anlan_session: session ?? '' };
    const opened = await app.inject({ url: '/api/session', cookies });
    expect(opened.json()).toMatchObject({ person: { account: 'zhang.san' } });
  });

  it('lets nobody into an administrator’s account by its name: its owner links it, signed in', async () => {
    const id = '00000000-0000-4000-8000-000000000042';
    await enterPerson(stage.db, { id, account: 'wang.sys', role: 'system-administrator', region: 'cn.36.11.' });
    provider.person = 'wang.sys';
    expect(await browse()).toEqual({ at: '/sign-in?refused=identity-by-owner', session: undefined });
    const token = await stage.db.transaction().execute((tx) => openSession(tx, id, 'test'));
    const begin = async (as: string) => {
      const cookie = `${SESSION_COOKIE}=${as}`;
      const answer = await fetch(`${host}/api/account/identity`, {
        method: 'POST',
        headers: { cookie, 'x-anlan': '1', 'content-type': 'application/json' },
        body: '{}',
      });
      const ticket = /anlan_oidc=([^;]+)/.exec(answer.headers.getSetCookie().join())?.[1] ?? '';
      return { href: ((await answer.json()) as { href: string }).href, ticket };
    };
    // Begun by the owner, finished in a browser where somebody else, or nobody, is signed in.
    const stolen = await begin(token);
    expect((await browse(stolen.href, { anlan_oidc: stolen.ticket })).at).toBe('/account?identity=sign-in-expired');
    const own = await begin(token);
    const jar = { anlan_oidc: own.ticket, [SESSION_COOKIE]: token };
    expect((await browse(own.href, jar)).at).toBe('/account?identity=linked');
    const { at, session } = await browse();
    expect(at).toBe('/home');
    const opened = await app.inject({ url: '/api/session', cookies: { [SESSION_COOKIE]: session ?? '' } });
    expect(opened.json()).toMatchObject({ person: { account: 'wang.sys' } });
    const again = await begin(token);
    expect((await browse(again.href, { anlan_oidc: again.ticket, [SESSION_COOKIE]: token })).at).toBe(
      '/account?identity=identity-linked',
    );
  });

  it('refuses whom it does not know, and who cancels there', async () => {
    provider.person = 'nobody';
    expect(await browse()).toEqual({ at: '/sign-in?refused=identity-unknown', session: undefined });
    provider.person = null;
    expect(await browse()).toEqual({ at: '/sign-in?refused=identity-provider', session: undefined });
  });
});

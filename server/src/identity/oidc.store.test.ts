import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../http/index.ts';
import { enterPerson, openStage, OWN_ROUTES, type Stage } from '../http/testing/stage.ts';
import { CALLBACK } from './oidc.ts';
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
async function browse(): Promise<{ readonly at: string; readonly session: string | undefined }> {
  const jars = new Map<string, Map<string, string>>();
  let next = `${host}/api/session/oidc?next=/home`;
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

  it('refuses whom it does not know, and who cancels there', async () => {
    provider.person = 'nobody';
    expect(await browse()).toEqual({ at: '/sign-in?refused=identity-unknown', session: undefined });
    provider.person = null;
    expect(await browse()).toEqual({ at: '/sign-in?refused=identity-provider', session: undefined });
  });
});

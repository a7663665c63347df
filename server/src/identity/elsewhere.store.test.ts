import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp, type App } from '../http/index.ts';
import { enterPerson, openStage, OWN_ROUTES, type Stage } from '../http/testing/stage.ts';
import { openProvider, type TestProvider } from './testing/provider.ts';

const HOST = 'http://localhost:8420';
let stage: Stage;
let app: App;
let provider: TestProvider;

beforeAll(async () => {
  stage = await openStage();
  provider = await openProvider('anlan', 'client-secret');
  const configuration = {
    ...stage.context.configuration,
    publicUrl: HOST,
    oidcIssuer: provider.issuer,
    oidcClientId: 'anlan',
    oidcClientSecret: 'client-secret',
  };
  app = await buildApp({ ...stage.context, configuration }, OWN_ROUTES);
  await enterPerson(stage.db, {
    id: '00000000-0000-4000-8000-000000000031',
    account: 'zhang.san',
    role: 'inspector',
    region: 'cn.36.11.',
  });
});
afterAll(async () => {
  await app.close();
  await provider.close();
  await stage.close();
});

/** A browser's way: to the provider, back with a code; `tamper` changes the address it comes back to. */
async function visit(tamper: (back: URL) => void = () => {}) {
  const begun = await app.inject({ url: '/api/session/oidc?next=/home' });
  const ticket = begun.cookies.find(({ name }) => name === 'anlan_oidc')!.value;
  const at = await fetch(begun.headers.location!, { redirect: 'manual' });
  const back = new URL(at.headers.get('location')!);
  expect(back.origin).toBe(HOST);
  tamper(back);
  const url = `${back.pathname}${back.search}`;
  return { url, ticket, answer: await app.inject({ url, cookies: { anlan_oidc: ticket } }) };
}

describe('sign-in by an identity provider', () => {
  it('signs in the person of that account, and knows them by subject from then on', async () => {
    provider.person = { sub: 'u-1', preferred_username: 'ZHANG.san' };
    const { answer } = await visit();
    expect(answer.headers.location).toBe('/home');
    const cookie = answer.cookies.find(({ name }) => name === 'anlan_session')!.value;
    const session = await app.inject({ url: '/api/session', cookies: { anlan_session: cookie } });
    expect(session.json()).toMatchObject({ person: { account: 'zhang.san' } });
    provider.person = { sub: 'u-1', preferred_username: 'renamed' };
    expect((await visit()).answer.headers.location).toBe('/home');
    // The account name given to somebody else there is not this person here.
    provider.person = { sub: 'u-2', preferred_username: 'zhang.san' };
    expect((await visit()).answer.headers.location).toBe('/sign-in?refused=identity-unknown');
    provider.person = { sub: 'u-3', preferred_username: 'nobody' };
    expect((await visit()).answer.headers.location).toBe('/sign-in?refused=identity-unknown');
  });

  it.each(['nonce', 'signature', 'audience'] as const)('refuses a token with a wrong %s', async (spoil) => {
    provider.person = { sub: 'u-1' };
    provider.spoil = spoil;
    expect((await visit()).answer.headers.location).toBe('/sign-in?refused=identity-provider');
  });

  it('refuses a foreign state, a code brought twice, and a browser that did not begin', async () => {
    provider.person = { sub: 'u-1' };
    const foreign = await visit((back) => back.searchParams.set('state', 'other'));
    expect(foreign.answer.headers.location).toBe('/sign-in?refused=identity-provider');
    const { url, ticket, answer } = await visit();
    expect(answer.headers.location).toBe('/home');
    expect((await app.inject({ url, cookies: { anlan_oidc: ticket } })).headers.location).toBe(
      '/sign-in?refused=sign-in-expired',
    );
    expect((await app.inject({ url })).headers.location).toBe('/sign-in?refused=sign-in-expired');
  });

  it('asks for the code where one is in use, and audits how somebody came', async () => {
    await sql`INSERT INTO totp (person_id, secret, confirmed_at) VALUES ('00000000-0000-4000-8000-000000000031', 'x', now())`.execute(
      stage.db,
    );
    expect((await visit()).answer.headers.location).toMatch(/^\/sign-in\?next=%2Fhome#code=[\w-]{43}$/);
    const { rows } = await sql<{ method: string }>`
      SELECT detail ->> 'method' AS method FROM audit WHERE verb = 'session.start' AND outcome = 'done'`.execute(
      stage.db,
    );
    expect(rows.every(({ method }) => method === 'oidc')).toBe(true);
  });
});

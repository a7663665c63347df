import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A certified OpenID Connect server on loopback: its own discovery, keys, code flow with PKCE, and cookies. */
export interface RealProvider {
  readonly issuer: string;
  /** Account of whoever sits at its screen; null = they cancel. */
  person: string | null;
  close(): Promise<void>;
}

/** Starts it for one client; its screens are answered for the person named in `person`. */
export async function openRealProvider(client: {
  readonly id: string;
  readonly secret: string;
  readonly redirect: string;
}): Promise<RealProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state = { person: null as string | null };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirect] }],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    // The claims are wanted in the ID token itself, as many products send them.
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/screen/${uid}` },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, preferred_username: sub.replace(/^u:/, ''), name: sub }),
    }),
  });
  const application = provider.callback();
  server.on('request', (request, response) => {
    const screen = request.url?.startsWith('/screen/') === true;
    void (screen ? answerScreen(request, response) : application(request, response));
  });

  /** Whoever sits at the screen signs in and consents, or cancels. */
  async function answerScreen(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { person } = state;
    if (person === null) {
      const cancelled = { error: 'access_denied', error_description: 'cancelled' };
      return provider.interactionFinished(request, response, cancelled);
    }
    const accountId = `u:${person}`;
    const { params, prompt } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId } });
    const grant = new provider.Grant({ accountId, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid profile');
    const consent = { consent: { grantId: await grant.save() } };
    return provider.interactionFinished(request, response, consent, { mergeWithLastSubmission: true });
  }

  return {
    issuer,
    get person() {
      return state.person;
    },
    set person(person) {
      state.person = person;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

import type { Api } from './api.ts';
import type { Stage } from './stage.ts';
import { until } from './wait.ts';

/** Account and password of somebody that the demonstration does not offer. */
export interface Account {
  readonly account: string;
  readonly password: string;
}

export interface Post {
  readonly account: string;
  readonly name: string;
  /** Key of the kernel's roles. */
  readonly role: string;
  readonly regionPath?: string;
  readonly organisationId?: string;
}

const PASSWORD = 'Zhuzhan-2026-kan';

/** Accounts made by the city's security administrator, each with the password its link set. */
export async function enrol<K extends string>(
  stage: Stage,
  posts: Readonly<Record<K, Post>>,
): Promise<Record<K, Account>> {
  const security: Api = await stage.api('shangrao.security');
  const made = {} as Record<K, Account>;
  for (const key of Object.keys(posts) as K[]) {
    const { link } = await security.post<{ link: { href: string } }>('/api/people', posts[key]);
    const token = new URL(link.href).searchParams.get('token');
    await security.post('/api/session/reset', { token, password: PASSWORD });
    made[key] = { account: posts[key].account, password: PASSWORD };
  }
  return made;
}

/** The newest link printed at the machine, by which whoever runs it decides what nobody on the platform may. */
export async function machineLink(platform: Pick<Stage['platform'], 'log'>): Promise<URL> {
  const find = (): string | undefined => [...platform.log().matchAll(/approve once: (\S+)/g)].at(-1)?.[1];
  return new URL(await until('a link printed at the machine', find));
}

/**
 * An administrator asked for by `by`, approved at the machine, who has chosen a password with the link of the one and
 * the code of the other.
 */
export async function enterAdministrator(stage: Stage, by: Api, post: Post, password: string): Promise<void> {
  const { request } = await by.post<{ request: string }>('/api/people', { reason: '任命', ...post });
  const printed = (await machineLink(stage.platform)).searchParams.get('token');
  const { code } = await by.post<{ code: string }>('/api/approval/decide', { token: printed, approve: true });
  const { href } = await by.post<{ href: string }>(`/api/people/requests/${request}/link`, {});
  await by.post('/api/session/reset', { token: new URL(href).searchParams.get('token'), password, code });
}

/** An inspector of a county. */
export function inspectorOf(county: string, regionPath: string, account: string): Post {
  return { account, name: `${county}执法人员`, role: 'inspector', regionPath };
}

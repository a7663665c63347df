import type { Api } from './api.ts';
import type { Stage } from './stage.ts';

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

/** An inspector of a county. */
export function inspectorOf(county: string, regionPath: string, account: string): Post {
  return { account, name: `${county}执法人员`, role: 'inspector', regionPath };
}

import type { Session } from '@anlan/kernel/access';

type Who = Pick<Session, 'grant'> & { readonly person: Pick<Session['person'], 'id'> };

/** Who this page is drawn for while it stands on the screen; undefined on the pages before sign-in. */
let drawnFor: Who | undefined;
let over = false;
let waiting: ((back: boolean) => void)[] = [];
const listeners = new Set<() => void>();
const tabs = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('anlan.session');

function set(next: boolean): void {
  if (next === over) return;
  over = next;
  for (const listener of listeners) listener();
}

function release(back: boolean): void {
  set(false);
  const freed = waiting;
  waiting = [];
  for (const free of freed) free(back);
}

/** Has the session ended under a page that stands? What is typed on it is kept, and covered until the person is back. */
export const sessionOver = {
  read: (): boolean => over,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** A page stands for a session from now on; undefined = it has gone, and what waited for the person is refused. */
export function standsFor(session: Who | undefined): void {
  drawnFor = session;
  if (session === undefined) release(false);
}

/** The session was found over. False where no page stands: then there is nothing to come back to. */
export function foundOver(): boolean {
  if (drawnFor === undefined) return false;
  set(true);
  return true;
}

/** Waits until the person is back; false = somebody else came, the page has gone, or the question was given up. */
export function untilBack(signal?: AbortSignal): Promise<boolean> {
  if (signal?.aborted === true) return Promise.resolve(false);
  return new Promise((resolve) => {
    waiting.push(resolve);
    signal?.addEventListener('abort', () => resolve(false), { once: true });
  });
}

/**
 * What somebody's signing in means to the page: `back` = the same person under the same grant, what waited goes on;
 * `other` = the page was drawn for somebody else and must go; `first` = no page stands.
 */
export function entered(session: Who): 'back' | 'other' | 'first' {
  if (drawnFor === undefined) return 'first';
  if (drawnFor.person.id !== session.person.id) return 'other';
  if (drawnFor.grant !== session.grant && over) return 'other';
  release(true);
  return 'back';
}

/** The grant to go on under, where the same person came back under another of theirs. */
export function grantBefore(session: Session): string | undefined {
  if (!over || drawnFor === undefined || drawnFor.person.id !== session.person.id) return undefined;
  const { grant } = drawnFor;
  return grant !== session.grant && session.grants.some(({ id }) => id === grant) ? grant : undefined;
}

/** Other tabs of this browser share the session: they hear who has it now. */
export function tellTabs(): void {
  // eslint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin
  tabs?.postMessage('changed');
}

/** Calls `listener` when another tab signed in or out. */
export function onOtherTab(listener: () => void): () => void {
  tabs?.addEventListener('message', listener);
  return () => tabs?.removeEventListener('message', listener);
}

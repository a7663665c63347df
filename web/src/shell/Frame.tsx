import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import {
  lazy,
  Suspense,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { onOtherTab, sessionOver, standsFor, useSession, useSessionQuery } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { startLive, useLive, useLiveReset, useLiveState } from '../live/index.ts';
import { Failed, Loading } from '../parts/index.ts';
import { timeText, useNow } from '../time/index.ts';
import styles from './Frame.module.css';
import { OfflineBanner, VersionBanner } from '../offline/Banner.tsx';
import { PhoneNav } from './PhoneNav.tsx';
import { Rail } from './Rail.tsx';
import { TopBar } from './TopBar.tsx';
import { WORDS } from './words.ts';

const SignInAgain = lazy(() => import('../entrance/index.tsx').then((room) => ({ default: room.SignInAgain })));

/** Lets only the signed-in through, to the sign-in page otherwise, and keeps the live connection of those who may have one. */
function SignedIn({ children }: { readonly children: ReactNode }) {
  const session = useSessionQuery();
  const { pathname, search } = useLocation();
  const live = session.data?.verbs.includes('alarm.read') ?? false;
  useEffect(() => (live ? startLive() : undefined), [live]);
  useFreshLists();
  const over = useStanding();
  if (session.isPending) return <Loading />;
  if (session.isError && session.data === undefined)
    return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (session.data == null) return <Navigate to={`/sign-in?next=${encodeURIComponent(pathname + search)}`} replace />;
  // A password or a second factor is due: nothing else would be answered.
  if (session.data.must !== null && pathname !== '/account') return <Navigate to="/account" replace />;
  return (
    <>
      {children}
      {over ? (
        <Suspense>
          <SignInAgain />
        </Suspense>
      ) : null}
    </>
  );
}

/** The page stands for its session, asks anew when another tab changes it or the live connection breaks; is it over? */
function useStanding(): boolean {
  const { data } = useSessionQuery();
  const client = useQueryClient();
  const broken = useLiveState() === 'waiting';
  const ask = useEffectEvent(() => void client.invalidateQueries({ queryKey: ['session'] }));
  const [person, grant] = [data?.person.id, data?.grant];
  useEffect(() => {
    if (person !== undefined && grant !== undefined) standsFor({ person: { id: person }, grant });
  }, [person, grant]);
  useEffect(() => () => standsFor(undefined), []);
  useEffect(() => onOtherTab(() => ask()), []);
  useEffect(() => (broken ? ask() : undefined), [broken]);
  return useSyncExternalStore(sessionOver.subscribe, sessionOver.read);
}

/** A signed-in page that fills the whole screen, such as the wall. */
export function BareFrame() {
  return (
    <SignedIn>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </SignedIn>
  );
}

/** Rail, top bar, page; the phone's navigation below 768 px. */
export function Frame() {
  const t = useWords(WORDS);
  return (
    <SignedIn>
      <div className={styles.frame}>
        <a className={styles.skip} href="#content">
          {t('skip')}
        </a>
        <Rail />
        <div className={styles.head}>
          <ConnectionBanner />
          <TopBar />
        </div>
        <main id="content" className={styles.main} tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </main>
        <PhoneNav />
      </div>
    </SignedIn>
  );
}

/** Alarm events make alarm lists and the to-do page stale; asked for again at most once a second. */
function useFreshLists(): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refresh = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: ['alarms'] });
      void client.invalidateQueries({ queryKey: ['home'] });
    }, 1000);
  };
  useLive('event', refresh);
  useLiveReset(() => void client.invalidateQueries());
  useEffect(() => () => clearTimeout(timer.current), []);
}

const online = {
  read: () => navigator.onLine,
  subscribe(listener: () => void) {
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => (window.removeEventListener('online', listener), window.removeEventListener('offline', listener));
  },
};

/** Offline is not a danger: an ink banner says what still works and as of when. */
function ConnectionBanner() {
  const t = useWords(WORDS);
  const connected = useSyncExternalStore(online.subscribe, online.read);
  const live = useSession().verbs.includes('alarm.read');
  const state = useLiveState();
  const now = useNow();
  const [lostAt, setLostAt] = useState<number | null>(null);
  useEffect(() => setLostAt((before) => (state === 'open' ? null : (before ?? Date.now()))), [state]);
  if (!connected) return <OfflineBanner />;
  if (!live || lostAt === null || now - lostAt < 3000) return <VersionBanner />;
  return (
    <div className={styles.banner} role="status" data-noprint>
      <WifiOff size={14} strokeWidth={1.7} aria-hidden />
      {t('waiting', { time: timeText(lostAt) })}
    </div>
  );
}

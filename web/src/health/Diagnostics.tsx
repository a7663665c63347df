import { diagnosticsSchema } from '@anlan/kernel/diagnostics';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import { WORDS } from './diagnostics-words.ts';
import styles from './HealthPage.module.css';
import { History } from './History.tsx';
import { Events, Journal } from './Pipeline.tsx';
import { Processes } from './Processes.tsx';
import { SlowList, Stores } from './Stores.tsx';
import { Traces } from './Traces.tsx';

/** For the system administrator: what every part does now, what took long, and why. */
export function Diagnostics({ listeners }: { readonly listeners: ReactNode }) {
  const t = useWords(WORDS);
  const [search, setSearch] = useSearchParams();
  const look = useQuery({
    queryKey: ['diagnostics'],
    refetchInterval: 10_000,
    queryFn: async ({ signal }) => {
      const asked = Date.now();
      const seen = await api.get('/diagnostics', diagnosticsSchema, signal);
      // The platform looked at its clock shortly before its answer came.
      return { seen, offset: Date.now() - seen.at - Math.min(50, (Date.now() - asked) / 2) };
    },
  });
  const shown = search.get('trace');
  const show = (cause: string | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (cause === null) next.delete('trace');
        else next.set('trace', cause);
        return next;
      },
      { replace: true },
    );
  if (look.isPending) return <Loading rows={8} />;
  if (look.data === undefined) return <Failed error={look.error} retry={() => void look.refetch()} />;
  const { seen, offset } = look.data;
  return (
    <>
      <Processes processes={seen.processes} />
      <div className={styles.cards}>
        <Journal seen={seen} />
        <Events seen={seen} />
        <Stores seen={seen} offset={offset} />
      </div>
      <History />
      {listeners}
      <Traces shown={shown} onShow={show} />
      <SlowList title={t('slowRequests')} rows={seen.requests} onTrace={show} />
      <SlowList title={t('slowQueries')} rows={seen.statements} onTrace={show} />
    </>
  );
}

/** One file for whoever helps from afar. */
export function BundleButton() {
  const t = useWords(WORDS);
  return (
    <a href="/api/diagnostics/bundle" download title={t('bundleNote')} data-testid="bundle">
      {t('bundle')}
    </a>
  );
}

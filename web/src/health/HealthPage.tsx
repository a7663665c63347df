import { useQuery } from '@tanstack/react-query';
import { Radio as RadioIcon } from 'lucide-react';
import { api, healthSchema, listenersSchema, usePlatform } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { useLiveState } from '../live/index.ts';
import { Card, Empty, Facts, Failed, Loading, Num, numberText, PageHead, StatusWord, type WorkState } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page } from '../shell/index.ts';
import table from '../shell/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './HealthPage.module.css';
import { WORDS } from './words.ts';

const GOOD = new Set(['up', 'ok', 'ready', 'running', 'healthy', 'open']);

function stateOf(state: string): WorkState {
  if (GOOD.has(state)) return 'done';
  return state === 'starting' || state === 'connecting' ? 'doing' : 'late';
}

/** Stores as rows, whatever shape the server gives: a list of named states or an object of them. */
export function storeRows(stores: unknown): { name: string; state: string; note: string }[] {
  if (typeof stores !== 'object' || stores === null) return [];
  const entries = Array.isArray(stores) ? stores.map((one: unknown, index) => [String(index), one] as const) : Object.entries(stores);
  return entries.map(([key, value]) => {
    if (typeof value !== 'object' || value === null) return { name: key, state: String(value), note: '' };
    const { name, store, state, ...rest } = value as Record<string, unknown>;
    const note = Object.entries(rest).filter(([, one]) => typeof one !== 'object').map(([word, one]) => `${word} ${String(one)}`).join(' · ');
    return { name: String(name ?? store ?? key), state: String(state ?? 'up'), note };
  });
}

/** Is the platform itself well: processes, stores, intake, live push. */
export function HealthPage() {
  const t = useWords(WORDS);
  const health = useQuery({ queryKey: ['health'], refetchInterval: 10_000, queryFn: ({ signal }) => api.get('/health', healthSchema, signal) });
  const devices = useMay('device.read');
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} actions={<a href="/api/docs">{t('api')}</a>} />
      {health.isPending ? <Loading /> : null}
      {health.isError && health.data === undefined ? <Failed error={health.error} retry={() => void health.refetch()} /> : null}
      <div className={styles.cards}>
        {health.data?.processes == null ? null : (
          <Card title={t('processes')}>
            <Facts rows={health.data.processes.map((one) => [one.name, <span key={one.name} className={styles.line}><StatusWord state={stateOf(one.state)}>{one.state}</StatusWord>{one.restarts == null || one.restarts === 0 ? null : t('restarts', { n: one.restarts })}</span>] as const)} />
          </Card>
        )}
        {health.data === undefined ? null : (
          <Card title={t('stores')}>
            <Facts rows={storeRows(health.data.stores).map((one) => [one.name, <span key={one.name} className={styles.line}><StatusWord state={stateOf(one.state)}>{one.state}</StatusWord>{one.note}</span>] as const)} />
          </Card>
        )}
        <Versions backlog={health.data?.intake?.backlog} />
      </div>
      {devices ? <Listeners /> : null}
    </Page>
  );
}

function Versions({ backlog }: { readonly backlog: number | null | undefined }) {
  const t = useWords(WORDS);
  const live = useLiveState();
  const platform = usePlatform().data;
  const number = platform?.boundaries.reviewNumber;
  return (
    <Card title="安澜">
      <Facts
        rows={[
          [t('version'), platform?.version],
          [t('live'), <StatusWord key="live" state={stateOf(live)}>{t(live)}</StatusWord>],
          [t('intake'), backlog == null ? null : t('backlog', { n: numberText(backlog) })],
          [t('boundaries'), platform === undefined ? null : `${number == null ? t('noReview') : t('review', { number })}`],
        ]}
      />
    </Card>
  );
}

function Listeners() {
  const t = useWords(WORDS);
  const intake = useQuery({ queryKey: ['intake'], refetchInterval: 5000, queryFn: ({ signal }) => api.get('/intake', listenersSchema, signal) });
  const heads = [t('listener'), t('port'), t('sessions'), t('accepted'), t('perSecond'), t('refused')];
  return (
    <Card title={t('intake')} flush>
      {intake.isError && intake.data === undefined ? <Failed error={intake.error} retry={() => void intake.refetch()} /> : null}
      {intake.data?.length === 0 ? <Empty icon={<RadioIcon size={20} strokeWidth={1.6} />} title={t('none')} /> : null}
      {intake.data === undefined || intake.data.length === 0 ? null : (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead><tr>{heads.map((head, index) => <th key={head} className={index === 0 ? '' : table.number}>{head}</th>)}</tr></thead>
            <tbody>
              {intake.data.map((row) => {
                const refused = row.refusals.reduce((sum, one) => sum + one.count, 0);
                const explain = row.refusals.filter((one) => one.count > 0).map((one) => [one.label, `${numberText(one.count)}${one.lastAt == null ? '' : ` · ${stampText(one.lastAt)}`}`] as const);
                return (
                  <tr key={row.listener}>
                    <td>{row.listener}</td>
                    <td className={table.number}>{row.port ?? '—'}</td>
                    <td className={table.number}>{numberText(row.sessions)}</td>
                    <td className={table.number}>{numberText(row.accepted)}</td>
                    <td className={table.number}>{numberText(row.perSecond, 1)}</td>
                    <td className={table.number}><Num value={refused} explain={explain.length === 0 ? undefined : explain} title={t('refused')} /></td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Radio as RadioIcon } from 'lucide-react';
import { useState } from 'react';
import { api, healthSchema, listenersSchema, usePlatform } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useLiveState } from '../live/index.ts';
import {
  Card,
  Empty,
  Facts,
  Failed,
  Loading,
  Num,
  numberText,
  PageHead,
  StatusWord,
  Table,
  type WorkState,
} from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { BundleButton, Diagnostics } from './Diagnostics.tsx';
import styles from './HealthPage.module.css';
import { WORDS } from './words.ts';

const GOOD = new Set(['up', 'ok', 'ready', 'running', 'healthy', 'open']);

/** What the parts of the platform are called. */
const NAMES: Record<string, { readonly zh: string; readonly en: string }> = {
  media: { zh: '视频', en: 'Video' },
  postgresql: { zh: '业务库', en: 'Records store' },
  clickhouse: { zh: '历史库', en: 'History store' },
  ingest: { zh: '接入', en: 'Intake' },
  journal: { zh: '接入日志', en: 'Intake journal' },
  history: { zh: '写历史', en: 'History writer' },
  rules: { zh: '规则判断', en: 'Rules' },
};

function stateOf(state: string): WorkState {
  if (GOOD.has(state)) return 'done';
  return state === 'starting' || state === 'connecting' ? 'doing' : 'late';
}

/** Is the platform itself well: processes, stores, intake, live push. */
export function HealthPage() {
  const t = useWords(WORDS);
  const health = useQuery({
    queryKey: ['health'],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get('/health', healthSchema, signal),
  });
  const devices = useMay('device.read');
  const diagnoses = useMay('platform.diagnose');
  const { language } = useLanguage();
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <>
            {diagnoses ? <BundleButton /> : null}
            <a href="/api/docs">{t('api')}</a>
          </>
        }
      />
      {health.isPending ? <Loading /> : null}
      {health.isError && health.data === undefined ? (
        <Failed error={health.error} retry={() => void health.refetch()} />
      ) : null}
      <div className={styles.cards}>
        {health.data === undefined ? null : (
          <Card
            title={t('parts')}
            note={
              health.data.startedAt == null ? undefined : t('startedAt', { time: stampText(health.data.startedAt) })
            }
          >
            <Facts
              rows={health.data.parts.map(
                (one) =>
                  [
                    NAMES[one.name]?.[language] ?? one.name,
                    <span key={one.name} className={styles.line}>
                      <StatusWord state={stateOf(one.state)}>
                        {t(stateOf(one.state) === 'done' ? 'up' : 'down')}
                      </StatusWord>
                      {one.detail}
                    </span>,
                  ] as const,
              )}
            />
          </Card>
        )}
        <Versions />
      </div>
      {diagnoses ? <Diagnostics listeners={devices ? <Listeners /> : null} /> : devices ? <Listeners /> : null}
    </Page>
  );
}

function Versions() {
  const t = useWords(WORDS);
  const live = useLiveState();
  const listens = useMay('alarm.read');
  const platform = usePlatform().data;
  const number = platform?.boundaries.reviewNumber;
  return (
    <Card title="安澜">
      <Facts
        rows={[
          [t('version'), platform?.version],
          ...(listens
            ? [
                [
                  t('live'),
                  <StatusWord key="live" state={stateOf(live)}>
                    {t(live)}
                  </StatusWord>,
                ] as const,
              ]
            : []),
          [t('boundaries'), platform === undefined ? null : number == null ? t('noReview') : t('review', { number })],
        ]}
      />
    </Card>
  );
}

function Listeners() {
  const t = useWords(WORDS);
  const intake = useQuery({
    queryKey: ['intake'],
    refetchInterval: 5000,
    queryFn: ({ signal }) => api.get('/intake', listenersSchema, signal),
  });
  const heads = [t('listener'), t('port'), t('sessions'), t('accepted'), t('perSecond'), t('refused')];
  return (
    <Card title={t('intake')} flush>
      {intake.isError && intake.data === undefined ? (
        <Failed error={intake.error} retry={() => void intake.refetch()} />
      ) : null}
      {intake.data?.length === 0 ? <Empty icon={<RadioIcon size={20} strokeWidth={1.6} />} title={t('none')} /> : null}
      {intake.data === undefined || intake.data.length === 0 ? null : (
        <Table heads={heads.map((head, index) => ({ label: head, number: index > 0 }))}>
          {intake.data.map((row) => {
            const refused = row.refusals.reduce((sum, one) => sum + one.count, 0);
            const explain = row.refusals
              .filter((one) => one.count > 0)
              .map(
                (one) =>
                  [
                    one.label,
                    `${numberText(one.count)}${one.lastAt == null ? '' : ` · ${stampText(one.lastAt)}`}`,
                  ] as const,
              );
            return (
              <tr key={row.listener}>
                <td>{row.listener}</td>
                <td className={table.number}>{row.port || '—'}</td>
                <td className={table.number}>{numberText(row.sessions)}</td>
                <td className={table.number}>{numberText(row.accepted)}</td>
                <td className={table.number}>
                  <Rate accepted={row.accepted} at={intake.dataUpdatedAt} />
                </td>
                <td className={table.number}>
                  <Num value={refused} explain={explain.length === 0 ? undefined : explain} title={t('refused')} />
                </td>
              </tr>
            );
          })}
        </Table>
      )}
    </Card>
  );
}

/** Messages per second between the last two answers. */
function Rate({ accepted, at }: { readonly accepted: number; readonly at: number }) {
  const [before, setBefore] = useState({ accepted, at, rate: null as number | null });
  if (before.at !== at) {
    const rate = ((accepted - before.accepted) * 1000) / (at - before.at);
    setBefore({ accepted, at, rate: rate < 0 ? null : rate });
  }
  return <>{numberText(before.rate, 1)}</>;
}

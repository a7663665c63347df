import {
  exceedancesSchema,
  inChinese,
  tracedSchema,
  vocPointsSchema,
  type TracedSources,
} from '@anlan/kernel/workbench';
import { useQuery } from '@tanstack/react-query';
import { Wind } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, RiskMark } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { Segments } from './fields.tsx';
import { TraceMap } from './TraceMap.tsx';
import { metresText, rateText, shareText, significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

const HOURS = ['1', '3', '6', '12'] as const;
const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
type Level = (typeof LEVELS)[number];
const levelOf = (level: string): Level => LEVELS.find((one) => one === level) ?? 'blue';

/** VOC exceedances and, for the chosen one, candidates upwind ranked with their likelihood (S20). */
export function TracePage() {
  const t = useWords(WORDS);
  const [search, setSearch] = useSearchParams();
  const keep = useKeepScope();
  const list = useQuery({
    queryKey: ['workbench', 'exceedances'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/workbench/exceedances?days=7', exceedancesSchema, signal),
  });
  const points = useQuery({
    queryKey: ['workbench', 'voc-points'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/workbench/voc-points', vocPointsSchema, signal),
  });
  const point = search.get('point') ?? list.data?.[0]?.point ?? null;
  const chosen =
    list.data?.find((one) => one.id === search.get('alarm')) ??
    (search.get('point') === null ? list.data?.[0] : undefined);
  const hours = HOURS.find((one) => one === search.get('hours')) ?? '3';
  const until = chosen === undefined ? undefined : Math.min(Date.now(), chosen.at + 40 * 60_000);
  const traced = useQuery({
    queryKey: ['workbench', 'trace', point, chosen?.id, hours],
    enabled: point !== null,
    retry: false,
    queryFn: ({ signal }) => api.get(`/workbench/trace${query({ point, until, hours })}`, tracedSchema, signal),
  });
  return (
    <Page title={t('trace')}>
      <PageHead title={t('trace')} note={t('traceNote')} />
      <div className={styles.trace}>
        <Card title={t('exceedances')} note={list.data === undefined ? undefined : numberText(list.data.length)} flush>
          {list.data === undefined ? list.isError ? <Failed error={list.error} /> : <Loading rows={4} /> : null}
          {list.data?.length === 0 ? (
            <Empty icon={<Wind size={20} strokeWidth={1.6} />} title={t('noExceedance')} />
          ) : null}
          <nav className={styles.exceedances}>
            {(list.data ?? []).map((one) => (
              <Link
                key={one.id}
                to={keep(`/workbench/trace?point=${one.point}&alarm=${one.id}`)}
                aria-current={one.id === chosen?.id ? 'page' : undefined}
                data-testid="exceedance"
              >
                <RiskMark level={levelOf(one.level)} size={12} />
                <span>
                  {one.station}
                  <small>
                    {one.label} · {stampText(one.at)}
                  </small>
                </span>
                <b>{one.value === null ? '—' : `${significant(one.value)}`}</b>
              </Link>
            ))}
          </nav>
          <h3 className={styles.subhead}>{t('anyStation')}</h3>
          <nav className={styles.exceedances}>
            {(points.data ?? []).map((one) => (
              <Link
                key={one.id}
                to={keep(`/workbench/trace?point=${one.id}`)}
                aria-current={one.id === point && chosen === undefined ? 'page' : undefined}
                data-testid="voc-point"
              >
                <Wind size={12} aria-hidden />
                <span>
                  {one.station}
                  <small>
                    {one.name} {one.at === null ? '' : stampText(one.at).slice(11)}
                  </small>
                </span>
                <b>{one.value === null ? '—' : significant(one.value)}</b>
              </Link>
            ))}
          </nav>
        </Card>
        <div className={styles.stack}>
          <Segments
            label={t('trace')}
            value={hours}
            options={HOURS.map((one) => [one, t('hours', { n: one })] as const)}
            onChange={(next) => {
              const wanted = new URLSearchParams(search);
              wanted.set('hours', next);
              setSearch(wanted, { replace: true });
            }}
          />
          {traced.isError ? <Failed error={traced.error} /> : null}
          {traced.data === undefined ? (
            traced.isFetching ? (
              <Loading rows={6} />
            ) : null
          ) : (
            <Ranked traced={traced.data} />
          )}
        </div>
      </div>
    </Page>
  );
}

function Ranked({ traced }: { readonly traced: TracedSources }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const stations = new Set(traced.readings.map(({ station }) => station)).size;
  return (
    <>
      <Card title={traced.point.station} note={traced.point.name} flush>
        <TraceMap traced={traced} />
      </Card>
      <Card
        title={t('ranked')}
        note={t('background', { value: significant(traced.background, 2), n: traced.readings.length, stations })}
        extra={<span data-testid="trace-other">{t('other', { share: shareText(traced.other) })}</span>}
        flush
      >
        <table className={styles.zones} data-testid="trace-ranked">
          <thead>
            <tr>
              <th aria-label={t('level')} />
              <th>{t('candidate')}</th>
              <th>{t('share')}</th>
              <th>{t('traceRate')}</th>
              <th>{t('away')}</th>
              <th>{t('offWind')}</th>
              <th>{t('explains')}</th>
            </tr>
          </thead>
          <tbody>
            {traced.ranked.slice(0, 15).map((one, i) => (
              <tr
                key={one.id}
                data-testid="trace-row"
                data-id={one.id}
                data-enterprise={one.enterprise}
                data-share={one.share}
              >
                <td>{i + 1}</td>
                <td>
                  <Link to={keep(`/registry/${one.kind === 'tank' ? 'tanks' : 'enterprises'}/${one.id}`)}>
                    {one.name}
                  </Link>
                  <small>{one.kind === 'tank' ? one.enterpriseName : ''}</small>
                </td>
                <td>
                  <span className={styles.bar}>
                    <i style={{ width: `${100 * one.share}%` }} />
                  </span>
                  {shareText(one.share)}
                </td>
                <td>{rateText(one.rate)}</td>
                <td>{metresText(one.distance)}</td>
                <td>{Math.round(one.offWind)}°</td>
                <td>{one.explains}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className={styles.small}>
          {traced.warnings.map((warning) => (language === 'zh' ? inChinese(warning) : warning)).join('；')}
        </p>
      </Card>
    </>
  );
}

import { pondStateSchema, type PondState } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { BookOpen } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { api, query } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import {
  Card,
  Facts,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  RiskMark,
  Scroll,
  StatusWord,
} from '../parts/index.ts';
import { useMemo } from 'react';
import { PointTiles, TimeSlider, useReplay } from '../points/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { pointViewSchema } from '@anlan/kernel/telemetry';
import styles from './Pond.module.css';
import { Inclinometers } from './Inclinometers.tsx';
import { Section } from './Section.tsx';
import { WORDS } from './words.ts';

/** A tailings pond: its cross-section with the limits, its warnings put together, who lives below, its points. */
export function PondPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const state = useQuery({
    queryKey: ['pond', id],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(`/tailings-ponds/${id}/state`, pondStateSchema, signal),
  });
  const name = state.data?.name ?? t('pond');
  return (
    <Page title={name}>
      <PageHead
        title={name}
        crumbs={[{ label: t('title'), href: keep('/tailings') }]}
        actions={
          <Link to={keep(`/registry/tailings-ponds?open=${id}`)}>
            <Button icon={<BookOpen size={15} aria-hidden />}>{t('record')}</Button>
          </Link>
        }
      />
      {state.isPending ? <Loading rows={8} /> : null}
      {state.isError && state.data === undefined ? (
        <Failed error={state.error} retry={() => void state.refetch()} />
      ) : null}
      {state.data === undefined ? null : <Shown pond={state.data} />}
    </Page>
  );
}

function Shown({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const ids = useMemo(() => pond.points.map(({ id }) => id).toSorted((a, b) => (a < b ? -1 : 1)), [pond]);
  const replay = useReplay(ids, 72);
  return (
    <>
      <div className={styles.columns}>
        <Card title={t('section')} note={t('sectionNote')} flush>
          <Warnings pond={pond} />
          <div data-testid="pond-section">
            <Scroll>
              <Section pond={pond} replay={replay} />
            </Scroll>
          </div>
          <TimeSlider replay={replay} />
        </Card>
        <Exposure pond={pond} />
      </div>
      <Surveys pond={pond} />
      <Points pond={pond} />
    </>
  );
}

function Warnings({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <div className={styles.items} data-testid="pond-level" data-level={pond.level ?? 'none'}>
      {pond.level === null ? (
        <StatusWord state="done">{t('normal')}</StatusWord>
      ) : (
        <b>
          <RiskMark level={pond.level} label={levelWord(pond.level, 'alarm', language)} />{' '}
          {levelWord(pond.level, 'alarm', language)}
        </b>
      )}
      {pond.items.map(({ label, level }) => (
        <span key={label}>
          {level === null ? null : <RiskMark level={level} label={levelWord(level, 'alarm', language)} />} {label}
        </span>
      ))}
    </div>
  );
}

function Exposure({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const metres = (value: number | null) => (value === null ? '—' : `${numberText(value)} m`);
  return (
    <Card title={t('exposure')} note={t(pond.headTop ? 'headTop' : 'notHeadTop')}>
      <Facts
        rows={[
          [t('people'), pond.downstreamPeople === null ? '—' : numberText(pond.downstreamPeople)],
          [t('distance'), metres(pond.downstreamDistance)],
          [t('places'), pond.downstreamPlaces ?? '—'],
          [t('freeboard'), pond.freeboard === null ? t('unknown') : `${numberText(pond.freeboard, 2)} m`],
          [t('beach'), metres(pond.beach === null ? null : Math.round(pond.beach))],
        ]}
      />
    </Card>
  );
}

/** What was surveyed by hand, and where to enter the next. */
function Surveys({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <div className={styles.surveys}>
      <Inclinometers boreholes={pond.boreholes} />
      <p className={styles.doors}>
        <Link to={keep(`/registry/inclinometer-surveys?pond=${pond.id}`)}>{t('toInclinometers')}</Link>
        <Link to={keep(`/registry/beach-surveys?pond=${pond.id}`)}>{t('toBeaches')}</Link>
        <Link to={keep('/comparisons')}>{t('toComparisons')}</Link>
      </p>
    </div>
  );
}

function Points({ pond }: { readonly pond: PondState }) {
  const t = useWords(WORDS);
  const points = useQuery({
    queryKey: ['pond-points', pond.id],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get(`/points${query({ unit: pond.id })}`, pointViewSchema.array(), signal),
  });
  if (points.data === undefined || points.data.length === 0) return null;
  return (
    <Card title={t('points')} flush>
      <PointTiles points={points.data} />
    </Card>
  );
}

import type { PointView, ProcessWatch } from '@anlan/kernel/telemetry';
import { Button, Segmented } from 'antd';
import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Failed, Loading, numberText, OriginTag, PageHead, TrendChart } from '../parts/index.ts';
import { PointTiles } from '../points/index.ts';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { Contributions } from './Contributions.tsx';
import { WatchState } from './ListPage.tsx';
import { ModelCard } from './ModelCard.tsx';
import styles from './ProcessWatch.module.css';
import { useCourse, useWatch } from './queries.ts';
import { RetireButton } from './RetireButton.tsx';
import { WORDS } from './words.ts';

/** One process watch: how far the unit is from normal, since when, and which points make it so. */
export function ProcessWatchPage() {
  const t = useWords(WORDS);
  const region = useRegionName();
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useWatch(id);
  const watch = found.data;
  const writes = useMay('alarm.limit');
  const name = watch?.name ?? t('title');
  return (
    <Page title={name}>
      <PageHead
        title={name}
        note={watch === undefined ? undefined : `${watch.enterprise ?? '—'} · ${region(watch.regionName)}`}
        crumbs={[{ label: t('title'), href: keep('/process-watch') }]}
        actions={
          watch === undefined ? undefined : (
            <>
              {watch.alarm === null ? null : (
                <Link to={keep(`/desk?alarm=${watch.alarm.id}`)}>
                  <Button icon={<BellRing size={15} aria-hidden />}>{t('alarm')}</Button>
                </Link>
              )}
              {writes && watch.retiredAt === null ? <RetireButton watch={watch} /> : null}
            </>
          )
        }
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && watch === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {watch === undefined ? null : <Shown watch={watch} />}
    </Page>
  );
}

function Shown({ watch }: { readonly watch: ProcessWatch }) {
  const t = useWords(WORDS);
  const [at, setAt] = useState<number>();
  return (
    <>
      {watch.retiredBecause === null ? null : (
        <p role="status">{t('retiredBecause', { reason: watch.retiredBecause })}</p>
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Course watch={watch} pick={setAt} />
          <Card title={t('measured')} note={numberText(watch.points.length)} flush>
            <PointTiles points={watch.points} />
          </Card>
        </div>
        <div className={styles.column}>
          <Contributions id={watch.id} at={at} onset={watch.alarm?.since} show={setAt} />
          <ModelCard watch={watch} />
        </div>
      </div>
    </>
  );
}

const HOURS = [1, 6, 24, 168];

function Course({ watch, pick }: { readonly watch: ProcessWatch; readonly pick: (at: number) => void }) {
  const t = useWords(WORDS);
  const [hours, setHours] = useState(1);
  const point = (kind: string) => watch.computed.find((one) => one.kind === kind);
  const deviation = point('process-deviation');
  return (
    <Card
      title={t('course')}
      note={t('courseNote')}
      extra={
        <Segmented
          size="small"
          value={hours}
          onChange={setHours}
          options={HOURS.map((value) => ({ value, label: value === 168 ? '7 d' : `${value} h` }))}
        />
      }
    >
      <div className={styles.band}>
        <p>
          {t('now')}
          <b data-off={(watch.deviation?.value ?? 0) >= 1} data-testid="deviation">
            {numberText(watch.deviation?.value, 2)}
          </b>
          <WatchState row={watch} />
        </p>
        <p>
          {t('deviation')}
          <br />
          {t('deviationNote')}
          <br />
          {deviation === undefined ? null : <OriginTag origin={deviation.origin} />}
        </p>
      </div>
      <Line point={deviation} title={t('deviation')} hours={hours} height={190} pick={pick} grave />
      <Line point={point('process-t2')} title={t('t2')} note={t('t2Why')} hours={hours} height={120} pick={pick} />
      <Line point={point('process-spe')} title={t('spe')} note={t('speWhy')} hours={hours} height={120} pick={pick} />
    </Card>
  );
}

interface LineProps {
  readonly point: PointView | undefined;
  readonly title: string;
  readonly note?: string;
  readonly hours: number;
  readonly height: number;
  readonly pick: (at: number) => void;
  readonly grave?: boolean;
}

function Line({ point, title, note, hours, height, pick, grave = false }: LineProps) {
  const t = useWords(WORDS);
  const series = useCourse(point?.id, hours);
  if (point === undefined) return null;
  const { H = 1, HH } = point.limits;
  const limits = [
    { value: H, label: t('limit'), level: 'yellow' as const },
    ...(grave && HH !== undefined ? [{ value: HH, label: t('grave'), level: 'orange' as const }] : []),
  ];
  return (
    <div className={styles.chart}>
      <h3>
        {title}
        {note === undefined ? null : <small>{note}</small>}
      </h3>
      {series.isPending ? <Loading rows={3} /> : null}
      {series.data === undefined ? null : (
        <TrendChart
          series={series.data}
          limits={limits}
          expectedPeriod={point.expectedPeriod}
          height={height}
          label={title}
          pick={pick}
        />
      )}
    </div>
  );
}

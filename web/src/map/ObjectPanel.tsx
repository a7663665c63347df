import type { AlarmView } from '@anlan/kernel/alarm';
import { SYSTEMS } from '@anlan/systems';
import { LEVELS as RISK_LEVELS, type Level } from '@anlan/kernel/entity';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { LimitTrend } from '../desk/alarm/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useReading } from '../live/index.ts';
import { Failed, Loading, numberText, OriginTag, RiskMark, RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { ageText, useNow } from '../time/index.ts';
import { seriesSchema } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { api, query } from '../api/index.ts';
import { CardTools } from './AlarmPanel.tsx';
import { TRACK_SPAN, useRecord, useTrack } from './facts.ts';
import styles from './Map.module.css';
import type { Stage } from './stage.ts';
import { WORDS } from './words.ts';

interface ObjectPanelProps {
  readonly kind: string;
  readonly id: string;
  /** Name as the map knows it, for things without a record. */
  readonly name: string;
  readonly stage: Stage | null;
  readonly alarms: readonly AlarmView[];
  readonly time: number | null;
  /** Has the address named no place, so that the map should come to the object? */
  readonly arriving: boolean;
  readonly onClose: () => void;
  readonly onAlarm: (id: string) => void;
}

/** The card of whatever was chosen: a moving object, an enterprise, a tank, a point. */
export function ObjectPanel(props: ObjectPanelProps) {
  const cards: Readonly<Record<string, (props: ObjectPanelProps) => ReactNode>> = { vehicle: MoverCard, vessel: MoverCard, point: PointCard };
  const Content = cards[props.kind] ?? PlaceCard;
  return (
    <aside className={`${styles.panel} ${styles.card}`} data-testid="object-card" data-object={`${props.kind}:${props.id}`}>
      <Content {...props} />
    </aside>
  );
}

interface HeadProps {
  readonly title: ReactNode;
  readonly sub: ReactNode;
  readonly tags: ReactNode;
  readonly onClose: () => void;
}

function Head({ title, sub, tags, onClose }: HeadProps) {
  return (
    <header className={styles.head}>
      <div>
        {tags}
        <span><CardTools onClose={onClose} /></span>
      </div>
      <h2>{title}</h2>
      <p>{sub}</p>
    </header>
  );
}

function Alarms({ alarms, onAlarm }: Pick<ObjectPanelProps, 'alarms' | 'onAlarm'>) {
  const t = useWords(WORDS);
  return (
    <section className={styles.section}>
      <h3>{t('alarmsHere')}</h3>
      {alarms.length === 0 ? <p>{t('noAlarmsHere')}</p> : null}
      {alarms.slice(0, 6).map((alarm) => (
        <button key={alarm.id} type="button" onClick={() => onAlarm(alarm.id)}>
          <RiskMark level={alarm.level} label={alarm.level} /> {alarm.subjectName} · {alarm.label}
          <b>{numberText(alarm.value)} {alarm.unit}</b>
        </button>
      ))}
    </section>
  );
}

const ENTITIES = new Map(SYSTEMS.flatMap((system) => system.entities).map((entity) => [entity.key, entity]));

/** The official word of a chosen option, as the entity declares it. */
function optionLabel(entity: string, field: string, value: unknown): string | undefined {
  const declared = ENTITIES.get(entity)?.fields[field];
  return declared?.kind === 'choice' ? declared.options.find((option) => option.value === value)?.label : undefined;
}

const STALE = 60_000;

/** The track of a moving object is drawn while its card is open. */
function useDrawnTrack(stage: Stage | null, track: ReturnType<typeof useTrack>['data']): void {
  useEffect(() => {
    stage?.keeper.change({ track: track === undefined ? null : track.lon.map((lon, i) => [lon, track.lat[i] ?? 0] as const) });
    stage?.touch();
    return () => stage?.keeper.change({ track: null });
  }, [stage, track]);
}

function MoverCard({ kind, id, stage, alarms, time, arriving, onClose, onAlarm }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow();
  const record = useRecord(kind, id);
  const track = useTrack(id, time);
  const movers = kind === 'vessel' ? stage?.keeper.vessels : stage?.keeper.vehicles;
  const at = movers?.indexOf(id) ?? -1;
  const fixAt = at < 0 ? 0 : (movers?.time[at] ?? 0);
  const speed = at < 0 ? null : (movers?.speed[at] ?? null);
  const limit = Number(record.data?.['speedLimit'] ?? Number.NaN);
  useDrawnTrack(stage, track.data);
  useEffect(() => {
    stage?.choose({ kind, id });
    const place = stage?.keeper.placeOf(kind, id);
    if (place != null && stage !== null && (arriving || !stage.map.getBounds().contains([...place]))) stage.fly(place[0], place[1], 10);
  }, [stage, kind, id, at >= 0]); // eslint-disable-line react-hooks/exhaustive-deps
  if (record.isError) return <Failed error={record.error} />;
  const category = optionLabel(kind, 'category', record.data?.['category']);
  const sub = [category, record.data?.['cargo'], record.data?.['waterway'], record.data?.regionName].filter((text) => typeof text === 'string' && text !== '').join(' · ');
  const name = record.data?.name ?? (at < 0 ? id : (movers?.names[at] ?? id));
  const age = ageText(fixAt, now, language);
  return (
    <>
      <Head
        title={<span className={kind === 'vehicle' ? styles.plate : ''} data-colour={record.data?.['plateColour']}>{name}</span>}
        sub={sub}
        onClose={onClose}
        tags={
          <>
            {at < 0 ? null : <OriginTag origin={movers?.origins[at] ?? ''} />}
            <em className={styles.age}>{now - fixAt < STALE ? t('online', { age }) : t('stale', { age: fixAt === 0 ? '' : age })}</em>
          </>
        }
      />
      <div className={styles.cardBody}>
        <div className={styles.three}>
          <div><b>{numberText(speed === null || Number.isNaN(speed) ? null : Math.round(speed))}</b><span>{Number.isFinite(limit) ? t('limitOf', { n: limit }) : t('speed')}</span></div>
          <div><b>{at < 0 ? '—' : Math.round(movers?.heading[at] ?? 0)}</b><span>{t('heading')}</span></div>
          <div><b>{at < 0 ? '—' : age}</b><span>{t('fixAge')}</span></div>
        </div>
        <section className={styles.section}>
          <h3>{t('speedTrend')}</h3>
          {track.data === undefined ? <Loading rows={2} /> : track.data.time.length === 0 ? <p>{t('noTrack')}</p> : (
            <LimitTrend
              name={name} unit="km/h" level={null} upper width={336} height={120} limits={Number.isFinite(limit) ? [{ level: 'yellow', label: t('limit'), value: limit }] : []}
              series={{ pointId: id, unit: 'km/h', from: (time ?? now) - TRACK_SPAN, to: time ?? now, resolution: 0, at: track.data.time, value: track.data.speed, low: [], high: [] }}
            />
          )}
        </section>
        <Alarms alarms={alarms.filter((alarm) => alarm.subjectId === id)} onAlarm={onAlarm} />
      </div>
      <footer className={styles.cardFoot}><Link to={keep(`/registry/${kind}s/${id}`)}>{t('file')}</Link></footer>
    </>
  );
}

function PlaceCard({ kind, id, name, stage, alarms, arriving, onClose, onAlarm }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const record = useRecord(kind, id);
  const { data } = record;
  const { lon, lat } = data ?? {};
  useEffect(() => {
    if (stage === null || lon == null || lat == null) return;
    stage.choose({ kind, id }, [lon, lat]);
    if (arriving || !stage.map.getBounds().contains([lon, lat])) stage.fly(lon, lat, 11);
  }, [stage, kind, id, lon, lat]); // eslint-disable-line react-hooks/exhaustive-deps
  if (record.isError) return <Failed error={record.error} />;
  const level = data?.['riskLevel'];
  const facts = [
    [t('region'), data?.regionName],
    [t('address'), data?.['address'] ?? data?.['substance']],
  ] as const;
  const own = alarms.filter((alarm) => alarm.organisationId === id || alarm.subjectId === id || alarm.deviceId === id);
  return (
    <>
      <Head title={data?.name ?? name} sub={facts.map(([, text]) => text).filter((text) => typeof text === 'string').join(' · ')} onClose={onClose}
        tags={RISK_LEVELS.includes(level as Level) ? <RiskTag level={level as Level} /> : null} />
      <div className={styles.cardBody}><Alarms alarms={own} onAlarm={onAlarm} /></div>
      <footer className={styles.cardFoot}><Link to={keep(`/registry/${kind}s/${id}`)}>{t('file')}</Link></footer>
    </>
  );
}

const SPAN = 30 * 60_000;

function PointCard({ id, name, alarms, time, onClose, onAlarm }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const live = useReading(id);
  const series = useQuery({
    queryKey: ['map', 'point', id, time],
    refetchInterval: time === null ? 5000 : false,
    queryFn: ({ signal }) => api.get(`/points/${encodeURIComponent(id)}/readings${query({ from: time === null ? Date.now() - SPAN : time - SPAN, to: time ?? Date.now(), max: 600 })}`, seriesSchema, signal),
  });
  const unit = series.data?.unit ?? '';
  const value = live?.value ?? series.data?.value.findLast((one) => one !== null) ?? null;
  return (
    <>
      <Head title={name} sub={t('latest')} onClose={onClose} tags={null} />
      <div className={styles.cardBody}>
        <div className={styles.three}><div><b>{numberText(value)}</b><span>{unit}</span></div></div>
        <LimitTrend name={name} unit={unit} level={null} upper limits={[]} series={series.data} width={336} height={138} />
        <Alarms alarms={alarms.filter((alarm) => alarm.subjectId === id)} onAlarm={onAlarm} />
      </div>
    </>
  );
}

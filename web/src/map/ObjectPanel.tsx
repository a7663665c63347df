import { caseDetailSchema } from '@anlan/kernel/case';
import { LEVELS as RISK_LEVELS, type Level } from '@anlan/kernel/entity';
import { seriesSchema } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { api, query } from '../api/index.ts';
import { caseHref, kindByKey } from '../case/index.tsx';
import { LimitTrend } from '../desk/alarm/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { useReading } from '../live/index.ts';
import { Failed, numberText, RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { useRecord, useValueThen } from './facts.ts';
import styles from './Map.module.css';
import { MoverCard } from './MoverCard.tsx';
import { ObjectAlarms, ObjectHead, type ObjectPanelProps } from './ObjectParts.tsx';
import { WORDS } from './words.ts';
import { Unit } from '../language/units.ts';

/** The card of whatever was chosen: a moving object, an enterprise, a tank, a point. */
export function ObjectPanel(props: ObjectPanelProps) {
  const cards: Readonly<Record<string, (props: ObjectPanelProps) => ReactNode>> = {
    vehicle: MoverCard,
    vessel: MoverCard,
    point: PointCard,
  };
  const Content = cards[props.kind] ?? (kindByKey(props.kind) === undefined ? PlaceCard : CaseCard);
  return (
    <aside
      className={`${styles.panel} ${styles.card}`}
      data-testid="object-card"
      data-object={`${props.kind}:${props.id}`}
    >
      <Content {...props} />
    </aside>
  );
}

function PlaceCard({ kind, id, name, stage, alarms, arriving, onClose, onAlarm }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const region = useRegionName();
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
    [t('region'), data?.regionName == null ? data?.regionName : region(data.regionName)],
    [t('address'), data?.['address'] ?? data?.['substance']],
  ] as const;
  const own = alarms.filter((alarm) => alarm.organisationId === id || alarm.subjectId === id || alarm.deviceId === id);
  return (
    <>
      <ObjectHead
        title={data?.name ?? name}
        sub={facts
          .map(([, text]) => text)
          .filter((text) => typeof text === 'string')
          .join(' · ')}
        onClose={onClose}
        tags={RISK_LEVELS.includes(level as Level) ? <RiskTag level={level as Level} /> : null}
      />
      <div className={styles.cardBody}>
        <ObjectAlarms alarms={own} onAlarm={onAlarm} />
      </div>
      <footer className={styles.cardFoot}>
        <Link to={keep(`/registry/${kind}s/${id}`)}>{t('file')}</Link>
      </footer>
    </>
  );
}

/** A case with a place: what it is, where it stands, whose it is. */
function CaseCard({ kind: key, id, name, stage, arriving, onClose }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const found = useQuery({
    queryKey: ['cases', 'one', id],
    queryFn: ({ signal }) => api.get(`/cases/${id}`, caseDetailSchema, signal),
  });
  const view = found.data?.case;
  const { lon, lat } = view ?? {};
  useEffect(() => {
    if (stage === null || lon == null || lat == null) return;
    stage.choose({ kind: key, id }, [lon, lat]);
    if (arriving || !stage.map.getBounds().contains([lon, lat])) stage.fly(lon, lat, 11);
  }, [stage, key, id, lon, lat]); // eslint-disable-line react-hooks/exhaustive-deps
  if (found.isError) return <Failed error={found.error} />;
  const kind = kindByKey(key);
  const state = kind?.states[view?.state ?? ''];
  const facts = [kind, state].flatMap((one) => (one === undefined ? [] : [label(one)]));
  return (
    <>
      <ObjectHead
        title={view?.title ?? name}
        sub={[...facts, view?.organisationName ?? ''].filter((text) => text !== '').join(' · ')}
        onClose={onClose}
        tags={view?.level == null ? null : <RiskTag level={view.level} />}
      />
      <footer className={styles.cardFoot}>
        <Link to={keep(caseHref(id))}>{t('file')}</Link>
      </footer>
    </>
  );
}

const SPAN = 30 * 60_000;

function PointCard({ id, name, alarms, time, knowledge, onClose, onAlarm }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const live = useReading(id);
  const series = useQuery({
    queryKey: ['map', 'point', id, time],
    refetchInterval: time === null ? 5000 : false,
    queryFn: ({ signal }) =>
      api.get(
        `/points/${encodeURIComponent(id)}/readings${query({ from: time === null ? Date.now() - SPAN : time - SPAN, to: time ?? Date.now(), max: 600 })}`,
        seriesSchema,
        signal,
      ),
  });
  const unit = series.data?.unit ?? '';
  const then = useValueThen(id, time === null ? null : { time, knowledge });
  const newest = live?.value ?? series.data?.value.findLast((one) => one !== null) ?? null;
  const value = time === null ? newest : (then.data?.[0]?.value ?? null);
  return (
    <>
      <ObjectHead title={name} sub={t('latest')} onClose={onClose} tags={null} />
      <div className={styles.cardBody}>
        <div className={styles.three}>
          <div>
            <b>{numberText(value)}</b>
            <span>
              <Unit of={unit} n={value} />
            </span>
          </div>
        </div>
        <LimitTrend
          name={name}
          unit={unit}
          level={null}
          upper
          limits={[]}
          series={series.data}
          width={336}
          height={138}
        />
        <ObjectAlarms alarms={alarms.filter((alarm) => alarm.subjectId === id)} onAlarm={onAlarm} />
      </div>
    </>
  );
}

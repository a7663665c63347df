import { SYSTEMS } from '@anlan/systems';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { LimitTrend } from '../desk/alarm/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Failed, Loading, numberText, OriginTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { ageText, useNow } from '../time/index.ts';
import { CargoOf } from '../transport/EmergencyCard.tsx';
import { useRecord, useTrack } from './facts.ts';
import styles from './Map.module.css';
import { ObjectAlarms, ObjectHead, type ObjectPanelProps } from './ObjectParts.tsx';
import { TrackTool } from './TrackTool.tsx';
import { WORDS } from './words.ts';

const ENTITIES = new Map(SYSTEMS.flatMap((system) => system.entities).map((entity) => [entity.key, entity]));

/** The official word of a chosen option, as the entity declares it. */
function optionLabel(entity: string, field: string, value: unknown): string | undefined {
  const declared = ENTITIES.get(entity)?.fields[field];
  return declared?.kind === 'choice' ? declared.options.find((option) => option.value === value)?.label : undefined;
}

const STALE = 60_000;

/** A vehicle or vessel: speed, heading, age of the fix, its track on the map and its speed over three hours. */
export function MoverCard({ kind, id, stage, alarms, time, arriving, onClose, onAlarm }: ObjectPanelProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const placeName = useRegionName();
  const keep = useKeepScope();
  const now = useNow();
  const record = useRecord(kind, id);
  const [hours, setHours] = useState(3);
  const track = useTrack(id, time, hours);
  const movers = kind === 'vessel' ? stage?.keeper.vessels : stage?.keeper.vehicles;
  const at = movers?.indexOf(id) ?? -1;
  const fixAt = at < 0 ? 0 : (movers?.time[at] ?? 0);
  const speed = at < 0 ? null : (movers?.speed[at] ?? null);
  const limit = Number(record.data?.['speedLimit'] ?? Number.NaN);
  useEffect(() => {
    stage?.choose({ kind, id });
    const place = stage?.keeper.placeOf(kind, id);
    if (place != null && stage !== null && (arriving || !stage.map.getBounds().contains([...place])))
      stage.fly(place[0], place[1], 10);
  }, [stage, kind, id, at >= 0]); // eslint-disable-line react-hooks/exhaustive-deps
  if (record.isError) return <Failed error={record.error} />;
  const category = optionLabel(kind, 'category', record.data?.['category']);
  const sub = [
    category,
    record.data?.['cargo'],
    record.data?.['waterway'],
    record.data?.regionName && placeName(record.data.regionName),
  ]
    .filter((text) => typeof text === 'string' && text !== '')
    .join(' · ');
  const name = record.data?.name ?? (at < 0 ? id : (movers?.names[at] ?? id));
  const age = ageText(fixAt, time ?? now, language);
  return (
    <>
      <ObjectHead
        title={
          <span className={kind === 'vehicle' ? styles.plate : ''} data-colour={record.data?.['plateColour']}>
            {name}
          </span>
        }
        sub={sub}
        onClose={onClose}
        tags={
          <>
            {at < 0 ? null : <OriginTag origin={movers?.origins[at] ?? ''} />}
            <em className={styles.age}>
              {(time ?? now) - fixAt < STALE ? t('online', { age }) : t('stale', { age: fixAt === 0 ? '' : age })}
            </em>
          </>
        }
      />
      <div className={styles.cardBody}>
        <div className={styles.three}>
          <div>
            <b>{numberText(speed === null || Number.isNaN(speed) ? null : Math.round(speed))}</b>
            <span>{Number.isFinite(limit) ? t('limitOf', { n: limit }) : t('speed')}</span>
          </div>
          <div>
            <b>{at < 0 ? '—' : Math.round(movers?.heading[at] ?? 0)}</b>
            <span>{t('heading')}</span>
          </div>
          <div>
            <b>{at < 0 ? '—' : age}</b>
            <span>{t('fixAge')}</span>
          </div>
        </div>
        <TrackTool id={id} stage={stage} track={track.data} hours={hours} onHours={setHours} />
        <section className={styles.section}>
          <h3>{t('speedTrend', { n: hours })}</h3>
          {track.data === undefined ? (
            <Loading rows={2} />
          ) : track.data.time.length === 0 ? (
            <p>{t('noTrack')}</p>
          ) : (
            <LimitTrend
              name={name}
              unit="km/h"
              level={null}
              upper
              width={336}
              height={120}
              limits={Number.isFinite(limit) ? [{ level: 'yellow', label: t('limit'), value: limit }] : []}
              series={{
                pointId: id,
                unit: 'km/h',
                from: (time ?? now) - hours * 3_600_000,
                to: time ?? now,
                resolution: 0,
                at: track.data.time,
                value: track.data.speed,
                low: [],
                high: [],
              }}
            />
          )}
        </section>
        <CargoOf kind={kind} id={id} />
        <ObjectAlarms alarms={alarms.filter((alarm) => alarm.subjectId === id)} onAlarm={onAlarm} />
      </div>
      <footer className={styles.cardFoot}>
        <Link to={keep(`/registry/${kind}s/${id}`)}>{t('file')}</Link>
      </footer>
    </>
  );
}

import { stateRecordsSchema, type StateRecord } from '@anlan/systems/monitoring/vehicle-supervision';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, numberText } from '../parts/index.ts';
import { useWidth } from '../points/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText, timeText } from '../time/index.ts';
import { stateLines } from './states.ts';
import styles from './Picture.module.css';
import { PICTURE_WORDS } from './words-picture.ts';

const HEIGHT = 96;
const LEFT = 34;
const BOTTOM = HEIGHT - 16;

/** How the vehicle was driven in the seconds around its alarms: speeds, brake and lights of the records its terminal attached. */
export function StateRecords({ vehicle }: { readonly vehicle: string }) {
  const t = useWords(PICTURE_WORDS);
  const records = useQuery({
    queryKey: ['vehicles', 'states', vehicle],
    queryFn: ({ signal }) => api.get(`/vehicles/${vehicle}/states`, stateRecordsSchema, signal),
  });
  // Most terminals attach none: then there is nothing to say.
  if (records.data === undefined || records.data.length === 0) return null;
  return (
    <Card title={t('states')} note={t('statesNote')}>
      {records.data.map((record) => (
        <One key={record.id} record={record} />
      ))}
    </Card>
  );
}

function One({ record }: { readonly record: StateRecord }) {
  const t = useWords(PICTURE_WORDS);
  const keep = useKeepScope();
  const { states } = record;
  const sharpest = states?.reduce((least, { acceleration }) => Math.min(least, acceleration), 0) ?? 0;
  return (
    <article className={styles.states} data-testid="state-record">
      <header>
        <b>{record.label ?? t('stateRecord')}</b> <time>{stampText(record.takenAt)}</time>
        {record.alarmId === null ? null : <Link to={keep(`/desk?alarm=${record.alarmId}`)}>{t('alarm')}</Link>}
      </header>
      {states === null || states.length === 0 ? (
        <p>{t('stateDamaged')}</p>
      ) : (
        <>
          <Lines states={states} />
          <p className={styles.figures}>
            <span>
              {t('stateBraked')} <b>{t(states.some(({ braking }) => braking) ? 'yes' : 'no')}</b>
            </span>
            <span>
              {t('stateSharpest')} <b>{numberText(sharpest, 2)} g</b>
            </span>
            <span>
              {t('stateEngine')}{' '}
              <b>{numberText(states.reduce((most, { engineSpeed }) => Math.max(most, engineSpeed), 0))} r/min</b>
            </span>
            <span>
              {t('stateGear')} <b>{[...new Set(states.map(({ gear }) => gear))].join(' → ')}</b>
            </span>
          </p>
        </>
      )}
    </article>
  );
}

/** Speeds by satellite and by pulses, and the brake pedal as bars from below. */
function Lines({ states }: { readonly states: NonNullable<StateRecord['states']> }) {
  const t = useWords(PICTURE_WORDS);
  const [width, hold] = useWidth();
  const { speed, pulse, brakes, top, from, to } = stateLines(states, {
    left: LEFT,
    right: width - 8,
    top: 8,
    bottom: BOTTOM,
  });
  return (
    <div ref={hold} className={styles.stateChart}>
      {width === 0 ? null : (
        <svg width={width} height={HEIGHT} role="img" aria-label={t('statesSaid', { n: states.length })}>
          {[0, top].map((tick) => (
            <text key={tick} className={styles.tick} x={LEFT - 4} y={tick === 0 ? BOTTOM : 14} textAnchor="end">
              {tick}
            </text>
          ))}
          {brakes.map(({ x, wide, y }) => (
            <rect key={x} className={styles.braked} x={x} width={wide} y={y} height={BOTTOM - y} />
          ))}
          <path className={styles.satellite} d={speed} />
          <path className={styles.speed} d={pulse} />
          <text className={styles.tick} x={LEFT} y={HEIGHT - 2}>
            {from === null ? '' : timeText(from)}
          </text>
          <text className={styles.tick} x={width - 8} y={HEIGHT - 2} textAnchor="end">
            {to === null ? '' : timeText(to)}
          </text>
        </svg>
      )}
    </div>
  );
}

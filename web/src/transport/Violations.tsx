import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query } from '../api/index.ts';
import { caseHref, CaseState } from '../case/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, DeadlinePie, Empty, Failed, levelWord, Loading, numberText, RiskMark } from '../parts/index.ts';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { violationSchema, type Violation } from '@anlan/systems/monitoring/vehicle-supervision';
import styles from './Transport.module.css';
import { WORDS } from './words.ts';
import { useUnit } from '../language/units.ts';

/** Violations until somebody has dealt with them, with the police response of each. */
export function Violations({ vehicle }: { readonly vehicle?: string }) {
  const t = useWords(WORDS);
  const path = `/vehicles/violations${query({ vehicle, state: vehicle === undefined ? 'open' : 'all' })}`;
  const queue = useQuery({
    queryKey: ['vehicles', 'violations', path],
    refetchInterval: 15_000,
    queryFn: ({ signal }) => api.get(path, z.array(violationSchema), signal),
  });
  if (queue.isPending) return <Loading rows={6} />;
  if (queue.isError && queue.data === undefined)
    return <Failed error={queue.error} retry={() => void queue.refetch()} />;
  return (
    <Card title={t('violations')} note={`${numberText(queue.data.length)} · ${t('violationsNote')}`} flush>
      {queue.data.length === 0 ? (
        <Empty title={t('noViolations')} note={t('noViolationsNote')} />
      ) : (
        <div className={styles.queue} data-testid="violations">
          {queue.data.map((row) => (
            <One key={row.alarm.id} row={row} />
          ))}
        </div>
      )}
    </Card>
  );
}

function One({ row }: { readonly row: Violation }) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const { alarm } = row;
  const may = useMay('case.supervise');
  const next = may ? nextStep(row) : null;
  return (
    <article className={styles.violation} data-testid="violation" data-alarm={alarm.id}>
      <header>
        <RiskMark level={alarm.level} label={levelWord(alarm.level, 'alarm', language)} />
        <b>{alarm.subjectName}</b>
        <span>{alarm.label}</span>
        <span>{stampText(alarm.raisedAt)}</span>
      </header>
      <p>
        {alarm.value === null ? '' : `${numberText(alarm.peak ?? alarm.value)} ${inUnit(alarm.unit, alarm.value)} · `}
        {alarm.placeName}
        {row.joined === 0 ? null : <b> · {t('joined', { n: row.joined })}</b>}
      </p>
      <div className={styles.acts}>
        <Link to={keep(`/desk?alarm=${alarm.id}`)}>{t('openAlarm')}</Link>
        {row.caseId === null ? null : (
          <Link to={keep(caseHref(row.caseId))} data-testid="violation-case">
            {t('openCase')} {row.caseNumber}
          </Link>
        )}
        {row.caseId === null || row.caseState === null ? null : (
          <CaseState view={{ kind: 'vehicle-violation', state: row.caseState, overdueSince: null }} />
        )}
        {row.caseId === null || next === null ? null : (
          <Link to={keep(`${caseHref(row.caseId)}?act=${next[0]}`)} data-testid="violation-police">
            {t(next[1])}
          </Link>
        )}
        <Link to={keep(`/transport/${alarm.subjectId}`)}>{t('card')}</Link>
        {row.dueAt === null ? null : <DeadlinePie dueAt={row.dueAt} since={alarm.raisedAt} />}
      </div>
      <Police police={row.police} />
    </article>
  );
}

type Step = readonly [act: string, word: 'policeRequest' | 'policeDispatch' | 'policeArrive' | 'policeResult'];

/** The step that comes next in a police response; null once there is a result, and where nobody works on the case. */
function nextStep({ caseState, police }: Violation): Step | null {
  if (caseState === 'police') return ['policeSent', 'policeDispatch'];
  if (caseState === 'police-sent') return ['policeArrived', 'policeArrive'];
  if (caseState === 'police-arrived') return ['policeDone', 'policeResult'];
  return police === null && (caseState === 'detected' || caseState === 'notified')
    ? ['requestPolice', 'policeRequest']
    : null;
}

/** What was recorded of the police response so far; it is recorded in the case, step by step. */
function Police({ police }: { readonly police: Violation['police'] }) {
  const t = useWords(WORDS);
  if (police === null) return null;
  const steps = [
    [police.requestedAt, `${t('policeRequest')} ${police.reason}`],
    [police.dispatchedAt, `${t('policeDispatch')} ${police.unit ?? ''}`],
    [police.arrivedAt, t('policeArrive')],
    [police.resultAt, `${t('policeResult')} ${police.result ?? ''}`],
  ] as const;
  return (
    <ol className={styles.police} data-testid="police" aria-label={t('police')}>
      {steps.map(([at, text]) =>
        at === null ? null : (
          <li key={text}>
            <time>{stampText(at)}</time> {text}
          </li>
        ),
      )}
    </ol>
  );
}

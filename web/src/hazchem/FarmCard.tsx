import { farmSchema, type Farm } from '@anlan/systems';
import { useQuery } from '@tanstack/react-query';
import { Droplets, ShieldCheck } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useRuleWords } from '../rules/index.ts';
import { Card, Empty, Failed, levelWord, Loading, numberText, RiskMark, Table } from '../parts/index.ts';
import { TimeSlider, useReplay, useWidth } from '../points/index.ts';
import table from '../parts/Table.module.css';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { FarmPlan, PlanNote } from './FarmPlan.tsx';
import styles from './Farm.module.css';
import { WORDS } from './words.ts';

const useFarm = (id: string) =>
  useQuery({
    queryKey: ['hazchem', 'farm', id],
    refetchInterval: 10_000,
    queryFn: ({ signal }) => api.get(`/major-hazards/${id}/farm`, farmSchema, signal),
  });

/** The tank farm of a source: its plan, why it has its colour, whether what it holds adds up (S17). */
export function FarmCards({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const farm = useFarm(id);
  if (farm.data === undefined)
    return (
      <Card title={t('farm')}>
        {farm.isError ? <Failed error={farm.error} retry={() => void farm.refetch()} /> : <Loading rows={6} />}
      </Card>
    );
  return (
    <div className={styles.cards}>
      <PlanCard farm={farm.data} />
      <div className={styles.side}>
        <Colour farm={farm.data} />
        <Balance farm={farm.data} />
      </div>
    </div>
  );
}

function PlanCard({ farm }: { readonly farm: Farm }) {
  const t = useWords(WORDS);
  const [width, hold] = useWidth();
  const ids = useMemo(
    () =>
      [
        ...farm.tanks.flatMap(({ points }) => points.map(({ id }) => id)),
        ...farm.detectors.map(({ id }) => id),
        ...(farm.wind?.points ?? []),
      ].toSorted((a, b) => (a < b ? -1 : 1)),
    [farm],
  );
  const replay = useReplay(ids);
  if (farm.tanks.length === 0 && farm.detectors.length === 0)
    return (
      <Card title={t('farm')}>
        <Empty icon={<Droplets size={20} strokeWidth={1.6} />} title={t('farmEmpty')} note={t('farmEmptyNote')} />
      </Card>
    );
  return (
    <Card title={t('farm')} note={width === 0 ? undefined : <PlanNote farm={farm} width={width} />} flush>
      <div ref={hold} className={styles.frame}>
        {width === 0 ? null : <FarmPlan farm={farm} width={width} replay={replay} />}
      </div>
      <Legend />
      <TimeSlider replay={replay} />
    </Card>
  );
}

function Legend() {
  const t = useWords(WORDS);
  return (
    <ul className={styles.legend}>
      <li>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden>
          <circle className={styles.shell} cx="10" cy="10" r="8" />
          <path className={styles.liquid} d="M2 10a8 8 0 0 0 16 0z" />
        </svg>
        {t('legendTank')}
      </li>
      <li>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden>
          <path className={styles.detector} d="M10 3L18 17H2Z" />
        </svg>
        {t('legendDetector')}
      </li>
      {(['open', 'closed', 'silent'] as const).map((state) => (
        <li key={state}>
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden>
            <path className={styles.valve} data-state={state} d="M3 5L17 15V5L3 15Z" />
          </svg>
          {t(state === 'open' ? 'legendOpen' : state === 'closed' ? 'legendClosed' : 'legendSilent')}
        </li>
      ))}
      <li>
        <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden>
          <rect className={styles.dike} x="2" y="4" width="16" height="12" rx="2" />
        </svg>
        {t('legendDike')}
      </li>
      <li>① {t('legendFirst')}</li>
    </ul>
  );
}

const TERMS = {
  grade: 'termGrade',
  alarms: 'termAlarms',
  specialWork: 'termWork',
  silent: 'termSilent',
  interlock: 'termInterlock',
  duty: 'termDuty',
} as const satisfies Record<Farm['colour']['terms'][number]['key'], keyof typeof WORDS>;

/** The live colour with every term, and the running alarms it comes from. */
function Colour({ farm }: { readonly farm: Farm }) {
  const t = useWords(WORDS);
  const say = useRuleWords();
  const keep = useKeepScope();
  const { language } = useLanguage();
  const { colour } = farm;
  return (
    <Card
      title={t('colour')}
      extra={
        <b className={styles.colour}>
          <RiskMark level={colour.level} size={12} /> {t(colour.level)}
        </b>
      }
    >
      <p className={styles.why} data-testid="source-colour" data-level={colour.level}>
        {colour.alarm === null
          ? t('colourScore', { n: numberText(colour.score) })
          : t('colourAlarm', { level: levelWord(colour.alarm, 'alarm', language), n: numberText(colour.score) })}
      </p>
      <dl className={styles.terms}>
        {colour.terms.map(({ key, points, count }) => (
          <div key={key} data-none={points === 0}>
            <dt>
              {t(TERMS[key])}
              {key === 'grade' || count === 0 ? null : <small> ×{count}</small>}
            </dt>
            <dd>+{numberText(points)}</dd>
          </div>
        ))}
      </dl>
      {farm.alarms.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noRunning')} />
      ) : (
        <ul className={styles.alarms}>
          {farm.alarms.slice(0, 8).map((alarm) => (
            <li key={alarm.id}>
              <Link to={keep(`/desk?alarm=${alarm.id}`)}>
                <RiskMark level={alarm.level} label={levelWord(alarm.level, 'alarm', language)} />
                <span>
                  {alarm.subject} · {say(alarm).label}
                  {alarm.first ? ' ①' : ''}
                </span>
                <small>{stampText(alarm.since).slice(5, 16)}</small>
              </Link>
            </li>
          ))}
          {farm.alarms.length > 8 ? <li>{t('furtherAlarms', { n: farm.alarms.length - 8 })}</li> : null}
        </ul>
      )}
    </Card>
  );
}

const VERDICTS = {
  unknown: 'balanceUnknown',
  even: 'balanceEven',
  changed: 'balanceChanged',
  leak: 'balanceLeak',
  differs: 'balanceDiffers',
} as const satisfies Record<string, keyof typeof WORDS>;
const STATES = { static: 'stateStatic', transfer: 'stateTransfer' } as const;

/** What each tank gained or lost in the last full hour, and whether it should have. */
function Balance({ farm }: { readonly farm: Farm }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const known = farm.tanks.filter(({ change }) => change !== null);
  return (
    <Card title={t('balance')} note={t('balanceNote')} flush>
      {known.length === 0 ? (
        <Empty icon={<Droplets size={20} strokeWidth={1.6} />} title={t('balanceNone')} />
      ) : (
        <Table
          className={styles.balance}
          heads={[t('tank'), { label: t('change'), number: true }, t('verdict')]}
          testid="tank-balance"
        >
          {farm.transfers.map((transfer) => (
            <tr key={transfer.substanceName} data-verdict={transfer.verdict}>
              <td title={transfer.tanks.join('、')}>
                {t('transferOf', { what: transfer.substanceName, n: transfer.tanks.length })}
              </td>
              <td className={table.number}>{numberText(transfer.residual, 1)} m³</td>
              <td>{t(VERDICTS[transfer.verdict])}</td>
            </tr>
          ))}
          {known.map((tank) => (
            <tr key={tank.id} data-verdict={tank.balance}>
              <td title={tank.name}>
                <Link to={keep(`/tanks/${tank.id}`)}>{tank.name}</Link>
              </td>
              <td className={table.number}>{numberText(tank.change, 1)} m³</td>
              <td>
                {tank.balance === 'unknown'
                  ? tank.state === 'static' || tank.state === 'transfer'
                    ? t(STATES[tank.state])
                    : t('stateNone')
                  : t(VERDICTS[tank.balance])}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

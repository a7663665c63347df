import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { wallSchema } from '@anlan/kernel/map';
import { api, useSession } from '../api/index.ts';
import { usePair, useWords, type Words } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import styles from './Wall.module.css';
import { WallToday } from './WallToday.tsx';
import { WORDS } from './words.ts';

const ratesSchema = z.array(
  z.object({
    key: z.string(),
    label: z.string(),
    numerator: z.number().nullable(),
    denominator: z.number().nullable(),
    value: z.number().nullable(),
  }),
);
const coverageSchema = z.array(
  z.object({ regionPath: z.string(), region: z.string(), registered: z.number(), connected: z.number() }),
);

/** What the wall knows of today beside alarms; asked again every half minute. */
export function useWall() {
  const { verbs } = useSession();
  return useQuery({
    queryKey: ['wall'],
    enabled: verbs.includes('alarm.read'),
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api.get('/wall', wallSchema, signal),
  }).data;
}

type Rate = Pick<z.infer<typeof ratesSchema>[number], 'key' | 'label' | 'numerator' | 'denominator'>;

/** Rates with their numerator and denominator, and what is done today. */
export function WallRates() {
  const t = useWords(WORDS);
  const wall = useWall();
  const rates = useQuery({
    queryKey: ['rates'],
    refetchInterval: 30_000,
    queryFn: ({ signal }) => api.get('/vehicles/rates', ratesSchema, signal),
  });
  const coverage = useQuery({
    queryKey: ['coverage'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/coverage', coverageSchema, signal),
  });
  const sum = (of: 'connected' | 'registered') => coverage.data?.reduce((total, row) => total + row[of], 0) ?? null;
  const none = { numerator: null, denominator: null };
  const shown: readonly Rate[] = [
    { key: 'connected', label: '监测在线', numerator: sum('connected'), denominator: sum('registered') },
    { key: 'onTime', label: '按期整改', ...(wall?.dangers?.onTime ?? none) },
    { key: 'promises', label: '安全承诺', ...(wall?.promises ?? none) },
    ...(rates.data ?? []).slice(0, 1),
  ];
  return (
    <section className={styles.right}>
      <h2>
        {t('rates')}
        <small>{t('ratesNote')}</small>
      </h2>
      <div className={styles.rings}>
        {shown.map((rate) => (
          <RateRing key={rate.key} rate={rate} />
        ))}
      </div>
      <h2>{t('today')}</h2>
      {wall === undefined ? null : <WallToday wall={wall} />}
    </section>
  );
}

/** Rates by their short names. */
const RATES: Words = {
  监测在线: ['监测在线', 'Monitored'],
  按期整改: ['按期整改', 'Put right in time'],
  安全承诺: ['安全承诺', 'Promises'],
  '“两客一危”上线率': ['两客一危上线', 'Regulated on line'],
};

function RateRing({ rate }: { readonly rate: Rate }) {
  const t = useWords(WORDS);
  const pair = usePair();
  const round = 2 * Math.PI * 46;
  const share =
    rate.denominator === null || rate.denominator === 0 || rate.numerator === null
      ? null
      : rate.numerator / rate.denominator;
  return (
    <div className={styles.ring}>
      <svg width="108" height="108" viewBox="0 0 108 108" aria-hidden>
        <circle
          cx="54"
          cy="54"
          r="46"
          fill="none"
          stroke="var(--surface-3)"
          strokeWidth="9"
          strokeDasharray={share === null ? '3 5' : undefined}
        />
        {share === null ? null : (
          <circle
            cx="54"
            cy="54"
            r="46"
            fill="none"
            stroke="var(--c-1)"
            strokeWidth="9"
            strokeLinecap="round"
            strokeDasharray={`${share * round} 999`}
            transform="rotate(-90 54 54)"
          />
        )}
      </svg>
      <b>{share === null ? t('unknown') : `${Number((share * 100).toFixed(1))} %`}</b>
      <span title={rate.label}>
        {pair(RATES, rate.label.split('（')[0] ?? '')}
        <small>
          {numberText(rate.numerator)} / {numberText(rate.denominator)}
        </small>
      </span>
    </div>
  );
}

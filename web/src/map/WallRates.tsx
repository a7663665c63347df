import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { usePair, useWords, type Words } from '../language/index.tsx';
import { RegionName } from '../language/RegionName.tsx';
import { numberText } from '../parts/index.ts';
import styles from './Wall.module.css';
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

/** Rates with their numerator and denominator, and how many devices of each county are connected. */
export function WallRates() {
  const t = useWords(WORDS);
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
  return (
    <section className={styles.right}>
      <h2>
        {t('rates')}
        <small>{t('ratesNote')}</small>
      </h2>
      <div className={styles.rings}>
        {(rates.data ?? []).slice(0, 4).map((rate) => (
          <RateRing key={rate.key} rate={rate} />
        ))}
      </div>
      <h2>{t('today')}</h2>
      <ul className={styles.coverage}>
        {(coverage.data ?? [])
          .toSorted((a, b) => b.registered - a.registered)
          .slice(0, 5)
          .map((row) => (
            <li key={row.regionPath}>
              <span>
                <RegionName of={row.region} />
              </span>
              <b>{t('coverageOf', { connected: numberText(row.connected), registered: numberText(row.registered) })}</b>
            </li>
          ))}
      </ul>
    </section>
  );
}

/** The four rates of carriers' supervision by their short names. */
const RATES: Words = {
  上线率: ['上线率', 'On line'],
  安装率: ['安装率', 'Fitted'],
  违法查处率: ['违法查处率', 'Violations handled'],
  出警率: ['出警率', 'Turned out'],
};

function RateRing({ rate }: { readonly rate: z.infer<typeof ratesSchema>[number] }) {
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

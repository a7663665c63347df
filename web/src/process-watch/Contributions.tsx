import type { WatchContributions } from '@anlan/kernel/telemetry';
import { Button } from 'antd';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './ProcessWatch.module.css';
import { useContributions } from './queries.ts';
import { WORDS } from './words.ts';

interface ContributionsProps {
  readonly id: string;
  /** The moment asked about; undefined follows the newest sample. */
  readonly at: number | undefined;
  /** First sample of the running excursion: what moved first is nearest to the cause. */
  readonly onset: number | undefined;
  readonly show: (at: number | undefined) => void;
}

/** Which points make a sample what it is, the largest first. */
export function Contributions({ id, at, onset, show }: ContributionsProps) {
  const t = useWords(WORDS);
  const found = useContributions(id, at);
  const { data } = found;
  return (
    <Card
      title={t('contributions')}
      note={data === undefined ? undefined : t('contributionsAt', { at: stampText(data.at) })}
      extra={
        <>
          {onset === undefined || onset === at ? null : (
            <Button size="small" title={t('spreads')} onClick={() => show(onset)}>
              {t('onset')}
            </Button>
          )}
          {at === undefined ? null : (
            <Button size="small" onClick={() => show(undefined)}>
              {t('live')}
            </Button>
          )}
        </>
      }
      flush
    >
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && data === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {data === undefined ? null : data.t2 === null ? <Empty title={t('unjudged')} /> : <Rows found={data} />}
    </Card>
  );
}

function Rows({ found }: { readonly found: WatchContributions }) {
  const t = useWords(WORDS);
  const most = Math.max(...found.rows.flatMap(({ t2, spe }) => [t2, spe]), 1e-9);
  return (
    <ul className={styles.rows} data-testid="contributions">
      {found.rows.map((row) => (
        <li key={row.pointId} data-point={row.pointId}>
          <div>
            {row.name} <b>{row.value === null ? '—' : numberText(row.value)}</b> {row.unit}
            <small>
              {row.value === null
                ? t('missing')
                : t('usual', { mean: numberText(significant(row.mean)), sd: numberText(significant(row.sd)) })}
            </small>
          </div>
          <div className={styles.bars}>
            <Bar label={t('t2')} value={row.t2} most={most} />
            <Bar label={t('spe')} value={row.spe} most={most} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Four digits say enough of a mean. */
const significant = (value: number): number => Number(value.toPrecision(4));

function Bar({ label, value, most }: { readonly label: string; readonly value: number; readonly most: number }) {
  return (
    <div className={styles.bar} data-large={value >= 0.5 * most && most > 0.3}>
      <span>{label}</span>
      <i aria-hidden>
        <i style={{ width: `${Math.max(0, (value / most) * 100)}%` }} />
      </i>
      <span>{numberText(value, 2)}</span>
    </div>
  );
}

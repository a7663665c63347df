import type { BackTest, BackTestLine, BackTestPoint } from '@anlan/kernel/back-test';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, TrendChart, type TrendLimit } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './BackTest.module.css';
import { useReadings, useTestedPoint } from './queries.ts';
import { WORDS } from './words.ts';

const MINUTE = 60_000;
const FILL = { red: 'var(--red)', orange: 'var(--orange)', yellow: 'var(--yellow)', blue: 'var(--azure)' } as const;

/** The span to be seen: the spells with as much again around them, at least twenty minutes. */
function spanOf(test: BackTest, { before, after }: BackTestLine): { from: number; to: number } {
  const all = [...before, ...after];
  const from = Math.min(...all.map(({ at }) => at));
  const to = Math.max(...all.map(({ at, until }) => until ?? Math.min(test.to, at + 60 * MINUTE)));
  const around = Math.max(10 * MINUTE, (to - from) / 2);
  return { from: from - around, to: to + around };
}

/** Limits before and after; one that stays is drawn once. */
function limitsOf(point: BackTestPoint, would: string): TrendLimit[] {
  return point.steps.flatMap(({ key, level, label }) => {
    const [before, after] = [point.before[key], point.after[key]];
    const old = before === undefined ? [] : [{ value: before, label, level }];
    return after === undefined || after === before
      ? old
      : [...old, { value: after, label: `${label}·${would}`, level }];
  });
}

/** The reading around a difference, with the limits and when each of the two rules rings. */
export function LineTrend({ test, line }: { readonly test: BackTest; readonly line: BackTestLine }) {
  const t = useWords(WORDS);
  const known = line.before.length + line.after.length > 0;
  const { from, to } = known ? spanOf(test, line) : { from: line.at - 30 * MINUTE, to: line.at + 30 * MINUTE };
  const series = useReadings(line.pointId, from, to);
  const point = useTestedPoint(test.id, line.pointId);
  return (
    <Card
      title={t('trend', { name: line.subjectName })}
      note={`${stampText(from).slice(0, 16)} — ${stampText(to).slice(11, 16)}`}
    >
      {series.isPending || point.isPending ? <Loading rows={5} /> : null}
      {series.isError ? <Failed error={series.error} retry={() => void series.refetch()} /> : null}
      {series.data === undefined || point.data === undefined ? null : (
        <TrendChart
          series={series.data}
          limits={limitsOf(point.data, t('would'))}
          height={220}
          label={point.data.name}
        />
      )}
      <Strips line={line} from={from} to={to} />
    </Card>
  );
}

interface StripsProps {
  readonly line: BackTestLine;
  readonly from: number;
  readonly to: number;
}

/** Two strips under the curve, on its time axis: when the rule as it is rings, and when the changed one would. */
function Strips({ line, from, to }: StripsProps) {
  const t = useWords(WORDS);
  const share = (at: number): number => (100 * (Math.min(to, Math.max(from, at)) - from)) / (to - from);
  const lanes = [
    { key: 'as', spells: line.before },
    { key: 'would', spells: line.after },
  ] as const;
  return lanes.map(({ key, spells }) => (
    <div key={key} className={styles.strip}>
      <div className={styles.lane}>
        {spells.map(({ at, until, level }) => (
          <i
            key={at}
            style={{ left: `${share(at)}%`, width: `${share(until ?? to) - share(at)}%`, background: FILL[level] }}
            title={`${stampText(at)} — ${until === null ? t('lasting') : stampText(until)}`}
          />
        ))}
      </div>
      <span>{t(key)}</span>
    </div>
  ));
}

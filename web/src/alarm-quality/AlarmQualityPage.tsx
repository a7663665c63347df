import type { QualityReport } from '@anlan/kernel/alarm-quality';
import { Button, Dropdown, Segmented } from 'antd';
import { BellOff, Download } from 'lucide-react';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Scroll } from '../parts/index.ts';
import { FigureBand } from '../prevention/Figures.tsx';
import { Page, useScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './AlarmQuality.module.css';
import { Breakdown } from './Breakdown.tsx';
import { Floods } from './Floods.tsx';
import { LoadChart } from './LoadChart.tsx';
import { Measures } from './Measures.tsx';
import { Nuisances, Suppression } from './Nuisances.tsx';
import { useObservedText } from './observed.ts';
import { queryOf, useReport, type Asked } from './queries.ts';
import { Statements } from './Statements.tsx';
import { percent } from './text.ts';
import { WORDS } from './words.ts';

const DAYS = [1, 7, 30, 90] as const;
const MINUTE = 60_000;

/** What is asked, from the address: days back from the last whole ten minutes to the next ones, and whose desk. */
function useAsked(): Asked & { readonly days: number } {
  const [search] = useSearchParams();
  const scope = useScope();
  const now = useNow(10 * MINUTE);
  const days = DAYS.find((one) => String(one) === search.get('days')) ?? 30;
  const to = Math.ceil(now / (10 * MINUTE)) * 10 * MINUTE;
  // The whole of the days is over now: a day of which some minutes are to come would be too short to be judged.
  const from = Math.floor(now / (10 * MINUTE)) * 10 * MINUTE - days * 86_400_000;
  const region = scope.narrowed ? scope.path : null;
  const organisation = search.get('organisation');
  return useMemo(() => ({ days, from, to, region, organisation }), [days, from, to, region, organisation]);
}

/** Alarm quality of a desk: what is measured, by which clause, where it is bad, and what was issued about it. */
export function AlarmQualityPage() {
  const t = useWords(WORDS);
  const [, setSearch] = useSearchParams();
  const { days, ...asked } = useAsked();
  const report = useReport(asked);
  const said = useObservedText();
  const now = useNow(MINUTE);
  const set = (key: string, value: string | null): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === null) next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  const spans = DAYS.map((one) => ({ value: one, label: t(`span${one}`) }));
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={[report.data?.name, t('note'), report.data && said(report.data, now)].filter(Boolean).join(' · ')}
        actions={
          <div className={styles.tools}>
            {asked.organisation === null ? null : (
              <Button size="small" onClick={() => set('organisation', null)}>
                {t('back')}
              </Button>
            )}
            <Segmented
              aria-label={t('period')}
              value={days}
              options={spans}
              onChange={(value) => set('days', value === 30 ? null : String(value))}
            />
            <Exports asked={asked} />
          </div>
        }
      />
      {report.isPending ? <Loading rows={10} /> : null}
      {report.isError && report.data === undefined ? (
        <Failed error={report.error} retry={() => void report.refetch()} />
      ) : null}
      {report.data === undefined ? null : (
        <Shown report={report.data} asked={asked} choose={(id) => set('organisation', id)} />
      )}
    </Page>
  );
}

function Exports({ asked }: { readonly asked: Asked }) {
  const t = useWords(WORDS);
  const link = (by: string, label: string) => ({
    key: by,
    label: (
      <a href={`/api/alarm-quality/${by}/csv${queryOf(asked)}`} download>
        {label}
      </a>
    ),
  });
  const items = [
    link('enterprise', t('enterprises')),
    link('county', t('counties')),
    link('rule', t('rules')),
    link('nuisance', t('nuisances')),
    link('flood', t('floodsTitle')),
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<Download size={15} aria-hidden />}>{t('export')}</Button>
    </Dropdown>
  );
}

interface ShownProps {
  readonly report: QualityReport;
  readonly asked: Asked;
  readonly choose: (organisation: string) => void;
}

function Shown({ report, asked, choose }: ShownProps) {
  const t = useWords(WORDS);
  const quiet = report.whole.count === 0 && report.whole.standing === 0;
  return (
    <>
      <Band report={report} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Card title={t('load')} note={t('loadNote')}>
            {quiet ? (
              <Empty icon={<BellOff size={20} strokeWidth={1.6} />} title={t('noAlarms')} note={t('noAlarmsNote')} />
            ) : (
              <Scroll>
                <LoadChart report={report} />
              </Scroll>
            )}
          </Card>
          <Breakdown report={report} choose={choose} />
          <Floods report={report} asked={asked} />
          <Nuisances report={report} />
          <Statements />
        </div>
        <div className={styles.column}>
          <Measures report={report} />
          <Suppression report={report} />
        </div>
      </div>
    </>
  );
}

function Band({ report }: { readonly report: QualityReport }) {
  const t = useWords(WORDS);
  const { whole } = report;
  const rate = (value: number | null, digits: number) => (value === null ? '—' : numberText(value, digits));
  const number = (value: number) => numberText(value, Number.isInteger(value) || value >= 10 ? 0 : 1);
  return (
    <FigureBand
      figures={[
        {
          key: 'perDay',
          label: t('perDay'),
          value: whole.perDay === null ? '—' : number(whole.perDay),
          note: t('perDayNote', { hour: rate(whole.perHour, 1), ten: rate(whole.perTen, 2) }),
        },
        { key: 'peak', label: t('peakTen'), value: numberText(whole.peakTen), note: t('peakNote') },
        {
          key: 'floods',
          label: t('floods'),
          value: numberText(whole.floods),
          note: t('floodNote', { share: percent(whole.floodShare) }),
        },
        {
          key: 'standing',
          label: t('standing'),
          value: numberText(whole.standing),
          note: t('standingNote', { n: numberText(whole.stale) }),
        },
        {
          key: 'beyond',
          label: t('beyond'),
          value: t('hours', { n: numberText(whole.hoursBeyond, 0) }),
          note: t('beyondNote', { n: numberText(whole.retrospective) }),
        },
        {
          key: 'met',
          label: t('met'),
          value: whole.judged === 0 ? t('tooShort') : t('metOf', { n: whole.met, all: whole.judged }),
          note: `${t('count')} ${numberText(whole.count)}`,
        },
      ]}
    />
  );
}

import { App, Button, Popconfirm, Select } from 'antd';
import { PERIOD, periodAt, type SelfChecks } from '@anlan/systems/prevention';
import { ClipboardCheck, ListPlus } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useFreshCases, useSide } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, RefusalNote, whileSlow } from '../parts/index.ts';
import { Page, useScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import { RegionSelect } from './Board.tsx';
import { DrawsCard } from './DrawsCard.tsx';
import { FigureBand, shareText } from './Figures.tsx';
import { useIssue, useSelfChecks } from './queries.ts';
import { useSectorWord } from '../case/index.tsx';
import styles from './SelfCheckPage.module.css';
import { Shares } from './Shares.tsx';
import { SomeReports } from './SomeReports.tsx';
import { Tabs } from './Tabs.tsx';
import { WORDS } from './words.ts';
import { ZeroCard } from './ZeroCard.tsx';

/** 自查自改自报: the share that reported, who did not, who was untrue, and who found nothing at all (S62, S59). */
export function SelfCheckPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const now = useNow(60_000);
  const [params, setParams] = useSearchParams();
  const asked = params.get('period') ?? '';
  const region = scope.narrowed ? scope.path : null;
  // Without a wish the server answers for the period that runs here.
  const checks = useSelfChecks({ period: PERIOD.test(asked) ? asked : null, region });
  const months = checks.data?.months ?? 1;
  const period = PERIOD.test(asked) ? asked : (checks.data?.period ?? periodAt(now, months));
  useFreshCases();
  const choose = (next: string) =>
    setParams((before) => {
      const after = new URLSearchParams(before);
      if (next === '') after.delete('period');
      else after.set('period', next);
      return after;
    });
  return (
    <Page title={t('selfChecks')}>
      <PageHead
        title={t('selfChecks')}
        note={t('selfChecksNote')}
        actions={
          <div className={styles.tools}>
            <RegionSelect />
            <Select
              className={styles.month ?? ''}
              aria-label={t('period')}
              prefix={<span className={styles.prefix}>{t('period')}</span>}
              value={period}
              onChange={choose}
              options={periodsUntil(now, months, period).map((one) => ({ value: one, label: one }))}
            />
            <Issue period={period} />
          </div>
        }
      />
      <Tabs />
      {checks.isPending ? <Loading rows={6} /> : null}
      {checks.isError && checks.data === undefined ? (
        <Failed error={checks.error} retry={() => void checks.refetch()} />
      ) : null}
      {checks.data === undefined ? null : <Answer checks={checks.data} region={region} />}
      <DrawsCard period={period} region={region} />
      <ZeroCard period={period} region={region} />
    </Page>
  );
}

/** The next period, the one that runs at `now` (epoch ms), those of two years before it, and the chosen one. */
export function periodsUntil(now: number, months: number, chosen: string): readonly string[] {
  const periods = Array.from({ length: Math.ceil(24 / months) + 2 }, (_, back) => periodAt(now, months, back - 1));
  return periods.includes(chosen) ? periods : [chosen, ...periods];
}

/** The month, the two years before it, the next one, and the chosen one: `2026-03`. */
export function monthsUntil(month: string, chosen: string): readonly string[] {
  return periodsUntil(Date.parse(`${month}-15T00:00:00+08:00`), 1, chosen);
}

/** Sets the tasks of the period; only for those who supervise. */
function Issue({ period }: { readonly period: string }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const { message } = App.useApp();
  const issue = useIssue();
  if (useSide() !== 'authority' || !verbs.includes('case.supervise')) return null;
  const go = () =>
    issue.mutate(period, {
      onSuccess: ({ issued, known }) => void message.success(t('issueDone', { issued, known })),
    });
  return (
    <>
      <Popconfirm title={t('issueAsk', { period })} okText={t('issue')} cancelText={t('cancel')} onConfirm={go}>
        <Button
          type="primary"
          icon={<ListPlus size={15} aria-hidden />}
          loading={whileSlow(issue.isPending)}
          style={{ fontWeight: 700 }}
        >
          {t('issue')}
        </Button>
      </Popconfirm>
      {issue.isError ? <RefusalNote error={issue.error} kept={false} /> : null}
    </>
  );
}

function Answer({ checks, region }: { readonly checks: SelfChecks; readonly region: string | null }) {
  const t = useWords(WORDS);
  const sectorWord = useSectorWord();
  if (checks.issued === 0)
    return (
      <Card>
        <Empty
          icon={<ClipboardCheck size={20} strokeWidth={1.6} />}
          title={t('noTasks', { period: checks.period })}
          note={t('noTasksNote')}
        />
      </Card>
    );
  const missing = checks.should - checks.reported;
  const list = `/cases/self-check?search=${checks.period}`;
  return (
    <>
      <FigureBand
        figures={[
          {
            key: 'rate',
            label: t('rate'),
            value: shareText(checks.reported, checks.should) ?? t('notApplicable'),
            note: t('rateNote', { n: numberText(checks.reported), d: numberText(checks.should), e: checks.excused }),
          },
          {
            key: 'missing',
            label: t('notReported'),
            value: numberText(missing),
            note: t('lateReports', { n: numberText(checks.late) }),
            href: `${list}&state=due&sort=due`,
            late: checks.late > 0,
          },
          {
            key: 'false',
            label: t('falseReports'),
            value: numberText(checks.false),
            note: t('falseNote'),
            href: `${list}&state=false`,
            late: checks.false > 0,
          },
          {
            key: 'issued',
            label: t('issued'),
            value: numberText(checks.issued),
            note: t('issuedNote', { period: checks.period }),
            href: `${list}&open=all`,
          },
        ]}
      />
      <div className={styles.columns}>
        <Shares
          title={t('byRegion')}
          head={t('area')}
          rows={checks.byRegion.map((row) => ({ ...row, key: row.path, scope: row.path }))}
        />
        <Shares
          title={t('bySector')}
          head={t('sector')}
          rows={checks.bySector.map((row) => ({ ...row, key: row.sector, name: sectorWord(row.sector), scope: null }))}
        />
      </div>
      <div className={styles.columns}>
        <SomeReports
          title={t('nonReporters')}
          none={t('nonReportersNone')}
          state="due"
          checks={checks}
          region={region}
        />
        <SomeReports title={t('toCheck')} none={t('toCheckNone')} state="drawn" checks={checks} region={region} />
        <SomeReports title={t('falseList')} none={t('falseNone')} state="false" checks={checks} region={region} />
      </div>
    </>
  );
}

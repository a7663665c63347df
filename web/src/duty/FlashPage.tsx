import { flashSchema, type FlashClock, type FlashReport } from '@anlan/kernel/notify';
import { Button, Input } from 'antd';
import { Phone } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Empty, Facts, Failed, Loading, PageHead, RefusalNote } from '../parts/index.ts';
import { Page, useKeepScope, useTitle } from '../shell/index.ts';
import { spanText, stampText, useNow } from '../time/index.ts';
import styles from './Duty.module.css';
import { FlashForm } from './FlashForm.tsx';
import { Paper } from './HandOverList.tsx';
import { useDutyAct, useFlashChain, useFlashReports } from './queries.ts';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const CLOCKS = { unit: 'unitClock', 'pass-on': 'passClock', supplement: 'supplementClock' } as const;
const shortStamp = (at: number): string => stampText(at).slice(5, 16);

/** How a statutory clock stands, in words. */
function useClockWord(): (clock: FlashClock, now: number) => string {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return ({ key, from, dueAt, doneAt, late }, now) => {
    if (key === 'supplement') return shortStamp(dueAt);
    if (doneAt !== null) {
      const took = t('took', { span: spanText(doneAt - from, language) });
      return late ? `${took} · ${t('lateBy', { span: spanText(doneAt - dueAt, language) })}` : took;
    }
    return late
      ? t('lateBy', { span: spanText(now - dueAt, language) })
      : t('left', { span: spanText(dueAt - now, language) });
  };
}

/** 电话快报: received, passed on, what is due. */
export function FlashPage() {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const reports = useFlashReports();
  const [form, setForm] = useState<{ readonly follows?: FlashReport } | null>(null);
  const writes = verbs.includes('desk.write');
  return (
    <Page title={t('flash')}>
      <PageHead
        title={t('flash')}
        note={t('flashNote')}
        actions={
          writes ? (
            <Button
              type="primary"
              icon={<Phone size={15} aria-hidden />}
              onClick={() => setForm({})}
              data-testid="flash-new"
            >
              {t('flashNew')}
            </Button>
          ) : undefined
        }
      />
      {reports.isPending ? <Loading rows={6} /> : null}
      {reports.isError && reports.data === undefined ? (
        <Failed error={reports.error} retry={() => void reports.refetch()} />
      ) : null}
      {reports.data?.length === 0 ? <Empty title={t('flashNone')} note={t('flashNoneNote')} /> : null}
      {reports.data === undefined || reports.data.length === 0 ? null : (
        <Card flush>
          <Rows reports={reports.data} onFollow={writes ? (follows) => setForm({ follows }) : undefined} />
        </Card>
      )}
      {form === null ? null : <FlashForm {...form} onClose={() => setForm(null)} />}
    </Page>
  );
}

interface RowsProps {
  readonly reports: readonly FlashReport[];
  readonly onFollow: ((report: FlashReport) => void) | undefined;
}

function Rows({ reports, onFollow }: RowsProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const now = useNow(30_000);
  const clockWord = useClockWord();
  const newest = new Map(reports.toReversed().map((report) => [report.chainId, report.id]));
  return (
    <div className={styles.tableBox}>
      <table className={styles.table} data-testid="flash-list">
        <thead>
          <tr>
            <th>{t('number')}</th>
            <th>{t('place')}</th>
            <th>{t('what')}</th>
            <th>{t('occurredAt')}</th>
            <th>{t('unitClock')}</th>
            <th>{t('passClock')}</th>
            <th>{t('nextDueAt')}</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <tr key={report.id}>
              <td className={styles.tight}>
                <Link to={keep(`/flash/${report.id}/print`)}>{report.number}</Link>
                <br />
                <span className={styles.quiet}>
                  {report.seq === 1 ? t('first') : t('follow', { n: report.seq - 1 })}
                </span>
              </td>
              <td>
                {report.place}
                <br />
                <span className={styles.quiet}>
                  <RegionName of={report.regionName} />
                </span>
              </td>
              <td>
                {report.what}
                {report.alarmId === null ? null : (
                  <>
                    {' '}
                    <Link to={keep(`/desk?alarm=${report.alarmId}`)}>{t('ofAlarm')}</Link>
                  </>
                )}
              </td>
              <td className={styles.tight}>{shortStamp(report.occurredAt)}</td>
              {report.clocks.slice(0, 2).map((clock) => (
                <td key={clock.key} className={clock.late ? styles.bad : ''}>
                  {clockWord(clock, now)}
                </td>
              ))}
              <td>
                {report.nextDueAt === null ? '—' : shortStamp(report.nextDueAt)}
                {newest.get(report.chainId) === report.id && report.nextDueAt !== null && report.nextDueAt < now ? (
                  <span className={styles.bad}> {t('dueNow')}</span>
                ) : null}{' '}
                {onFollow !== undefined && newest.get(report.chainId) === report.id ? (
                  <Button size="small" onClick={() => onFollow(report)}>
                    {t('addFollow')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One report with its supplements as it goes to the printer, with the law's clocks. */
export function FlashPrintPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const chain = useFlashChain(id);
  useTitle(t('flash'));
  const first = chain.data?.[0];
  return (
    <Paper back="/flash">
      {chain.isPending ? <Loading rows={8} /> : null}
      {chain.isError && chain.data === undefined ? (
        <Failed error={chain.error} retry={() => void chain.refetch()} />
      ) : null}
      {first === undefined ? null : (
        <article className={styles.sheet} data-testid="flash-sheet">
          <header>
            <h1>{t('flash')}</h1>
            {first.number}
          </header>
          <Line report={first} />
          <Clocks report={first} />
          {chain.data?.map((report) => (
            <One key={report.id} report={report} />
          ))}
        </article>
      )}
    </Paper>
  );
}

function Line({ report }: { readonly report: FlashReport }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const span = spanText(report.receivedAt - report.occurredAt, language);
  return (
    <b data-testid="flash-line">
      {t('line', {
        event: stampText(report.occurredAt).slice(11, 16),
        report: stampText(report.receivedAt).slice(11, 16),
        span,
      })}
    </b>
  );
}

function Clocks({ report }: { readonly report: FlashReport }) {
  const t = useWords(WORDS);
  const now = useNow(30_000);
  const clockWord = useClockWord();
  return (
    <div className={styles.clocks} aria-label={t('clocks')}>
      {report.clocks.map((clock) => (
        <div key={clock.key}>
          <span>{t(CLOCKS[clock.key])}</span>
          <b className={clock.late ? styles.bad : ''}>{clockWord(clock, now)}</b>
          <small>{clock.clause}</small>
          {clock.key === 'unit' && report.learnedAt === null ? <small>{t('fromEvent')}</small> : null}
        </div>
      ))}
    </div>
  );
}

function One({ report }: { readonly report: FlashReport }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const number = (n: number | null) => n ?? t('notKnown');
  return (
    <section>
      <h2>
        {report.seq === 1 ? t('first') : t('follow', { n: report.seq - 1 })} {report.number}
      </h2>
      <Facts
        columns={2}
        rows={[
          [t('kind'), t(report.kind)],
          [t('place'), `${report.place}（${region(report.regionName)}）`],
          [t('occurredAt'), stampText(report.occurredAt)],
          [t('receivedAt'), stampText(report.receivedAt)],
          [t('reporter'), `${report.reporter} ${report.reporterPhone}`],
          [t('receiver'), report.receiver],
          [`${t('dead')} / ${t('injured')}`, `${number(report.dead)} / ${number(report.injured)}`],
          [`${t('missing')} / ${t('trapped')}`, `${number(report.missing)} / ${number(report.trapped)}`],
          [t('nextDueAt'), report.nextDueAt === null ? null : stampText(report.nextDueAt)],
          [
            t('passOn'),
            report.passedOnAt === null ? null : `${stampText(report.passedOnAt)} ${report.passedOnTo ?? ''}`,
          ],
        ]}
      />
      <p>
        {t('what')}：{report.what}
      </p>
      <p>
        {t('measures')}：{report.measures === '' ? '—' : report.measures}
      </p>
      <p className={styles.quiet}>
        {report.writtenAt === null ? t('writtenDue') : `${t('written')} ${stampText(report.writtenAt)}`}
      </p>
      <PassOn report={report} />
    </section>
  );
}

function PassOn({ report }: { readonly report: FlashReport }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const [to, setTo] = useState('');
  const act = useDutyAct<FlashReport>();
  if (!verbs.includes('desk.write') || (report.passedOnAt !== null && report.writtenAt !== null)) return null;
  const go = (way: 'phone' | 'written') =>
    act.mutate(() => api.post(`/flash-reports/${report.id}/passed-on`, { way, to: to.trim() }, flashSchema));
  return (
    <div className={styles.acts} data-noprint>
      <Input
        style={{ width: 260 }}
        value={to}
        maxLength={100}
        placeholder={t('passTo')}
        aria-label={t('passTo')}
        onChange={(event) => setTo(event.target.value)}
      />
      {report.passedOnAt === null ? (
        <Button disabled={to.trim() === ''} onClick={() => go('phone')}>
          {t('passOn')}
        </Button>
      ) : null}
      {report.writtenAt === null ? (
        <Button disabled={to.trim() === ''} onClick={() => go('written')}>
          {t('written')}
        </Button>
      ) : null}
      <RefusalNote error={act.error} />
    </div>
  );
}

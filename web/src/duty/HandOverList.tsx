import type { HandOver } from '@anlan/kernel/notify';
import { Button } from 'antd';
import { ArrowLeft, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Facts, Failed, levelWord, Loading, RiskMark } from '../parts/index.ts';
import { useKeepScope, useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Duty.module.css';
import { useHandOvers } from './queries.ts';
import { WORDS } from './words.ts';

type Level = 'red' | 'orange' | 'yellow' | 'blue';

function useStanding(): (one: HandOver) => string {
  const t = useWords(WORDS);
  return (one) =>
    one.acceptedAt !== null
      ? stampText(one.acceptedAt).slice(5, 16)
      : t(one.withdrawnAt !== null ? 'withdrawn' : 'waiting');
}

/** 交接班记录, newest first; each can be printed. */
export function HandOverList({ limit }: { readonly limit: number }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const standing = useStanding();
  const list = useHandOvers(limit);
  return (
    <Card title={t('history')} flush>
      {list.isPending ? <Loading rows={3} /> : null}
      {list.isError && list.data === undefined ? <Failed error={list.error} retry={() => void list.refetch()} /> : null}
      {list.data?.length === 0 ? <Empty title={t('historyNone')} /> : null}
      {list.data === undefined || list.data.length === 0 ? null : (
        <div className={styles.tableBox}>
          <table className={styles.table} data-testid="hand-overs">
            <thead>
              <tr>
                <th>{t('offered')}</th>
                <th>
                  {t('from')} → {t('to')}
                </th>
                <th>{t('accepted')}</th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((one) => (
                <tr key={one.id}>
                  <td className={styles.tight}>
                    <Link to={keep(`/duty/hand-overs/${one.id}/print`)}>{stampText(one.offeredAt).slice(5, 16)}</Link>
                  </td>
                  <td>
                    {one.fromName} → {one.toName}
                  </td>
                  <td className={styles.tight}>{standing(one)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

/** A page as it goes to the printer. */
export function Paper({ back, children }: { readonly back: string; readonly children: ReactNode }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <main className={styles.paper}>
      <nav data-noprint>
        <Link to={keep(back)}>
          <Button icon={<ArrowLeft size={15} aria-hidden />}>{t('back')}</Button>
        </Link>
        <Button type="primary" icon={<Printer size={15} aria-hidden />} onClick={() => window.print()}>
          {t('print')}
        </Button>
      </nav>
      {children}
    </main>
  );
}

/** 交接班记录 on paper. */
export function HandOverPrintPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const list = useHandOvers(200);
  const standing = useStanding();
  const one = list.data?.find((each) => each.id === id);
  useTitle(t('history'));
  return (
    <Paper back="/duty">
      {list.isPending ? <Loading rows={8} /> : null}
      {list.isError ? <Failed error={list.error} /> : null}
      {list.data !== undefined && one === undefined ? <Empty title={t('historyNone')} /> : null}
      {one === undefined ? null : (
        <article className={styles.sheet}>
          <header>
            <h1>{t('history')}</h1>
            {stampText(one.offeredAt)}
          </header>
          <Facts
            columns={2}
            rows={[
              [t('from'), one.fromName],
              [t('to'), one.toName],
              [t('offered'), stampText(one.offeredAt)],
              [t('accepted'), one.acceptedAt === null ? standing(one) : stampText(one.acceptedAt)],
              [t('lateCases'), one.lateCases],
              [t('logLines'), one.lines],
            ]}
          />
          <section>
            <h2>{t('summary')}</h2>
            <p>{one.summary}</p>
            {one.remark ? (
              <p>
                {t('remark')}：{one.remark}
              </p>
            ) : null}
          </section>
          <section>
            <h2>
              {t('openAlarms')} {one.alarms.length}
            </h2>
            <table className={styles.table}>
              <tbody>
                {one.alarms.map((alarm) => (
                  <tr key={alarm.id}>
                    <td className={styles.tight}>
                      <RiskMark level={alarm.level as Level} /> {levelWord(alarm.level as Level, 'alarm')}
                    </td>
                    <td className={styles.tight}>{alarm.number}</td>
                    <td>{alarm.text}</td>
                    <td className={styles.tight}>{stampText(alarm.raisedAt).slice(5, 16)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          <div className={styles.signs}>
            <span>{t('sign')}：</span>
            <span>{t('signTo')}：</span>
          </div>
        </article>
      )}
    </Paper>
  );
}

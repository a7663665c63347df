import { App, Button, Popconfirm } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { caseDetailSchema, type CaseView } from '@anlan/kernel/case';
import type { DangerBoard } from '@anlan/systems/prevention';
import { api, useSession } from '../api/index.ts';
import { CaseRows, newId, useSide } from '../case/index.tsx';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, numberText, Scroll, whileSlow } from '../parts/index.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './LateCard.module.css';
import { WORDS } from './words.ts';

/** What is late, longest first, each with one tap to urge. */
export function LateCard({ board, past = false }: { readonly board: DangerBoard; readonly past?: boolean }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  // What was late on a past day is not urged from there: much of it is done by now.
  const side = useSide();
  const mayUrge = !past && side === 'authority' && verbs.includes('case.supervise');
  const urging = useUrging();
  const rows = board.overdue.map((one) => one.case);
  const urged = new Map(board.overdue.map((one) => [one.case.id, one.urged]));
  const note = (view: CaseView) => {
    const n = urged.get(view.id) ?? 0;
    return [view.organisationName ?? '—', n === 0 ? t('notUrged') : t('urged', { n })].join(' · ');
  };
  const urgeButton = (view: CaseView) => (
    <Button
      size="small"
      loading={whileSlow(urging.busy.has(view.id))}
      aria-label={`${t('urge')} ${view.title}`}
      onClick={() => void urging.urge([view])}
    >
      {t('urge')}
    </Button>
  );
  return (
    <Card
      title={t('late')}
      note={rows.length === 0 ? undefined : t('lateNote', { n: numberText(board.figures.overdue), m: rows.length })}
      extra={
        <>
          {mayUrge && rows.length > 1 ? (
            <Popconfirm
              title={t('urgeAllAsk', { n: rows.length })}
              okText={t('urge')}
              cancelText={t('cancel')}
              onConfirm={() => void urging.urge(rows)}
            >
              <Button type="link" size="small" loading={whileSlow(urging.busy.size > 1)}>
                {t('urgeAll')}
              </Button>
            </Popconfirm>
          ) : null}
          <Link to={keep('/cases/hidden-danger?overdue=1&sort=due')}>{t('allLate')}</Link>
        </>
      }
      flush
      className={styles.card}
    >
      {rows.length === 0 ? <Empty title={t('lateNone')} /> : null}
      <Scroll className={styles.scroll}>
        <CaseRows rows={rows} note={note} {...(mayUrge ? { extra: urgeButton } : {})} />
      </Scroll>
    </Card>
  );
}

/** Urges cases one after the other and says how many it reached. */
function useUrging() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const urge = async (views: readonly CaseView[]) => {
    setBusy(new Set(views.map((view) => view.id)));
    let done = 0;
    let failed: unknown;
    for (const view of views) {
      const body = { version: view.version, input: { demand: t('urgeDemand') }, files: [], requestId: newId() };
      try {
        await api.post(`/cases/${view.id}/acts/urge`, body, caseDetailSchema);
        done += 1;
      } catch (error) {
        failed = error;
      }
    }
    setBusy(new Set());
    void client.invalidateQueries({ queryKey: ['prevention'] });
    void client.invalidateQueries({ queryKey: ['cases'] });
    const missed = views.length - done;
    if (missed === 0) void message.success(t('urgeDone', { n: done }));
    else {
      const why = problemOf(failed)?.[language] ?? '';
      void message.warning(`${t('urgeSome', { n: done, m: missed })}：${why}`);
    }
  };
  return { busy, urge };
}

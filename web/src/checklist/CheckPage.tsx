import type { Item, RunDetail } from '@anlan/kernel/checklist';
import { Button } from 'antd';
import { ChevronLeft, List as ListIcon } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Failed, Loading, RefusalNote, whileSlow } from '../parts/index.ts';
import { useKeepScope, useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { firstOpen, lackOf, type Own } from './answers.ts';
import styles from './Check.module.css';
import { Ended, Overview } from './CheckOverview.tsx';
import { ItemCard, Verdict } from './ItemCard.tsx';
import { Sign } from './Sign.tsx';
import { useRun } from './queries.ts';
import { useCheck } from './use-check.ts';
import { WORDS } from './words.ts';

/** One check, item by item under one thumb; on a desk the items stand beside it. */
export function CheckPage() {
  const { id = '' } = useParams();
  const found = useRun(id);
  if (found.data !== undefined) return <Check key={id} detail={found.data} />;
  return found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Loading rows={8} />;
}

function Check({ detail }: { readonly detail: RunDetail }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { run, items } = detail;
  useTitle(run.title);
  const check = useCheck(detail, `${run.title} ${run.number}`);
  const [at, setAt] = useState(() => firstOpen(detail, check.parts));
  const [showAll, setShowAll] = useState(false);
  const { own } = check;
  const lack = (item: Item, now = own(item)) => lackOf(item, now, check.answers.get(item.id));
  const left = items.filter((item) => lack(item) !== undefined).length;
  const item = items[Math.min(at, items.length - 1)];
  const go = (index: number) => {
    setAt(Math.max(0, Math.min(items.length - 1, index)));
    setShowAll(false);
    window.scrollTo({ top: 0 });
  };
  const ended = run.doneAt !== null || check.state === 'kept' || !detail.mayAnswer;
  return (
    <div className={styles.page} data-all={showAll || ended}>
      <header className={styles.head}>
        <Link to={keep(run.use === 'self' ? '/checks' : '/checks/runs')} aria-label={t('back')}>
          <ChevronLeft size={24} strokeWidth={1.75} aria-hidden />
        </Link>
        <div>
          <h1>
            {ended ? run.title : t('nth', { n: at + 1 })}
            {ended ? null : (
              <span>
                /{items.length} · {run.title}
              </span>
            )}
          </h1>
          <small>
            {run.organisationName} · {run.unit ?? run.period} · {t('until', { at: stampText(run.dueAt).slice(5, 16) })}
          </small>
        </div>
        {ended ? null : (
          <button type="button" aria-label={t('allItems')} aria-pressed={showAll} onClick={() => setShowAll(!showAll)}>
            <ListIcon size={22} strokeWidth={1.75} aria-hidden />
          </button>
        )}
      </header>
      {ended ? null : <Progress items={items} own={own} at={at} />}
      <div className={styles.columns}>
        <Overview detail={detail} own={own} at={ended ? -1 : at} go={ended ? undefined : go} />
        <main className={styles.main}>
          {ended ? <Ended detail={detail} kept={check.state === 'kept'} /> : null}
          {ended || item === undefined ? null : (
            <ItemCard
              key={item.id}
              item={item}
              own={own(item)}
              run={run}
              check={check}
              riskPoints={detail.riskPoints}
            />
          )}
          {ended || left > 0 ? null : <Sign check={check} />}
          {check.error === null ? null : <RefusalNote error={check.error} />}
        </main>
      </div>
      {ended || item === undefined ? null : (
        <footer className={styles.foot} data-thumb-foot>
          <Verdict
            value={own(item).result}
            choose={(result) => {
              check.change(item.id, { result });
              const done = lack(item, { ...own(item), result }) === undefined && result !== 'bad';
              if (done && at < items.length - 1 && own(item).result === null) setTimeout(() => go(at + 1), 180);
            }}
          />
          <div className={styles.steps}>
            <Button size="large" disabled={at === 0} onClick={() => go(at - 1)}>
              {t('previous')}
            </Button>
            {left === 0 ? (
              <Button
                type="primary"
                size="large"
                loading={whileSlow(check.state === 'sending')}
                onClick={() => void check.finish()}
              >
                {t(check.state === 'sending' ? 'finishing' : 'finish')}
              </Button>
            ) : (
              <Button
                type="primary"
                size="large"
                disabled={lack(item) !== undefined && at === items.length - 1}
                onClick={() => go(at === items.length - 1 ? items.findIndex((one) => lack(one) !== undefined) : at + 1)}
              >
                {t(own(item).result === null ? 'next' : 'saveNext')}
                <em>{t('leftN', { n: left })}</em>
              </Button>
            )}
          </div>
        </footer>
      )}
    </div>
  );
}

function Progress({
  items,
  own,
  at,
}: {
  readonly items: readonly Item[];
  readonly own: (item: Item) => Own;
  readonly at: number;
}) {
  return (
    <div className={styles.progress} aria-hidden>
      {items.map((item, index) => (
        <i key={item.id} data-result={own(item).result ?? 'none'} data-on={index === at} />
      ))}
    </div>
  );
}

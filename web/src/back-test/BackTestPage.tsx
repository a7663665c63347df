import { backTestSchema, type BackTest, type BackTestFigures } from '@anlan/kernel/back-test';
import { Button, Progress } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import {
  Card,
  Facts,
  Failed,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  StatusWord,
  whileSlow,
} from '../parts/index.ts';
import { FigureBand } from '../prevention/Figures.tsx';
import { useMay } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { spanText, stampText } from '../time/index.ts';
import { useLanguage } from '../language/index.tsx';
import styles from './BackTest.module.css';
import { Differences } from './Differences.tsx';
import { Publish } from './Publish.tsx';
import { useBackTest, useBackTestAct } from './queries.ts';
import { draftText, LOOK } from './text.ts';
import { useNumberName } from './use-number-name.ts';
import { WORDS } from './words.ts';

/** One test: how far it is, what differs, and the way to publish it. */
export function BackTestPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const go = useNavigate();
  const { id = '' } = useParams();
  const found = useBackTest(id);
  const may = useMay('alarm.limit');
  const test = found.data;
  return (
    <Page title={test?.title ?? t('title')}>
      <PageHead
        title={test?.title ?? t('title')}
        note={test === undefined ? undefined : <StatusWord state={LOOK[test.state]}>{t(test.state)}</StatusWord>}
        crumbs={[{ label: t('title'), href: keep('/back-tests') }]}
        actions={
          test === undefined || !may ? null : (
            <Button onClick={() => void go(keep(`/back-tests?rule=${test.rule}`))}>{t('again')}</Button>
          )
        }
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && test === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {test === undefined ? null : <Shown test={test} />}
    </Page>
  );
}

function Shown({ test }: { readonly test: BackTest }) {
  const { figures } = test;
  const goesOn = test.state === 'waiting' || test.state === 'running';
  return (
    <>
      {goesOn ? <Going test={test} /> : null}
      {figures === null ? null : <Band test={test} figures={figures} />}
      <div className={styles.columns}>
        <div className={styles.column}>{figures === null ? null : <Differences test={test} figures={figures} />}</div>
        <div className={styles.column}>
          <About test={test} />
          {test.state === 'done' ? <Publish test={test} /> : null}
        </div>
      </div>
    </>
  );
}

function Going({ test }: { readonly test: BackTest }) {
  const t = useWords(WORDS);
  const may = useMay('alarm.limit');
  const cancel = useBackTestAct(`/${test.id}/cancel`, backTestSchema);
  return (
    <Card>
      <div className={styles.progress}>
        <Progress percent={Math.round((100 * test.donePoints) / Math.max(1, test.points))} status="active" />
        <div className={styles.tools}>
          <span className={styles.quiet} data-testid="back-test-progress">
            {t('progress', { done: test.donePoints, all: test.points, readings: numberText(test.readings) })}
          </span>
          {may ? (
            <Button size="small" loading={whileSlow(cancel.isPending)} onClick={() => cancel.mutate({})}>
              {t('cancel')}
            </Button>
          ) : null}
        </div>
        {cancel.isError ? <RefusalNote error={cancel.error} /> : null}
      </div>
    </Card>
  );
}

function Band({ test, figures }: { readonly test: BackTest; readonly figures: BackTestFigures }) {
  const t = useWords(WORDS);
  const months = ((test.to - test.from) / (30 * 86_400_000)) * test.points;
  const per = (count: number) => t('perMonth', { n: numberText(count / months, 2) });
  return (
    <FigureBand
      figures={[
        {
          key: 'before',
          label: t('before'),
          value: numberText(figures.before),
          note: `${per(figures.before)} · ${t('hours', { n: numberText(figures.hoursBefore, 1) })}`,
        },
        {
          key: 'after',
          label: t('after'),
          value: numberText(figures.after),
          note: `${per(figures.after)} · ${t('hours', { n: numberText(figures.hoursAfter, 1) })}`,
        },
        {
          key: 'added',
          label: t('added'),
          value: (
            <data value={figures.added} data-testid="back-test-added">
              {numberText(figures.added)}
            </data>
          ),
          note: '',
        },
        {
          key: 'removed',
          label: t('removed'),
          value: (
            <data value={figures.removed} data-testid="back-test-removed">
              {numberText(figures.removed)}
            </data>
          ),
          note: '',
        },
        {
          key: 'changed',
          label: t('changed'),
          value: numberText(figures.changed),
          note: t('same', { n: numberText(figures.same) }),
        },
        {
          key: 'missed',
          label: t('missed'),
          value: numberText(figures.missed),
          late: figures.missed > 0,
          note:
            t('knownNote', { n: figures.known, later: figures.later }) +
            (figures.unseen === 0 ? '' : ` · ${t('unseen', { n: figures.unseen })}`),
        },
      ]}
    />
  );
}

function About({ test }: { readonly test: BackTest }) {
  const t = useWords(WORDS);
  const name = useNumberName();
  const { language } = useLanguage();
  const took =
    test.startedAt === null || test.endedAt === null ? null : spanText(test.endedAt - test.startedAt, language);
  return (
    <Card title={t('facts')} note={test.number}>
      <Facts
        rows={[
          [t('rule'), test.ruleLabel],
          [t('numbers'), draftText(test.draft, name)],
          [t('span'), `${stampText(test.from).slice(0, 16)} — ${stampText(test.to).slice(0, 16)}`],
          [t('points'), numberText(test.points)],
          [t('readings'), numberText(test.readings)],
          [t('took'), took],
          [t('by'), `${test.by} ${stampText(test.at).slice(0, 16)}`],
          [t('engine'), t('engineText')],
          [
            t('hash'),
            test.hash === null ? null : (
              <span className={styles.hash} title={t('hashNote')}>
                {test.hash}
              </span>
            ),
          ],
          ...(test.trouble === null ? [] : [[t('failed'), test.trouble] as const]),
        ]}
      />
    </Card>
  );
}

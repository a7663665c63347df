import { App, Button } from 'antd';
import {
  standardGrantedSchema,
  standardRunsSchema,
  standardScoredSchema,
  type StandardRuns,
} from '@anlan/systems/technology';
import { Link, useParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { KINDS as CASES, useSide } from '../case/index.tsx';
import { Breakdown } from '../city-risk/ScoreCard.tsx';
import { useLabel, useLanguage, usePair, useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Facts,
  Failed,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  StatusWord,
  whileSlow,
} from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { useRuns, useStandardWrite } from './queries.ts';
import styles from './Standardisation.module.css';
import { GRADES, WORDS } from './words.ts';

type Stage = 'self' | 'evaluation';

/** One application: its checks, the points they made element by element, and the certificate (S96). */
export function ApplicationPage() {
  const { id = '' } = useParams();
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const label = useLabel();
  const runs = useRuns(id);
  const states = CASES.find(({ key }) => key === 'standardisation')?.states ?? {};
  const state = runs.data === undefined ? undefined : states[runs.data.state];
  return (
    <Page title={t('applications')}>
      <PageHead
        title={t('applications')}
        note={state === undefined ? undefined : label(state)}
        crumbs={[{ label: t('title'), href: keep('/standardisation') }]}
        actions={
          <Link to={keep(`/case/${id}`)}>
            <Button>{t('openCase')}</Button>
          </Link>
        }
      />
      {runs.isPending ? <Loading rows={6} /> : null}
      {runs.isError && runs.data === undefined ? <Failed error={runs.error} retry={() => void runs.refetch()} /> : null}
      {runs.data === undefined ? null : (
        <div className={styles.columns}>
          <div className={styles.column}>
            {runs.data.gradings.toReversed().map((one) => (
              <Graded key={one.id} one={one} />
            ))}
            {runs.data.gradings.length > 0 ? null : <Weights runs={runs.data} />}
          </div>
          <RunsCard runs={runs.data} />
        </div>
      )}
    </Page>
  );
}

function Graded({ one }: { readonly one: StandardRuns['gradings'][number] }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const pair = usePair();
  return (
    <Card
      title={
        <>
          {t(one.stage)} {numberText(one.result.score, 2)} · {pair(GRADES, one.result.level)}
        </>
      }
      note={`${one.result.model} ${one.result.version} · ${one.by} ${stampText(one.result.at)} · SHA-256 ${one.hash.slice(0, 12)}`}
      flush
    >
      {one.result.vetoes.map((veto) => (
        <p key={veto.veto} className={styles.veto}>
          {language === 'zh' ? veto.label : veto.labelEn}（{veto.fact.known.source.label}）
        </p>
      ))}
      <Breakdown lines={one.result.lines} />
    </Card>
  );
}

function Weights({ runs }: { readonly runs: StandardRuns }) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <Card title={t('elements')}>
      <Facts
        rows={runs.elements.map((element) => [label(element), `${element.weight} · ${element.clause}`])}
        columns={2}
      />
    </Card>
  );
}

const STAGE_OF: Readonly<Record<string, Stage | undefined>> = { self: 'self', evaluating: 'evaluation' };

function RunsCard({ runs }: { readonly runs: StandardRuns }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs } = useSession();
  const { message } = App.useApp();
  const own = useSide() === 'organisation';
  const stage = STAGE_OF[runs.state];
  const mine = stage !== undefined && own === (stage === 'self');
  const open = runs.runs.find((run) => run.stage === stage && run.doneAt === null);
  const done = runs.runs.findLast((run) => run.stage === stage && run.doneAt !== null);
  const base = `/standardisation/applications/${runs.id}`;
  const make = useStandardWrite((body: object) => api.post(`${base}/runs`, body, standardRunsSchema));
  const score = useStandardWrite((body: object) => api.post(`${base}/scores`, body, standardScoredSchema));
  const grant = useStandardWrite(() => api.post(`${base}/grant`, {}, standardGrantedSchema));
  return (
    <Card title={t('runs')} flush>
      {runs.runs.length === 0 ? <Empty title={t('noRuns')} /> : null}
      <ul className={styles.runs}>
        {runs.runs.map((run) => (
          <li key={run.id}>
            <Link to={keep(`/checks/${run.id}`)}>
              {t(run.stage)} {run.number}
            </Link>
            <StatusWord state={run.doneAt === null ? 'doing' : 'done'}>
              {t('progress', { n: run.answered, d: run.items, b: run.bad })}
            </StatusWord>
          </li>
        ))}
      </ul>
      <div className={styles.tools}>
        {mine && open === undefined ? (
          <Button loading={whileSlow(make.isPending)} onClick={() => make.mutate({ stage })}>
            {t('makeRun')}
          </Button>
        ) : null}
        {mine && open !== undefined ? (
          <Link to={keep(`/checks/${open.id}`)}>
            <Button type="primary">{t('answer')}</Button>
          </Link>
        ) : null}
        {mine && done !== undefined ? (
          <Button
            type="primary"
            loading={whileSlow(score.isPending)}
            onClick={() =>
              score.mutate(
                { stage, run: done.id },
                { onSuccess: ({ score: points }) => void message.success(t('scored', { score: points })) },
              )
            }
          >
            {t('score')}
          </Button>
        ) : null}
        {!own && runs.state === 'announced' && verbs.includes('case.supervise') ? (
          <Button
            type="primary"
            loading={whileSlow(grant.isPending)}
            onClick={() =>
              grant.mutate(undefined, {
                onSuccess: ({ certificate }) => void message.success(t('granted', { n: certificate })),
              })
            }
          >
            {t('grant')}
          </Button>
        ) : null}
        {[make, score, grant].map((one, index) =>
          one.isError ? <RefusalNote key={index} error={one.error} kept={false} /> : null,
        )}
      </div>
    </Card>
  );
}

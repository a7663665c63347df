import { useParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Facts, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { levelWord, stateWord } from './ContractsPage.tsx';
import styles from '../parts/Dossier.module.css';
import { useContract } from './queries.ts';
import { Visits } from './Visits.tsx';
import { WORDS } from './words.ts';
import { Evaluations } from './Evaluations.tsx';
import { Payments } from './Payments.tsx';
import { type Props, Targets } from './Targets.tsx';

/** One contract: its funds, whom it reached, what was found, put right, paid and thought of it. */
export function ExpertContractPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useContract(id);
  return (
    <Page title={found.data?.contract.name ?? t('title')}>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown report={found.data} />}
    </Page>
  );
}

function Shown({ report }: Props) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { contract } = report;
  return (
    <>
      <PageHead
        crumbs={[{ label: t('title'), href: keep('/expert-service') }, { label: contract.number }]}
        title={contract.name}
        note={report.scope ?? ''}
      />
      <Facts
        columns={3}
        rows={[
          [t('mode'), `${t(`mode.${contract.mode}`)} · ${levelWord(t, contract.level)}`],
          [t('institution'), contract.institution],
          [t('term'), `${contract.startsOn} — ${contract.endsOn} · ${stateWord(t, contract.state)}`],
          [t('progress'), `${contract.covered} / ${contract.targets}`],
          [t('found'), `${contract.found} · ${t('rectified')} ${contract.rectified}`],
          [t('score'), contract.score],
        ]}
      />
      <div className={styles.columns}>
        <div className={styles.main}>
          <Targets report={report} />
          <Card title={t('visits')} note={`${report.assignments.length}`}>
            <Visits rows={report.assignments} mayWithdraw={contract.own && contract.state === 'active'} />
          </Card>
        </div>
        <div className={styles.main}>
          {contract.own ? <Payments report={report} /> : null}
          <Evaluations report={report} />
        </div>
      </div>
    </>
  );
}

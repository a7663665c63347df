import type { Field } from '@anlan/kernel/entity';
import { Button } from 'antd';
import type { Visit } from '@anlan/systems/prevention';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { CaseForm } from '../case/CaseForm.tsx';
import { CaseRows, kindByKey } from '../case/index.tsx';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Facts, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import styles from '../parts/Dossier.module.css';
import { useSendTo, useVisit } from './queries.ts';
import { WORDS } from './words.ts';

/** One visit: what the expert found, entered on the spot, and its summary at the end. */
export function ExpertVisitPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useVisit(id);
  return (
    <Page title={found.data?.enterprise.name ?? t('visits')}>
      {found.isPending ? <Loading rows={6} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown visit={found.data} />}
    </Page>
  );
}

function Shown({ visit }: { readonly visit: Visit }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs, scope } = useSession();
  const { assignment, enterprise, findings } = visit;
  const open = assignment.state === 'assigned' && verbs.includes('expert.inspect') && scope.kind === 'participant';
  return (
    <>
      <PageHead
        crumbs={[
          scope.kind === 'participant'
            ? { label: t('mine'), href: '/expert-service/mine' }
            : { label: assignment.contractName, href: keep(`/expert-service/contracts/${assignment.contract}`) },
          { label: enterprise.name },
        ]}
        title={enterprise.name}
        note={`${t(`visit.${assignment.state}`)} · ${t('due', { day: assignment.dueOn })}`}
      />
      <Facts
        columns={3}
        rows={[
          [t('expert'), assignment.expertName],
          [t('address'), enterprise.address],
          [t('name'), assignment.contractName],
        ]}
      />
      {open ? <Entering visit={visit} /> : null}
      <Card title={t('findings')} note={t('notOwn')} flush className={styles.gap}>
        {findings.length === 0 ? <p className={styles.quiet}>{t('findingsNone')}</p> : <CaseRows rows={findings} />}
      </Card>
      {assignment.summary === null ? null : (
        <Card title={t('summary')} className={styles.gap}>
          <p>{assignment.summary}</p>
        </Card>
      )}
    </>
  );
}

const SUMMARY: Readonly<Record<string, Field>> = {
  summary: { kind: 'text', label: '检查小结', labelEn: 'Summary', required: true, max: 1000 },
};

function Entering({ visit }: { readonly visit: Visit }) {
  const t = useWords(WORDS);
  const [adding, setAdding] = useState(false);
  const { id } = visit.assignment;
  const finding = useSendTo(`/visits/${id}/findings`);
  const report = useSendTo(`/visits/${id}/report`);
  const { enterprise: _, riskPoint: __, round: ___, ...asks } = kindByKey('hidden-danger')?.opening.asks ?? {};
  return (
    <Card className={styles.gap}>
      <div className={styles.acts}>
        <Button type="primary" style={{ fontWeight: 700 }} aria-expanded={adding} onClick={() => setAdding(!adding)}>
          {t('addFinding')}
        </Button>
        <AskButton label={t('report')}>
          {(close) => (
            <AskForm
              asks={SUMMARY}
              verb={t('report')}
              pending={report.isPending}
              error={report.error}
              cancel={close}
              send={(values) => report.mutate(values, { onSuccess: close })}
            >
              <p className={styles.quiet}>{t('reportNote')}</p>
            </AskForm>
          )}
        </AskButton>
      </div>
      {adding ? (
        <CaseForm
          draft={`expert.${id}`}
          asks={asks}
          enterprise={visit.enterprise.id}
          verb={t('addFinding')}
          pending={finding.isPending}
          error={finding.error}
          cancel={() => setAdding(false)}
          send={({ input, files, requestId }, settled) =>
            finding.mutate({ input, files, requestId }, { onSuccess: () => (settled(), setAdding(false)) })
          }
        />
      ) : null}
    </Card>
  );
}

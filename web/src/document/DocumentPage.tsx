import type { DocumentDetail } from '@anlan/kernel/document';
import { Button } from 'antd';
import { Download } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import styles from './Documents.module.css';
import { PaperView } from './PaperView.tsx';
import { useDocument } from './queries.ts';
import { templateByKey } from './templates.ts';
import { WORDS } from './words.ts';
import { About, History } from './About.tsx';
import { Doing } from './Doing.tsx';

/** One document: as it reads, where it stands, and what the reader may do with it. */
export function DocumentPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const found = useDocument(id);
  return (
    <Page title={found.data?.document.title ?? t('documents')}>
      {found.isPending ? <Loading rows={10} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : <Shown key={found.data.document.id} detail={found.data} />}
    </Page>
  );
}

function Shown({ detail }: { readonly detail: DocumentDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { document, paper } = detail;
  const template = templateByKey(document.template);
  const stamp = { revoked: t('revokedStamp'), drafted: t('draftStamp'), returned: t('draftStamp') }[
    document.state as string
  ];
  return (
    <>
      <PageHead
        crumbs={[{ label: t('documents'), href: keep('/documents') }, { label: document.number ?? t('drafting') }]}
        title={template === undefined ? document.title : label(template)}
        actions={
          <>
            {document.caseId === null ? null : (
              <Link to={keep(`/case/${document.caseId}`)}>
                <Button>{t('back')}</Button>
              </Link>
            )}
            <Button href={`/api/documents/${document.id}/file.docx`} icon={<Download size={15} aria-hidden />}>
              {t('docx')}
            </Button>
            <Button href={`/api/documents/${document.id}/file.pdf`} icon={<Download size={15} aria-hidden />}>
              {t('pdf')}
            </Button>
          </>
        }
      />
      <Steps detail={detail} />
      <div className={styles.columns}>
        <PaperView paper={paper} sealed={detail.sealed} stamp={stamp} numberless={t('toBeNumbered')} />
        <div className={styles.side}>
          <Doing detail={detail} />
          <About detail={detail} />
          <History detail={detail} />
        </div>
      </div>
    </>
  );
}

/** Check, approve, issue, serve: how far it is. */
function Steps({ detail: { document } }: { readonly detail: DocumentDetail }) {
  const t = useWords(WORDS);
  const reached = { returned: 0, drafted: 1, approved: 2, issued: 3, served: 4, revoked: 4 }[document.state];
  const names = [t('stepCheck'), t('stepApprove'), t('stepIssue'), t('stepServe')];
  return (
    <ol className={styles.steps}>
      {names.map((name, index) => (
        <li key={name} data-done={index < reached} aria-current={index === reached ? 'step' : undefined}>
          {index + 1} {name}
        </li>
      ))}
    </ol>
  );
}

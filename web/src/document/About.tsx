import type { DocumentDetail } from '@anlan/kernel/document';
import { ExternalLink } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { Card, Facts, Timeline } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Documents.module.css';
import { StateTag } from './StateTag.tsx';
import { WORDS } from './words.ts';
import { type ActWord } from './Doing.tsx';

export function About({ detail }: { readonly detail: DocumentDetail }) {
  const t = useWords(WORDS);
  const { document } = detail;
  const at = (time: number | null) => (time === null ? t('notYet') : stampText(time).slice(0, 16));
  return (
    <Card title={t('facts')}>
      <Facts
        rows={[
          [t('state'), <StateTag key="state" state={document.state} />],
          [t('number'), document.number],
          [t('addressee'), document.addressee],
          [t('issuer'), document.issuer],
          [t('drafter'), document.draftedBy],
          [t('approver'), document.approvedBy],
          [t('issuedOn'), at(document.issuedAt)],
          [t('readAt'), at(document.readAt)],
          [
            t('served'),
            document.serveBy === null
              ? at(document.servedAt)
              : t('serveBy', { day: stampText(document.serveBy).slice(0, 10) }),
          ],
          [
            t('hash'),
            detail.pdfSha256 === null ? null : (
              <span key="pdf" className={styles.hash}>
                {detail.pdfSha256}
              </span>
            ),
          ],
        ]}
      />
      {document.code === null ? null : (
        <a className={styles.link} href={`/verify/${document.code}`} target="_blank" rel="noreferrer">
          <ExternalLink size={14} aria-hidden />
          {t('print')}
        </a>
      )}
    </Card>
  );
}

export function History({ detail }: { readonly detail: DocumentDetail }) {
  const t = useWords(WORDS);
  const entries = detail.events.toReversed().map((event, index) => ({
    key: `${event.at}${index}`,
    at: event.at,
    by: event.by,
    text: (
      <>
        <b>{t(event.act as ActWord)}</b>
        {event.signed ? ` · ${t('signed')}` : ''}
        {event.note === null ? null : ` · ${event.note}`}
      </>
    ),
  }));
  return (
    <Card title={t('history')} note={String(entries.length)}>
      <Timeline entries={entries} />
    </Card>
  );
}

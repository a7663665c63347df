import type { DocumentDetail, Signature } from '@anlan/kernel/document';
import { App, Button, Input } from 'antd';
import { Download, ExternalLink, FileSignature } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Facts, Failed, Loading, PageHead, RefusalNote, Timeline } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Documents.module.css';
import { PaperView } from './PaperView.tsx';
import { useDocument, useDocumentAct, type ActSent } from './queries.ts';
import { deviceName, SignaturePad } from './SignaturePad.tsx';
import { StateTag } from './StateTag.tsx';
import { templateByKey } from './templates.ts';
import { WORDS } from './words.ts';

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

const NEEDS_REASON = new Set(['return', 'revoke']);
const NEEDS_SIGNATURE = new Set(['serve', 'sign']);
type ActWord = 'approve' | 'return' | 'issue' | 'serve' | 'read' | 'sign' | 'revoke';
const PRIMARY = ['approve', 'issue', 'sign', 'serve'];

function Doing({ detail }: { readonly detail: DocumentDetail }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { message } = App.useApp();
  const [open, setOpen] = useState<ActWord | null>(null);
  const act = useDocumentAct(detail);
  const offered = detail.may.filter(
    (one) => one.act !== 'edit' && !(one.act === 'read' && detail.document.readAt !== null),
  );
  const allowed = offered.filter((one) => one.allowed);
  const barred = offered.filter((one) => !one.allowed);
  const first = PRIMARY.find((key) => allowed.some((one) => one.act === key));
  const send = (sent: ActSent) =>
    act.mutate(sent, {
      onSuccess: () => {
        setOpen(null);
        void message.success(t('done', { act: t(sent.act as ActWord) }));
      },
    });
  const begin = (key: ActWord) => {
    act.reset();
    if (NEEDS_REASON.has(key) || NEEDS_SIGNATURE.has(key)) setOpen(open === key ? null : key);
    else send({ act: key, ...(key === 'approve' && { contentSha256: detail.contentSha256 }) });
  };
  return (
    <Card title={t('toDo')}>
      <div className={styles.acts} role="group" aria-label={t('toDo')}>
        {allowed.length === 0 ? <p className={styles.hint}>{barred.length === 0 ? t('nothing') : '—'}</p> : null}
        {allowed.map(({ act: key }) => (
          <Button
            key={key}
            type={key === first ? 'primary' : 'default'}
            danger={key === 'revoke'}
            loading={act.isPending && act.variables?.act === key}
            onClick={() => begin(key as ActWord)}
          >
            {t(key as ActWord)}
          </Button>
        ))}
      </div>
      {open !== null && NEEDS_REASON.has(open) ? <ReasonForm act={open} pending={act.isPending} send={send} /> : null}
      {open !== null && NEEDS_SIGNATURE.has(open) ? <SignForm act={open} pending={act.isPending} send={send} /> : null}
      {act.isError ? <RefusalNote error={act.error} kept /> : null}
      {barred.length === 0 ? null : (
        <ul className={styles.barred} aria-label={t('cannot')}>
          {barred.map(({ act: key, why }) => (
            <li key={key}>
              <b>{t(key as ActWord)}</b>　{why?.[language]}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

interface FormProps {
  readonly act: ActWord;
  readonly pending: boolean;
  readonly send: (sent: ActSent) => void;
}

function ReasonForm({ act, pending, send }: FormProps) {
  const t = useWords(WORDS);
  const [reason, setReason] = useState('');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send({ act, reason });
      }}
    >
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={500}
        aria-label={t('reason')}
        placeholder={t('reasonAsk', { act: t(act) })}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {act === 'revoke' ? <p className={styles.hint}>{t('ends')}</p> : null}
      <Button
        htmlType="submit"
        type="primary"
        danger={act === 'revoke'}
        loading={pending}
        disabled={reason.trim() === ''}
      >
        {t('confirm')}
      </Button>
    </form>
  );
}

function SignForm({ act, pending, send }: FormProps) {
  const t = useWords(WORDS);
  const [strokes, setStrokes] = useState<Signature>([]);
  const [refused, setRefused] = useState(false);
  const [reason, setReason] = useState('');
  const ready = refused ? reason.trim() !== '' : strokes.length > 0;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send(refused ? { act, how: 'refused', reason } : { act, signature: strokes, device: deviceName() });
      }}
    >
      <b>{t(act === 'serve' ? 'serveTitle' : 'signTitle')}</b>
      {refused ? (
        <Input.TextArea
          rows={3}
          maxLength={500}
          aria-label={t('refusedWhy')}
          placeholder={t('refusedWhy')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      ) : (
        <SignaturePad value={strokes} change={setStrokes} />
      )}
      {act === 'serve' ? (
        <Button type="link" onClick={() => setRefused(!refused)}>
          {t('refusedSign')}
        </Button>
      ) : null}
      <p className={styles.hint}>{t('signNote')}</p>
      <Button
        htmlType="submit"
        type="primary"
        size="large"
        icon={<FileSignature size={17} aria-hidden />}
        loading={pending}
        disabled={!ready}
      >
        {t(act === 'serve' ? 'confirmServe' : 'confirm')}
      </Button>
    </form>
  );
}

function About({ detail }: { readonly detail: DocumentDetail }) {
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

function History({ detail }: { readonly detail: DocumentDetail }) {
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

import { verifiedSchema, type Verified } from '@anlan/kernel/document';
import { sha256Hex } from './fingerprint.ts';
import { useQuery } from '@tanstack/react-query';
import { Check, Lock, Minus, X } from 'lucide-react';
import { useState } from 'react';
import { Link, Navigate, useNavigate, useParams } from 'react-router';
import { api, query, Refused } from '../api/index.ts';
import { PaperView } from '../document/PaperView.tsx';
import { useWords } from '../language/index.tsx';
import { Failed, Loading } from '../parts/index.ts';
import { useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Public.module.css';
import { WORDS } from './public-words.ts';

/** The short address that stands in the code on paper. */
export function VerifyDoor() {
  const { code = '' } = useParams();
  return <Navigate to={`/public/verify/${code}`} replace />;
}

/** Is this document real, is it in force, is this file the same: for whoever holds it. */
export function PublicVerifyPage() {
  const t = useWords(WORDS);
  useTitle(t('verifyTitle'));
  const { code } = useParams();
  return <div className={styles.page}>{code === undefined ? <Ask /> : <Answer key={code} code={code} />}</div>;
}

function Ask({ before = '' }: { readonly before?: string }) {
  const t = useWords(WORDS);
  const navigate = useNavigate();
  const [code, setCode] = useState(before);
  return (
    <form
      className={`${styles.card} ${styles.ask}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() !== '') void navigate(`/public/verify/${encodeURIComponent(code.trim())}`);
      }}
    >
      <h1>{t('verifyTitle')}</h1>
      <p>{t('verifyNote')}</p>
      <label>
        {t('code')}
        <input
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          placeholder="ABCD-2345-EFGH"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </label>
      <button type="submit" className={styles.primary}>
        {t('look')}
      </button>
    </form>
  );
}

function Answer({ code }: { readonly code: string }) {
  const t = useWords(WORDS);
  const found = useQuery({
    queryKey: ['public', 'verify', code],
    queryFn: ({ signal }) => api.get(`/public/verify${query({ code })}`, verifiedSchema, signal),
  });
  if (found.isPending) return <Loading rows={8} />;
  if (found.error instanceof Refused && found.error.problem.status === 404)
    return (
      <>
        <section className={styles.verdict} data-state="unknown" role="alert">
          <i aria-hidden>
            <X size={40} strokeWidth={2.4} />
          </i>
          <div>
            <h1>{t('unknown')}</h1>
            <p>{t('unknownNote')}</p>
          </div>
        </section>
        <Ask before={code} />
      </>
    );
  if (found.data === undefined) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <Found known={found.data} />;
}

const DAY = 86_400_000;

function Found({ known }: { readonly known: Verified }) {
  const t = useWords(WORDS);
  const at = stampText(known.checkedAt);
  const when = known.endedAt === null ? '' : stampText(known.endedAt).slice(0, 10);
  const note = {
    'in-force': t('inForceNote', { at }),
    closed: t('closedNote', { when, at }),
    revoked: t('revokedNote', { when, at }),
  };
  const Icon = { 'in-force': Check, closed: Minus, revoked: X }[known.state];
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <section className={styles.card} data-flush>
          <div className={styles.verdict} data-state={known.state} role="status">
            <i aria-hidden>
              <Icon size={40} strokeWidth={2.4} />
            </i>
            <div>
              <h1>{t(known.state)}</h1>
              <p>{note[known.state]}</p>
            </div>
          </div>
          <dl className={styles.facts}>
            {(
              [
                [t('document'), known.paper.title],
                [t('number'), known.number],
                [t('addressee'), known.addressee],
                [t('issuer'), known.issuer],
                [t('issuedOn'), known.issuedOn],
                [t('deadline'), <Deadline key="deadline" known={known} />],
              ] as const
            ).map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section className={styles.card}>
          <h2>
            {t(known.state === 'revoked' ? 'why' : 'steps')}
            {known.endReason === null ? null : <small>{known.endReason}</small>}
          </h2>
          <ol className={styles.steps}>
            {known.steps.map((step) => (
              <li key={step.key} data-done={step.at !== null}>
                <span>{t(`step_${step.key}` as 'step_issued')}</span>
                <small>{step.at === null ? '' : stampText(step.at).slice(5, 16)}</small>
              </li>
            ))}
          </ol>
        </section>
        <Compare known={known} />
        <div className={styles.actions}>
          <Link to="/public/verify" className={styles.primary}>
            {t('again')}
          </Link>
          <button type="button" className={styles.plain} onClick={() => window.print()}>
            {t('print')}
          </button>
        </div>
      </div>
      <div className={styles.column}>
        <h2 className={styles.loose}>
          {t('paper')}
          <small>{t('masked')}</small>
        </h2>
        <PaperView
          paper={known.paper}
          sealed={known.sealed}
          stamp={known.state === 'revoked' ? t('revokedStamp') : undefined}
          numberless=""
        />
        {known.replacedBy === null ? null : (
          <section className={styles.card}>
            <h2>{t('newer')}</h2>
            <Link to={`/public/verify/${known.replacedBy.code}`}>{known.replacedBy.number}</Link>
          </section>
        )}
      </div>
    </div>
  );
}

function Deadline({ known }: { readonly known: Verified }) {
  const t = useWords(WORDS);
  if (known.deadline === null) return '—';
  if (known.state !== 'in-force')
    return (
      <>
        {known.deadline} <em data-tone="late">{t('noLonger')}</em>
      </>
    );
  const days = Math.ceil((Date.parse(`${known.deadline}T23:59:59+08:00`) - known.checkedAt) / DAY);
  return (
    <>
      {known.deadline} <em data-tone={days < 0 ? 'late' : 'soon'}>{days < 0 ? t('late') : t('days', { n: days })}</em>
    </>
  );
}

/** The reader's own file against what was issued, computed in the browser. */
function Compare({ known }: { readonly known: Verified }) {
  const t = useWords(WORDS);
  const [result, setResult] = useState<{ readonly name: string; readonly same: boolean } | null>(null);
  const check = async (file: File) => {
    const hash = await sha256Hex(await file.arrayBuffer());
    setResult({ name: file.name, same: hash === known.pdfSha256 || hash === known.docxSha256 });
  };
  return (
    <section className={`${styles.card} ${styles.compare}`}>
      <i aria-hidden>
        <Lock size={20} strokeWidth={1.75} />
      </i>
      <div>
        <h2>{t('how')}</h2>
        <p>{t('howNote')}</p>
        <label className={styles.file}>
          {t('choose')}
          <input
            type="file"
            accept=".pdf,.docx"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) void check(file);
            }}
          />
        </label>
        {result === null ? null : (
          <p role="status" data-same={result.same} className={styles.result}>
            {result.same ? <Check size={16} aria-hidden /> : <X size={16} aria-hidden />} {result.name}：
            {t(result.same ? 'same' : 'different')}
          </p>
        )}
        <p className={styles.hash}>
          {t('fingerprint')} {known.pdfSha256}
        </p>
      </div>
    </section>
  );
}

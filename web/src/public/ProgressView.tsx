import { Check, EyeOff, Gift, X } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { PhotoRow } from './PhotoRow.tsx';
import { useSaySomething, type Progress, type ReceiptOf, type SentPhoto } from './queries.ts';
import { dayOf } from './ReceiptCard.tsx';
import styles from './Report.module.css';
import { newRequestId } from './use-report.ts';
import { WORDS } from './words.ts';

type Say = 'supplement' | 'objection';

interface ViewProps {
  readonly progress: Progress;
  readonly receipt: ReceiptOf;
  readonly changed: (progress: Progress) => void;
  readonly another: () => void;
}

/** Steps, what was said, the reward, and who looked: everything a reporter may know, and nothing of the inside. */
export function ProgressView({ progress, receipt, changed, another }: ViewProps) {
  const t = useWords(WORDS);
  const [saying, setSaying] = useState<Say | undefined>(undefined);
  const state = `state.${progress.state}` as keyof typeof WORDS;
  return (
    <div className={styles.form}>
      <header className={styles.title}>
        <h1>{t('progressTitle')}</h1>
        <p>
          {t('code')} {receipt.code} · {progress.title}
        </p>
      </header>
      <section className={styles.now}>
        <span>
          <span>{t('now')}</span>
          <span>{t('updated', { at: stampText(progress.updatedAt).slice(5) })}</span>
        </span>
        <h2 data-testid="state">{state in WORDS ? t(state) : progress.state}</h2>
        {progress.said === null ? null : <p>{progress.said}</p>}
      </section>
      {progress.merged ? <p className={styles.merged}>{t('merged')}</p> : null}
      <ol className={styles.steps}>
        {progress.steps.map((step) => (
          <li key={step.key} data-state={step.state}>
            <i aria-hidden>
              {step.state === 'done' ? <Check size={14} strokeWidth={2.5} /> : null}
              {step.state === 'stopped' ? <X size={14} strokeWidth={2.5} /> : null}
            </i>
            <b>{t(`step.${step.key}`)}</b>
            <small>
              {step.at !== null && step.state !== 'now' ? stampText(step.at).slice(5) : null}
              {step.state === 'now' && step.dueAt !== null ? t('latest', { day: dayOf(step.dueAt) }) : null}
            </small>
            {step.said === null ? null : <p>{step.said}</p>}
          </li>
        ))}
      </ol>
      <KnownFacts progress={progress} />
      {progress.own.length === 0 ? null : (
        <section className={styles.card}>
          <ul className={styles.words} aria-label={t('own')}>
            {progress.own.map((word) => (
              <li key={word.at}>
                <small>
                  {t(word.kind)} · {stampText(word.at)}
                </small>
                <p>{word.text}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {saying === undefined ? null : (
        <SayForm kind={saying} receipt={receipt} changed={changed} close={() => setSaying(undefined)} />
      )}
      <footer className={styles.foot}>
        <div className={styles.pair}>
          {progress.may.object ? (
            <button type="button" onClick={() => setSaying('objection')}>
              {t('objection')}
            </button>
          ) : (
            <button type="button" onClick={another}>
              {t('again')}
            </button>
          )}
          <button
            type="button"
            className={styles.primary}
            disabled={!progress.may.supplement}
            onClick={() => setSaying('supplement')}
          >
            {t('supplement')}
          </button>
        </div>
      </footer>
    </div>
  );
}

const REWARD = {
  possible: ['rewardPossible', 'rewardPossibleNote'],
  proposed: ['rewardProposed', 'rewardProposedNote'],
  granted: ['rewardGranted', 'rewardGrantedNote'],
  paid: ['rewardPaid', undefined],
  declined: ['rewardDeclined', undefined],
} as const;

function KnownFacts({ progress }: { readonly progress: Progress }) {
  const t = useWords(WORDS);
  const { reward, seen, authority } = progress;
  const words = reward.state === 'none' ? undefined : REWARD[reward.state];
  const facts = {
    yuan: (reward.yuan ?? 0).toLocaleString('zh-CN'),
    day: reward.claimUntil === null ? '' : dayOf(reward.claimUntil),
    authority,
  };
  return (
    <section className={`${styles.card} ${styles.facts}`}>
      {words === undefined ? null : (
        <div data-testid="reward">
          <Gift aria-hidden />
          <span>
            {t(words[0], facts)}
            {words[1] === undefined ? null : <small>{t(words[1], facts)}</small>}
          </span>
        </div>
      )}
      <div>
        <EyeOff aria-hidden />
        <span>
          {t('seen')}
          <small>{t('seenNote', seen)}</small>
        </span>
      </div>
    </section>
  );
}

function SayForm({
  kind,
  receipt,
  changed,
  close,
}: {
  readonly kind: Say;
  readonly receipt: ReceiptOf;
  readonly changed: (progress: Progress) => void;
  readonly close: () => void;
}) {
  const t = useWords(WORDS);
  const [id] = useState(newRequestId);
  const [text, setText] = useState('');
  const [photos, setPhotos] = useState<SentPhoto[]>([]);
  const say = useSaySomething();
  const send = () =>
    say.mutate(
      { ...receipt, id, kind, text: text.trim(), photos },
      { onSuccess: (progress) => (changed(progress), close()) },
    );
  return (
    <section className={styles.say}>
      <div className={styles.statement}>
        <textarea
          aria-label={t(kind)}
          placeholder={t(kind === 'objection' ? 'objectionHint' : 'supplementHint')}
          maxLength={500}
          rows={3}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span aria-hidden>{text.length}/500</span>
      </div>
      <PhotoRow photos={photos} change={setPhotos} />
      {say.isError ? <RefusalNote error={say.error} /> : null}
      <div className={styles.pair}>
        <button type="button" onClick={close}>
          {t('cancel')}
        </button>
        <button type="button" className={styles.primary} disabled={text.trim() === '' || say.isPending} onClick={send}>
          {t('send')}
        </button>
      </div>
    </section>
  );
}

import { isVoice } from '@anlan/kernel/attachment';
import type { CaseDetail, CaseEntry, CaseKind } from '@anlan/kernel/case';
import { Image } from 'antd';
import { FileText } from 'lucide-react';
import { useDoer, useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Timeline } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import { fileHref } from './queries.ts';
import { useCodeLists } from '../code-lists/lists.ts';
import { caseEntryText } from './told.ts';
import styles from './Trail.module.css';
import { WORDS } from './words.ts';

const SIDE_KEYS = ['organisation', 'authority', 'participant'] as const;

interface TrailProps {
  readonly kind: CaseKind;
  readonly detail: Pick<CaseDetail, 'case' | 'trail'>;
}

/** What has been done, newest first: who, which act, to which state, with its files to look at. */
export function Trail({ kind, detail }: TrailProps) {
  const entries = detail.trail.toReversed().map((entry) => ({
    key: entry.seq,
    at: entry.at,
    by: <Who entry={entry} />,
    text: <What kind={kind} entry={entry} id={detail.case.id} />,
  }));
  return (
    <div className={styles.trail}>
      <Timeline entries={entries} />
    </div>
  );
}

function Who({ entry }: { readonly entry: CaseEntry }) {
  const t = useWords(WORDS);
  const by = useDoer();
  const side = SIDE_KEYS.find((key) => key === entry.side);
  return (
    <span title={stampText(entry.at)}>
      {by(entry.by)}
      {side === undefined ? '' : ` · ${t(side)}`}
    </span>
  );
}

/** Name of the act that made an entry; what the platform does by itself has no act. */
export function useActWord(kind: CaseKind): (entry: CaseEntry) => string | undefined {
  const label = useLabel();
  return (entry) => {
    const act = entry.from === null ? kind.opening : kind.actions[entry.action];
    return act === undefined ? undefined : label(act);
  };
}

function What({ kind, entry, id }: { readonly kind: CaseKind; readonly entry: CaseEntry; readonly id: string }) {
  const label = useLabel();
  const { language } = useLanguage();
  const lists = useCodeLists();
  const act = useActWord(kind)(entry);
  const to = kind.states[entry.to];
  const moved = entry.from !== entry.to && to !== undefined;
  return (
    <span className={styles.what}>
      {act === undefined ? null : <b>{act}</b>}
      {moved ? <em> → {label(to)}</em> : null}
      {entry.text === '' || entry.text === act || entry.text === kind.actions[entry.action]?.label ? null : (
        <p>{caseEntryText(kind, entry, language, (field) => lists.options(field, null, entry.at))}</p>
      )}
      <Made entry={entry} />
      <Attached entry={entry} id={id} />
    </span>
  );
}

/** What comes out of a device's queue minutes later was made without a signal. */
const OFFLINE_MS = 60_000;

function Made({ entry: { made, at } }: { readonly entry: CaseEntry }) {
  const t = useWords(WORDS);
  if (made === null || at - made.at < OFFLINE_MS) return null;
  return <small>{t(made.signed ? 'madeAt' : 'madeUnsigned', { time: stampText(made.at).slice(5, 16) })}</small>;
}

/** Photos as small pictures that open large; papers as doors. */
function Attached({ entry, id }: { readonly entry: CaseEntry; readonly id: string }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  if (entry.files.length === 0) return null;
  const pictures = entry.files.filter((file) => file.type.startsWith('image/'));
  const voices = entry.files.filter((file) => isVoice(file.type));
  const papers = entry.files.filter((file) => !pictures.includes(file) && !voices.includes(file));
  return (
    <span className={styles.files}>
      <Image.PreviewGroup>
        {pictures.map((file, index) => (
          <Image
            key={file.sha256}
            width={72}
            height={54}
            src={fileHref(id, file.sha256)}
            alt={file.name ?? `${t('photo')} ${index + 1}`}
            preview={{ mask: language === 'zh' ? '看' : 'view' }}
          />
        ))}
      </Image.PreviewGroup>
      {voices.map((file) => (
        <span key={file.sha256} className={styles.voice} data-testid="voice-note">
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- what somebody said on site, kept as it was said */}
          <audio controls preload="metadata" src={fileHref(id, file.sha256)} aria-label={file.name ?? t('voice')} />
          <small>{file.name ?? t('voice')}</small>
        </span>
      ))}
      {papers.map((file) => (
        <a key={file.sha256} href={fileHref(id, file.sha256)} target="_blank" rel="noreferrer">
          <FileText size={14} strokeWidth={1.7} aria-hidden />
          {file.name ?? t('document')}
        </a>
      ))}
    </span>
  );
}

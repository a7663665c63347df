import { isVoice } from '@anlan/kernel/attachment';
import { Camera, FileText, Image as ImageIcon, LoaderCircle, Paperclip, RotateCw, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { problemOf } from '../parts/Refusal.tsx';
import { stampText } from '../time/index.ts';
import { VoiceButton } from '../offline/VoiceButton.tsx';
import styles from './Evidence.module.css';
import type { Files, Held, Problem } from './use-files.ts';
import { WORDS } from './words.ts';

interface EvidenceProps {
  readonly files: Files;
  readonly needed?: { readonly least: number; readonly label: string } | undefined;
  /** What the server refused about the files. */
  readonly error?: string | undefined;
  /** The picture first and large, as on a phone. */
  readonly large?: boolean;
}

const ACCEPT = 'image/jpeg,image/png,image/webp,application/pdf';

/** Photos and papers of an act: take, choose, drop or paste; each with its time and place below, never over it. */
export function Evidence({ files, needed, error, large = false }: EvidenceProps) {
  const t = useWords(WORDS);
  const id = useId();
  const [problem, setProblem] = useState<Problem>();
  const [over, setOver] = useState(false);
  const take = (list: FileList | readonly File[] | null) => setProblem(files.add([...(list ?? [])]));
  const said =
    needed === undefined
      ? t('filesOptional')
      : t('filesNeeded', {
          label: needed.label,
          least: needed.least,
          n: files.held.filter(({ type }) => !isVoice(type)).length,
        });
  const drop = (event: React.DragEvent) => (event.preventDefault(), setOver(false), take(event.dataTransfer.files));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keyboard uses the buttons inside; dropping needs a pointer
    <div
      role="group"
      aria-labelledby={`${id}name`}
      className={styles.evidence}
      data-large={large}
      data-over={over}
      aria-describedby={`${id}note`}
      onDragOver={(event) => (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={(event) => take([...event.clipboardData.files])}
    >
      <b id={`${id}name`} className={needed === undefined ? styles.name : `${styles.name} ${styles.needed}`}>
        {t('files')}
      </b>
      <p id={`${id}note`} className={styles.note}>
        {said}
        {large ? null : <span className={styles.drop}> · {t('dropHere')}</span>}
      </p>
      <ul className={styles.held}>
        {files.held.map((one) => (
          <HeldFile key={one.key} one={one} files={files} />
        ))}
        <li className={styles.choose}>
          <Choose label={t('takePhoto')} icon={<Camera size={large ? 24 : 16} aria-hidden />} capture take={take} />
          <Choose label={t('addFile')} icon={<Paperclip size={large ? 24 : 16} aria-hidden />} take={take} />
          <VoiceButton
            className={styles.button}
            size={large ? 24 : 16}
            done={(voice, name) => take([new File([voice], name, { type: voice.type, lastModified: Date.now() })])}
          />
        </li>
      </ul>
      {error === undefined && problem === undefined ? null : (
        <p className={styles.error} role="alert">
          {error ?? t(problem as Problem)}
        </p>
      )}
    </div>
  );
}

interface ChooseProps {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly capture?: boolean;
  readonly take: (files: FileList | null) => void;
}

/** A file input that looks like a button; the camera opens at once on a phone. */
export function Choose({ label, icon, capture = false, take }: ChooseProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className={styles.button} onClick={() => input.current?.click()}>
        {icon}
        {label}
      </button>
      <input
        ref={input}
        type="file"
        style={{ display: 'none' }}
        tabIndex={-1}
        aria-label={label}
        accept={capture ? 'image/*' : ACCEPT}
        {...(capture ? { capture: 'environment' as const } : { multiple: true })}
        onChange={(event) => (take(event.target.files), (event.target.value = ''))}
      />
    </>
  );
}

function HeldFile({ one, files }: { readonly one: Held; readonly files: Files }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const problem = problemOf(one.error);
  const Icon = one.type.startsWith('image/') ? ImageIcon : FileText;
  const place =
    one.lon === null || one.lat === null
      ? t(files.fix === undefined && one.file !== null ? 'locating' : 'notLocated')
      : t('located', { lon: one.lon.toFixed(5), lat: one.lat.toFixed(5), m: one.accuracy ?? '—' });
  return (
    <li className={styles.file} data-state={one.state}>
      {isVoice(one.type) && one.preview !== null ? (
        <span className={styles.voice}>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- the person's own note, just spoken */}
          <audio controls src={one.preview} aria-label={one.name} />
        </span>
      ) : one.preview === null ? (
        <span className={styles.paper}>
          <Icon size={26} strokeWidth={1.4} aria-hidden />
        </span>
      ) : (
        <img src={one.preview} alt={one.name} />
      )}
      <span className={styles.strip}>
        <b title={one.name}>{one.name}</b>
        {one.takenAt === null ? null : <small>{stampText(one.takenAt)}</small>}
        <small>{place}</small>
        {one.state === 'uploading' ? (
          <small className={styles.busy} role="status">
            <LoaderCircle size={12} aria-hidden /> {t('uploading')}
          </small>
        ) : null}
        {one.state === 'failed' ? <small className={styles.failed}>{problem?.[language] ?? ''}</small> : null}
      </span>
      {one.state === 'failed' && one.file !== null ? (
        <button type="button" className={styles.again} onClick={() => files.again(one)}>
          <RotateCw size={13} aria-hidden /> {t('again')}
        </button>
      ) : null}
      <button
        type="button"
        className={styles.remove}
        aria-label={t('removeFile', { name: label({ label: one.name }) })}
        onClick={() => files.remove(one.key)}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  );
}

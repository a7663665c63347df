import { Select } from 'antd';
import { Mic, Square } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { useVoice } from '../offline/capture.ts';
import type { Scanned } from '../offline/scan.ts';
import { ScanButton } from '../offline/ScanButton.tsx';
import { RiskMark } from '../parts/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './Check.module.css';
import type { Check, ItemProps } from './use-check.ts';
import { WORDS } from './words.ts';

/** A file from this device while it waits, from the platform afterwards. */
export const fileHref = (check: Check, run: string, sha256: string): string =>
  check.files.get(sha256) ?? `/api/checks/${run}/photos/${sha256}`;

/** A spoken word of what is wrong: tap to start, tap to stop. */
export function Voices({ item, own, run, check }: Pick<ItemProps, 'item' | 'own' | 'run' | 'check'>) {
  const t = useWords(WORDS);
  const voice = useVoice((blob) => void check.addFile(item.id, 'voice', blob, t('voice')));
  const now = useNow(1000);
  const s = voice.since === null ? 0 : Math.max(0, Math.floor((now - voice.since) / 1000));
  return (
    <div className={styles.voices}>
      {own.voices.map((sha256, index) => (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- the person's own note; its text is typed beside it
        <audio key={sha256} controls src={fileHref(check, run.id, sha256)} aria-label={`${t('voice')} ${index + 1}`} />
      ))}
      <button
        type="button"
        aria-pressed={voice.since !== null}
        onClick={() => void (voice.since === null ? voice.start() : voice.stop())}
      >
        {voice.since === null ? <Mic size={20} aria-hidden /> : <Square size={18} aria-hidden />}
        {voice.since === null ? t('recordVoice') : t('recordingVoice', { s })}
      </button>
      {voice.failed ? <p role="alert">{t('noMicrophone')}</p> : null}
    </div>
  );
}

/** Two people answered a field differently without having seen each other: both are there until one is chosen. */
export function Torn({ item, check, riskPoints }: Pick<ItemProps, 'item' | 'check' | 'riskPoints'>) {
  const t = useWords(WORDS);
  const answer = check.answers.get(item.id);
  const part = check.parts.get(item.id) ?? {};
  const open = (answer?.conflicts ?? []).filter(({ field }) => {
    const own = part[field];
    return own === undefined || answer?.known.includes(own.id) === true;
  });
  if (open.length === 0) return null;
  return (
    <section className={styles.torn} role="alert">
      <h3>{t('torn')}</h3>
      {open.map(({ field, versions }) => (
        <div key={field}>
          <small>{fieldWord(t, field)}</small>
          {versions.map(({ id, value, by, at }) => (
            <button key={id} type="button" onClick={() => check.change(item.id, { [field]: value })}>
              <b>{riskPoints.find(({ id: point }) => point === value)?.name ?? valueWord(t, field, value)}</b>
              <small>
                {by} · {stampText(at).slice(5, 16)}
              </small>
              <em>{t('useThis')}</em>
            </button>
          ))}
        </div>
      ))}
      <small>{t('tornNote')}</small>
    </section>
  );
}

type Words = ReturnType<typeof useWords<typeof WORDS>>;
const FIELD_WORDS = { result: 'fieldResult', value: 'fieldValue', note: 'whatWrong', riskPoint: 'riskPoint' } as const;

function fieldWord(t: Words, field: string): string {
  const key = FIELD_WORDS[field as keyof typeof FIELD_WORDS];
  return key === undefined ? t(field.startsWith('voice') ? 'voice' : 'takePhoto') : t(key);
}

function valueWord(t: Words, field: string, value: string | number | null): string {
  if (value === null) return t('emptied');
  return field === 'result' ? t(value as 'ok' | 'bad' | 'na') : String(value);
}

/** The risk point the finding belongs to: chosen, or scanned from its card on the spot. */
export function RiskPoint({ item, own, check, riskPoints }: Omit<ItemProps, 'run'>) {
  const t = useWords(WORDS);
  const scanned = ({ id }: Scanned): string | undefined => {
    if (riskPoints.every((point) => point.id !== id)) return t('strangePoint');
    check.change(item.id, { riskPoint: id });
    return undefined;
  };
  return (
    <div className={styles.picks}>
      <Select
        allowClear
        size="large"
        placeholder={t('riskPoint')}
        aria-label={t('riskPoint')}
        value={own.riskPoint}
        onChange={(riskPoint: string | undefined) => check.change(item.id, { riskPoint: riskPoint ?? null })}
        options={riskPoints.map(({ id, name, level }) => ({
          value: id,
          label: (
            <span className={styles.option}>
              <RiskMark level={level} /> {name}
            </span>
          ),
        }))}
      />
      <ScanButton found={scanned} />
    </div>
  );
}

import type { Merged } from '@anlan/kernel/merge';
import { Camera } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { momentText, stampText, useNow } from '../time/index.ts';
import { fileToSend, makingNow, makingOf, smaller, type Making } from './capture.ts';
import { clockIsWrong } from './clock.ts';
import { database } from './database.ts';
import { hashOf } from './device.ts';
import styles from './Inspection.module.css';
import type { Wish } from './record.ts';
import { SignaturePad } from './SignaturePad.tsx';
import { VoiceButton } from './VoiceButton.tsx';
import { WORDS } from './words.ts';

interface AttachmentsProps {
  readonly id: string;
  readonly fields: Merged['fields'];
  readonly closed: boolean;
  readonly save: (wishes: readonly Wish[]) => Promise<boolean>;
}

export interface Attached {
  readonly kind: string;
  readonly sha256: string;
  readonly making: Making;
}

export function attachedTo(fields: Merged['fields'], kind: string): Attached[] {
  return Object.entries(fields).flatMap(([key, { value }]) => {
    const [own, sha256 = ''] = key.split(':');
    const making = makingOf(value);
    return own === kind && making !== undefined ? [{ kind, sha256, making }] : [];
  });
}

/** The fields that a signature is bound to, as one text. */
export const contentOf = (fields: Merged['fields']): string =>
  JSON.stringify(
    Object.entries(fields).flatMap(([key, { value }]) => (key.startsWith('signature:') ? [] : [[key, value]])),
  );

/** Photos with time and place, voice notes, signatures; each is a field of its own and never in conflict. */
export function Attachments({ id, fields, closed, save }: AttachmentsProps) {
  const t = useWords(WORDS);
  const input = useRef<HTMLInputElement>(null);
  const attach = async (kind: string, blob: Blob, name: string, more: Pick<Making, 'who' | 'of'> = {}) => {
    const sha256 = await hashOf(blob);
    if (sha256 === undefined) return;
    const making = await makingNow(name, more);
    const label = more.who === undefined ? t(kind === 'photo' ? 'photo' : 'voice') : `${t('sign')} ${more.who}`;
    await save([
      { field: `${kind}:${sha256}`, value: JSON.stringify(making), label, files: [fileToSend(blob, making)] },
    ]);
  };
  const photos = attachedTo(fields, 'photo');
  const voices = attachedTo(fields, 'voice');
  const sign = async (picture: Blob, who: string) => {
    const of = (await hashOf(new Blob([contentOf(fields)]))) ?? '';
    await attach('signature', picture, who, { who, of });
  };
  return (
    <>
      <section className={styles.card} aria-label={t('photos')}>
        <div className={styles.photos}>
          {photos.map((one) => (
            <Photo key={one.sha256} id={id} attached={one} />
          ))}
          {closed ? null : (
            <button type="button" className={styles.shoot} onClick={() => input.current?.click()}>
              <Camera size={22} strokeWidth={1.75} aria-hidden /> {t('photo')}
            </button>
          )}
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept="image/*"
          capture="environment"
          aria-label={t('photo')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file !== undefined) void smaller(file).then((blob) => attach('photo', blob, file.name));
          }}
        />
      </section>
      <section className={styles.card} aria-label={t('voice')}>
        {voices.map((one) => (
          <Voice key={one.sha256} id={id} attached={one} />
        ))}
        {closed ? null : (
          <VoiceButton className={styles.voice} done={(blob, name) => void attach('voice', blob, name)} />
        )}
      </section>
      <section className={styles.card} aria-label={t('sign')}>
        <h2>{t('signers')}</h2>
        {attachedTo(fields, 'signature').map((one) => (
          <Signature key={one.sha256} id={id} attached={one} content={contentOf(fields)} />
        ))}
        {closed ? null : <SignaturePad done={(picture, who) => void sign(picture, who)} />}
        <small>{t('signNote')}</small>
      </section>
    </>
  );
}

/** The file from this device while it waits, from the platform afterwards. */
function useFile(id: string, sha256: string): string | undefined {
  const [href, setHref] = useState<string>();
  useEffect(() => {
    let made: string | undefined;
    void (async () => {
      const all = await (await database()).getAll('files').catch(() => []);
      const own = all.find(({ key }) => key.endsWith(`/${sha256}`));
      made = own === undefined ? undefined : URL.createObjectURL(own.blob);
      setHref(made ?? `/api/inspections/${id}/files/${sha256}`);
    })();
    return () => (made === undefined ? undefined : URL.revokeObjectURL(made));
  }, [id, sha256]);
  return href;
}

/** The strip is under the picture, never over it: it must not hide evidence. */
function Photo({ id, attached: { sha256, making } }: { readonly id: string; readonly attached: Attached }) {
  const t = useWords(WORDS);
  const href = useFile(id, sha256);
  return (
    <figure className={styles.photo}>
      {href === undefined ? null : <img src={href} alt={making.name} />}
      <figcaption>
        <b>{stampText(making.takenAt)}</b>
        <span>
          {making.lat === null || making.lon === null
            ? t('noFix')
            : `${making.lat.toFixed(4)}, ${making.lon.toFixed(4)} ±${making.accuracy ?? 0} m`}
        </span>
        <ClockNote ahead={making.ahead} takenAt={making.takenAt} />
      </figcaption>
    </figure>
  );
}

/** A wrong clock is said, and the platform's time stands beside the device's. */
function ClockNote({ ahead, takenAt }: { readonly ahead: number | null; readonly takenAt: number }) {
  const t = useWords(WORDS);
  if (!clockIsWrong(ahead)) return null;
  const minutes = Math.round(Math.abs(ahead as number) / 60_000);
  return (
    <span>
      {t((ahead as number) > 0 ? 'clockWrong' : 'clockSlow', { minutes })} · {stampText(takenAt - (ahead as number))}
    </span>
  );
}

function Voice({ id, attached: { sha256, making } }: { readonly id: string; readonly attached: Attached }) {
  const { language } = useLanguage();
  const href = useFile(id, sha256);
  const now = useNow(60_000);
  return (
    <div className={styles.player}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- the person's own note; its text is typed beside it */}
      {href === undefined ? null : <audio controls src={href} aria-label={making.name} />}
      <small>
        {making.name} · {momentText(making.takenAt, now, language)}
      </small>
    </div>
  );
}

function Signature({
  id,
  attached: { sha256, making },
  content,
}: {
  readonly id: string;
  readonly attached: Attached;
  readonly content: string;
}) {
  const t = useWords(WORDS);
  const href = useFile(id, sha256);
  const [same, setSame] = useState(true);
  useEffect(() => void hashOf(new Blob([content])).then((hash) => setSame(hash === making.of)), [content, making.of]);
  return (
    <div className={styles.signed}>
      <span>
        <b>{making.who}</b>
        <small>
          {stampText(making.takenAt)}
          {same ? '' : ` · ${t('changedAfter')}`}
        </small>
      </span>
      {href === undefined ? null : <img src={href} alt={`${t('sign')} ${making.who ?? ''}`} />}
    </div>
  );
}

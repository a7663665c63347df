import { Plus, ShieldCheck, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useWords } from '../language/index.tsx';
import { bareCopy, pictureOf } from './photos.ts';
import type { SentPhoto } from './queries.ts';
import styles from './Report.module.css';
import { WORDS } from './words.ts';

const MOST = 6;

/** Photos of the form: drawn anew on this device before anything leaves it. */
export function PhotoRow({
  photos,
  change,
}: {
  readonly photos: readonly SentPhoto[];
  readonly change: (photos: SentPhoto[]) => void;
}) {
  const t = useWords(WORDS);
  const chooser = useRef<HTMLInputElement>(null);
  const [unreadable, setUnreadable] = useState(false);
  const add = async (files: readonly File[]) => {
    const drawn = await Promise.all(files.slice(0, MOST - photos.length).map(bareCopy));
    setUnreadable(drawn.includes(undefined));
    change([...photos, ...drawn.filter((photo) => photo !== undefined)]);
  };
  return (
    <div className={styles.photos}>
      {photos.map((photo, index) => (
        <figure key={`${index}-${photo.data.length}`}>
          <img src={pictureOf(photo)} alt={`${t('photos')} ${index + 1}`} />
          <button
            type="button"
            aria-label={t('removePhoto')}
            onClick={() => change(photos.filter((one) => one !== photo))}
          >
            <X size={14} strokeWidth={2} aria-hidden />
          </button>
        </figure>
      ))}
      {photos.length < MOST ? (
        <button
          type="button"
          className={styles.add}
          aria-label={t('addPhoto')}
          onClick={() => chooser.current?.click()}
        >
          <Plus size={24} strokeWidth={1.75} aria-hidden />
        </button>
      ) : null}
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <p>
        <ShieldCheck size={18} strokeWidth={1.75} aria-hidden />
        {t(unreadable ? 'notPhoto' : photos.length > 0 ? 'bare' : 'bareNote')}
      </p>
    </div>
  );
}

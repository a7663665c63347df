import { Image } from 'antd';
import { stampText } from '../time/index.ts';
import styles from './Photos.module.css';

export interface Photo {
  readonly key: string;
  readonly src: string;
  /** What is on it. */
  readonly label: string;
  readonly at: number;
}

/** Photos as a strip of small pictures that open large, each with what it is and when it was taken. */
export function Photos({ photos, label }: { readonly photos: readonly Photo[]; readonly label: string }) {
  return (
    <Image.PreviewGroup>
      <ul className={styles.strip} aria-label={label}>
        {photos.map((photo) => (
          <li key={photo.key}>
            <Image className={styles.photo ?? ''} src={photo.src} alt={photo.label} width={112} height={84} />
            <small>
              {photo.label} · {stampText(photo.at)}
            </small>
          </li>
        ))}
      </ul>
    </Image.PreviewGroup>
  );
}

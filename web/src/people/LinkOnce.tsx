import { Button } from 'antd';
import { Copy } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { stampText } from '../time/index.ts';
import styles from './People.module.css';
import type { Link } from './shapes.ts';
import { WORDS } from './words.ts';

/** The one-time link, shown once. */
export function LinkOnce({ link }: { readonly link: Link }) {
  const t = useWords(WORDS);
  return (
    <div className={styles.link} role="status">
      <b>{t('link')}</b>
      <code data-testid="one-time-link">{link.href}</code>
      <small>{t('linkNote', { time: stampText(link.expiresAt) })}</small>
      <div>
        <Button size="small" icon={<Copy size={14} />} onClick={() => void navigator.clipboard.writeText(link.href)}>
          {t('copy')}
        </Button>
      </div>
    </div>
  );
}

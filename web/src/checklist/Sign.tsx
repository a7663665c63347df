import { PenLine } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { SignaturePad } from '../offline/SignaturePad.tsx';
import styles from './Check.module.css';
import type { Check } from './use-check.ts';
import { WORDS } from './words.ts';

/** Before a check is ended its maker may sign for it; what is answered anew afterwards takes the name away. */
export function Sign({ check }: { readonly check: Check }) {
  const t = useWords(WORDS);
  return (
    <section className={styles.card} aria-label={t('signCheck')}>
      <h3>
        <PenLine size={15} aria-hidden /> {t('signCheck')}
      </h3>
      {check.signed === null ? (
        <SignaturePad done={(picture, who) => void check.sign(picture, who)} />
      ) : (
        <p role="status">{t('signedBy', { who: check.signed })}</p>
      )}
    </section>
  );
}

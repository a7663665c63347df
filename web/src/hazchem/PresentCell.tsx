import { useWords } from '../language/index.tsx';
import { Age, numberText } from '../parts/index.ts';
import styles from './Hazchem.module.css';
import type { Present } from './shapes.ts';
import { WORDS } from './words.ts';

const STALE_AFTER = 60_000;

/** A present content with where it comes from: a measured one shows its age. */
export function PresentCell({ present }: { readonly present: Present }) {
  const t = useWords(WORDS);
  const word = { sensor: t('sensor'), declared: t('declared'), design: t('designed') }[present.source];
  return (
    <span className={styles.present}>
      <span>
        {numberText(present.tonnes, present.tonnes < 10 ? 2 : 1)} <small>t</small>
      </span>
      <em data-source={present.source}>
        {word}
        {present.source === 'sensor' ? (
          <>
            {' · '}
            <Age at={present.at} staleAfter={STALE_AFTER} />
          </>
        ) : null}
      </em>
    </span>
  );
}

import { CAMPAIGN_CATEGORIES } from '@anlan/systems/prevention';
import { useLabel } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import styles from './Campaign.module.css';

/** A share as a bar and in percent. */
export function Progress({ part, whole }: { readonly part: number; readonly whole: number }) {
  const share = whole === 0 ? 0 : Math.min(1, part / whole);
  return (
    <span className={styles.progress}>
      <i aria-hidden>
        <i style={{ width: `${share * 100}%` }} />
      </i>
      {whole === 0 ? '—' : `${numberText((part / whole) * 100, 1)} %`}
    </span>
  );
}

export function useCategoryWord(): (key: string) => string {
  const label = useLabel();
  return (key) => {
    const found = CAMPAIGN_CATEGORIES.find(({ value }) => value === key);
    return found === undefined ? key : label(found);
  };
}

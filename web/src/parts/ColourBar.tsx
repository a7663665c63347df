import { LEVELS, type Level } from '@anlan/kernel/entity';
import { useLanguage } from '../language/index.tsx';
import styles from './ColourBar.module.css';
import { levelWord } from './Mark.tsx';
import { numberText } from './number.ts';

/** How many of each of the four colours, as one bar with the numbers (red / orange / all) beside it. */
export function ColourBar({ mix }: { readonly mix: Readonly<Record<Level, number>> }) {
  const { language } = useLanguage();
  const total = LEVELS.reduce((sum, level) => sum + mix[level], 0);
  const said = LEVELS.map((level) => `${levelWord(level, 'risk', language)} ${mix[level]}`).join('，');
  return (
    <span className={styles.mix} role="img" aria-label={said} title={said}>
      <span className={styles.bar}>
        {LEVELS.map((level) => (
          <i key={level} data-level={level} style={{ width: total === 0 ? 0 : `${(mix[level] / total) * 100}%` }} />
        ))}
      </span>
      <span className={styles.numbers}>
        {numberText(mix.red)} / {numberText(mix.orange)} / {numberText(total)}
      </span>
    </span>
  );
}

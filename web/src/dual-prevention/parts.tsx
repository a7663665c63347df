import { LEVELS, type Level } from '@anlan/kernel/entity';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Control.module.css';
import { WORDS } from './words.ts';

type Mix = Readonly<Record<Level, number>>;

/** The four colours of a unit's risks as one bar, with the numbers beside it. */
export function ColourBar({ mix }: { readonly mix: Mix }) {
  const { language } = useLanguage();
  const total = LEVELS.reduce((sum, level) => sum + mix[level], 0);
  const said = LEVELS.map((level) => `${levelWord(level, 'risk', language)} ${mix[level]}`).join('，');
  return (
    <span className={styles.mix} title={said}>
      <span className={styles.bar} aria-hidden>
        {LEVELS.map((level) => (
          <i key={level} data-level={level} style={{ width: total === 0 ? 0 : `${(mix[level] / total) * 100}%` }} />
        ))}
      </span>
      <span aria-label={said}>
        {numberText(mix.red)} / {numberText(mix.orange)} / {numberText(total)}
      </span>
    </span>
  );
}

/** A number that is quiet at zero and late above. */
export function Count({ value, late = false }: { readonly value: number; readonly late?: boolean }) {
  const style = value === 0 ? styles.quiet : late ? styles.late : '';
  return <span className={style ?? ''}>{value === 0 ? '0' : numberText(value)}</span>;
}

export function PointLink({ id, name, level }: { readonly id: string; readonly name: string; readonly level: Level }) {
  const keep = useKeepScope();
  const { language } = useLanguage();
  return (
    <span className={styles.name}>
      <RiskMark level={level} label={levelWord(level, 'risk', language)} />
      <Link to={keep(`/control/points/${id}`)}>{name}</Link>
    </span>
  );
}

/** The pair of a table of words in the language that is set. */
export function usePair(): (table: Readonly<Record<string, readonly [string, string]>>, key: string | null) => string {
  const { language } = useLanguage();
  return (table, key) => (key === null ? '—' : (table[key]?.[language === 'zh' ? 0 : 1] ?? key));
}

export { styles };
export const useT = () => useWords(WORDS);

import type { Level } from '@anlan/kernel/entity';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { levelWord, numberText, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Control.module.css';
import { WORDS } from './words.ts';

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

export { styles };
export const useT = () => useWords(WORDS);

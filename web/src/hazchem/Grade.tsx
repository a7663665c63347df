import type { Level } from '@anlan/kernel/entity';
import { HAZARD_GRADE_LABELS, type HazardGrade } from '@anlan/systems';
import { useLabel } from '../language/index.tsx';
import { RiskMark } from '../parts/index.ts';
import styles from './Hazchem.module.css';

/** Level one to four of a source as the four official colours. */
const COLOURS: Readonly<Record<string, Level>> = { one: 'red', two: 'orange', three: 'yellow', four: 'blue' };

/** The level of a major hazard source: shape, colour and word; an em dash where it cannot be computed. */
export function Grade({ grade }: { readonly grade: string | null }) {
  const label = useLabel();
  const known = grade === null ? undefined : HAZARD_GRADE_LABELS[grade as HazardGrade];
  const level = COLOURS[grade ?? ''];
  return (
    <span className={styles.grade}>
      {level === undefined ? null : <RiskMark level={level} size={10} />}
      {known === undefined ? '—' : label(known)}
    </span>
  );
}

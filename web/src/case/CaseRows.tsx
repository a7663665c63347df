import type { CaseView } from '@anlan/kernel/case';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './CaseRows.module.css';
import { caseHref, kindByKey } from './kinds.ts';
import { CaseClock, CaseMark, CaseState } from './Marks.tsx';
import { WORDS } from './words.ts';
import { useRegionName } from '../language/regions.ts';

interface CaseRowsProps {
  readonly rows: readonly CaseView[];
  readonly withKind?: boolean;
  /** Something at the right end of a row. */
  readonly extra?: (view: CaseView) => ReactNode;
  /** First line instead of the title. */
  readonly name?: (view: CaseView) => string;
  /** Second line instead of enterprise, region and number. */
  readonly note?: (view: CaseView) => ReactNode;
}

/** Cases as two-line rows: what, whose, how it stands, how long. The whole row is the door. */
export function CaseRows({ rows, withKind = false, extra, name, note }: CaseRowsProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const region = useRegionName();
  return (
    <ul className={styles.rows}>
      {rows.map((view) => {
        const kind = kindByKey(view.kind);
        const facts = [
          withKind && kind !== undefined ? label(kind) : undefined,
          view.organisationName ?? undefined,
          region(view.regionName),
          view.number,
        ];
        const second = note === undefined ? facts.filter(Boolean).join(' · ') : note(view);
        return (
          <li key={view.id}>
            <Link to={keep(caseHref(view.id))} className={styles.row}>
              <span className={styles.mark}>
                <CaseMark level={view.level} size={13} />
              </span>
              <span className={styles.what}>
                <b title={name?.(view) ?? view.title}>
                  {name?.(view) ?? (view.title === '' ? t('noTitle') : view.title)}
                </b>
                <small title={typeof second === 'string' ? second : undefined}>{second}</small>
              </span>
              <span className={styles.stand}>
                <CaseState view={view} />
                <small>
                  <CaseClock view={view} />
                </small>
              </span>
            </Link>
            {extra === undefined ? null : <span className={styles.extra}>{extra(view)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

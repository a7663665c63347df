import type { DangerBoard } from '@anlan/systems/prevention';
import { Link } from 'react-router';
import type { ReactNode } from 'react';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { useKeepScope, useScope } from '../shell/index.ts';
import { useSourceWord } from '../case/Marks.tsx';
import { stampText } from '../time/index.ts';
import { useCoverage } from './queries.ts';
import styles from './Figures.module.css';
import { WORDS } from './words.ts';

export interface Figure {
  readonly key: string;
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly note: ReactNode;
  readonly href?: string | undefined;
  readonly late?: boolean;
}

/** Figures in one band; a figure with records behind it is the door to them. */
export function FigureBand({ figures }: { readonly figures: readonly Figure[] }) {
  const keep = useKeepScope();
  return (
    <ul className={styles.band}>
      {figures.map((figure) => {
        const content = (
          <>
            <span>{figure.label}</span>
            <b className={figure.late === true ? styles.late : ''}>{figure.value}</b>
            <small title={typeof figure.note === 'string' ? figure.note : undefined}>{figure.note}</small>
          </>
        );
        return (
          <li key={figure.key}>
            {figure.href === undefined ? <div>{content}</div> : <Link to={keep(figure.href)}>{content}</Link>}
          </li>
        );
      })}
    </ul>
  );
}

/** A share in percent with one digit; null where there is nothing to divide by. */
export function shareText(numerator: number, denominator: number): string | null {
  return denominator === 0 ? null : `${numberText((numerator / denominator) * 100, 1)} %`;
}

/** Found, closed, kept in time, late, major, covered. */
export function Figures({ board, past = false }: { readonly board: DangerBoard; readonly past?: boolean }) {
  const t = useWords(WORDS);
  const source = useSourceWord();
  const { figures: f } = board;
  const month = stampText(board.from).slice(0, 10);
  const scope = useScope();
  const coverage = useCoverage({ period: month.slice(0, 7), region: scope.narrowed ? scope.path : null, size: 1 }).data;
  const sources = Object.entries(f.bySource)
    .toSorted(([, a], [, b]) => b - a)
    .map(([key, count]) => `${source(key)} ${numberText(count)}`)
    .join(' · ');
  const figures: readonly Figure[] = [
    {
      key: 'found',
      label: t('found'),
      value: numberText(f.found),
      note: sources,
      href: `/cases/hidden-danger?open=all&from=${month}`,
    },
    {
      key: 'closed',
      label: t('closed'),
      value: numberText(f.closed),
      note: t('closedNote', { n: numberText(f.open) }),
      href: '/cases/hidden-danger?open=0',
    },
    {
      key: 'onTime',
      label: t('onTime'),
      value: shareText(f.onTime.numerator, f.onTime.denominator) ?? t('notApplicable'),
      note: t('onTimeNote', { n: numberText(f.onTime.numerator), d: numberText(f.onTime.denominator) }),
    },
    {
      key: 'overdue',
      label: t('overdue'),
      value: numberText(f.overdue),
      note: f.overdue === 0 ? t('nothingLate') : t('longest', { n: f.longestOverdueDays }),
      href: '/cases/hidden-danger?overdue=1&sort=due',
      late: f.overdue > 0,
    },
    {
      key: 'major',
      label: t('major'),
      value: numberText(f.major),
      note: t('listedN', { n: f.listed }),
      href: '/cases/hidden-danger?level=red',
    },
    {
      key: 'coverage',
      label: t('coverage'),
      value: coverage === undefined ? '…' : (shareText(coverage.active, coverage.registered) ?? t('notApplicable')),
      note:
        coverage === undefined
          ? ''
          : t('coverageNote', {
              n: numberText(coverage.active),
              d: numberText(coverage.registered),
              z: numberText(coverage.zero),
            }),
      href: '/prevention/self-checks',
    },
  ];
  // Who has checked is counted as registered now: a past board does without.
  return <FigureBand figures={past ? figures.filter(({ key }) => key !== 'coverage') : figures} />;
}

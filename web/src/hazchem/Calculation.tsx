import { HAZARD_GRADE_LABELS, type HazardGrade } from '@anlan/systems';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, numberText, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { Grade } from './Grade.tsx';
import styles from './Hazchem.module.css';
import type { SourceDetail } from './shapes.ts';
import { WORDS } from './words.ts';

const word = (value: number): string => numberText(Number(value.toPrecision(5)));

/** R = α·Σ β·q/Q laid open: every term with its clause, the sums, and the level that follows. */
export function Calculation({ source }: { readonly source: SourceDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { terms, uncounted, S, alpha, R, grade, warnings, standard, substancesVersion } = source.grading;
  const sum = terms.reduce((total, { weighted }) => total + weighted, 0);
  const named = (key: string) => label(HAZARD_GRADE_LABELS[key as HazardGrade] ?? { label: key });
  const result = grade === null ? t('notCounted') : grade === 'none' ? t('below') : undefined;
  return (
    <Card title={t('why')} note={t('standard', { s: standard, v: substancesVersion })} flush>
      <Table
        heads={[
          t('substance'),
          { label: t('quantity'), number: true },
          { label: t('threshold'), number: true },
          { label: t('ratio'), number: true },
          { label: t('beta'), number: true },
          { label: t('weighted'), number: true },
        ]}
        testid="calculation"
      >
        {terms.map((term) => (
          <tr key={term.substance} data-testid="term">
            <td title={term.name}>{term.name}</td>
            <td className={table.number}>{word(term.q)} t</td>
            <td className={table.number}>
              {word(term.threshold)} t<small className={styles.after}>{term.thresholdClause}</small>
            </td>
            <td className={table.number}>{word(term.ratio)}</td>
            <td className={table.number}>
              {word(term.beta)}
              <small className={styles.after}>{term.betaClause}</small>
            </td>
            <td className={table.number}>{word(term.weighted)}</td>
          </tr>
        ))}
        <tr className={styles.sum}>
          <td>{t('sum')}</td>
          <td>—</td>
          <td>—</td>
          <td className={table.number}>S = {word(S)}</td>
          <td>—</td>
          <td className={table.number}>{word(sum)}</td>
        </tr>
      </Table>
      <div className={styles.formula} data-testid="formula">
        {result === undefined && alpha !== null && R !== null ? (
          <>
            <p>
              R = α × Σ β·q/Q = <b>{word(alpha)}</b> × {word(sum)} = <b>{numberText(R, 2)}</b> → <Grade grade={grade} />
            </p>
            <small>
              {t('population', { n: numberText(source.population) })} → α = {word(alpha)}（GB 18218-2018 表 5） ·{' '}
              {t('levelRule')}
            </small>
          </>
        ) : (
          <p>{result}</p>
        )}
        {source.differs && grade !== null ? (
          <p className={styles.warn} role="status">
            {t('differsNote', { a: named(source.registeredGrade), b: named(grade) })}
          </p>
        ) : null}
        {[...uncounted.map(({ name, reason }) => `${t('uncounted')}：${name}，${reason}`), ...warnings].map((line) => (
          <small key={line}>{line}</small>
        ))}
      </div>
    </Card>
  );
}

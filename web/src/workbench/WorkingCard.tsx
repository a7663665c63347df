import type { ClauseMark, Working } from '@anlan/kernel/workbench';
import { useLanguage, useWords } from '../language/index.tsx';
import { significant } from './text.ts';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';
import { Unit, useUnit } from '../language/units.ts';

const MARKS: Readonly<Record<string, ClauseMark>> = {
  confirmed: 'confirmed',
  'from memory': 'memory',
  derived: 'derived',
};

const datum = (value: unknown): string => {
  if (typeof value === 'number') return significant(value, 4);
  if (Array.isArray(value)) return value.map(datum).join(', ');
  return String(value).slice(0, 120);
};

export function MarkWord({ mark }: { readonly mark: ClauseMark | null }) {
  const t = useWords(WORDS);
  if (mark === null || mark === 'confirmed') return null;
  return (
    <span className={styles.mark} data-mark={mark}>
      {t(mark)}
    </span>
  );
}

/** The short mark of a zone's level, by what its source says of itself. */
export function LevelMark({ source }: { readonly source: string }) {
  const t = useWords(WORDS);
  if (!source.includes('from memory')) return null;
  return (
    <span className={styles.mark} data-mark="memory" title={`${source.replace(', from memory', '')} · ${t('memory')}`}>
      {t('memoryShort')}
    </span>
  );
}

/** Each calculation that led here: inputs with units, numbered equations with their source, values, warnings. */
export function WorkingList({
  workings,
  remark,
}: {
  readonly workings: readonly Working[];
  readonly remark: (text: string) => string;
}) {
  const inUnit = useUnit();
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <div className={styles.workings} data-testid="working">
      {workings
        .filter(({ equations }) => equations.length > 0)
        .map((working, index, all) => (
          <details key={`${working.model}${index}`} open={index === 0 || index === all.length - 1}>
            <summary>
              {language === 'zh' ? working.title : working.model} <small>{working.steps.length}</small>
            </summary>
            <p className={styles.small}>
              {t('inputs')}：
              {working.inputs
                .filter(
                  ({ value }) =>
                    typeof value === 'number' ||
                    typeof value === 'boolean' ||
                    (typeof value === 'string' && value.length < 30),
                )
                .map(
                  ({ symbol, value, unit }) =>
                    `${symbol} ${datum(value)}${unit === '' || unit === '-' ? '' : ` ${inUnit(unit)}`}`,
                )
                .join(' · ')}
            </p>
            <ol>
              {working.equations.map(({ number, formula, source, mark }) => (
                <li key={number} value={number} data-testid="equation">
                  <code>{formula}</code>
                  <small>
                    {source} <MarkWord mark={MARKS[mark] ?? null} />
                  </small>
                  {working.steps
                    .filter((step) => step.equation === number)
                    .map((step, i) => (
                      <b key={`${step.symbol}${i}`}>
                        {step.symbol} = {datum(step.value)} {step.unit === '-' ? '' : <Unit of={step.unit} />}
                      </b>
                    ))}
                </li>
              ))}
            </ol>
            {working.warnings.length === 0 ? null : (
              <p className={styles.small}>{working.warnings.map(remark).join('；')}</p>
            )}
          </details>
        ))}
    </div>
  );
}

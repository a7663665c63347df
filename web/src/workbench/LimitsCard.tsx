import { limitsOf, type Outlook, type Setup } from '@anlan/kernel/workbench';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card } from '../parts/index.ts';
import { MarkWord } from './WorkingCard.tsx';
import { WORDS } from './words.ts';
import styles from './Workbench.module.css';

interface LimitsCardProps {
  readonly outlook: Outlook;
  readonly setup: Setup;
  readonly remark: (text: string) => string;
}

/** What the figures do not say: the statement of limits, this calculation's own remarks, and what of it is from memory. */
export function LimitsCard({ outlook, setup, remark }: LimitsCardProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const sources = [...new Set(outlook.zones.map(({ level }) => level.source.replace(', from memory', '')))];
  const levels = outlook.zones.some(({ level }) => level.source.includes('from memory'));
  const equations = outlook.workings.flatMap((one) => one.equations);
  const memory = equations.filter(({ mark }) => mark === 'from memory').length;
  return (
    <Card title={t('limits')}>
      <ul className={styles.limits} data-testid="limits">
        {limitsOf(setup, outlook).map((statement) => (
          <li key={statement.en}>{statement[language]}</li>
        ))}
      </ul>
      <h4 className={styles.limitsHead}>{t('ownRemarks')}</h4>
      <ul className={styles.limits} data-testid="remarks">
        {outlook.warnings.map((warning) => (
          <li key={warning}>{remark(warning)}</li>
        ))}
        <li>
          {t('levelsFrom', { source: sources.join('、') })} {levels ? <MarkWord mark="memory" /> : null}
        </li>
        {memory === 0 ? null : (
          <li data-testid="memory">
            {t('fromMemory', { n: memory, all: equations.length })} <MarkWord mark="memory" />
          </li>
        )}
      </ul>
    </Card>
  );
}

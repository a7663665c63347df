import type { GradeProposal } from '@anlan/kernel/catalogue';
import type { Level } from '@anlan/kernel/entity';
import { GRADES, gradingStandard } from '@anlan/systems/prevention';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, RiskMark } from '../parts/index.ts';
import { Clauses } from './ItemsCard.tsx';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

/** What the standard proposes and by which items, above the form that grades. */
export function GradeNote({ proposal }: { readonly proposal: GradeProposal }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  if (proposal === null) return <div className={styles.proposal}>{t('proposalNone')}</div>;
  const grade = GRADES.find(({ value }) => value === proposal.grade);
  const facts = (keys: readonly string[]) =>
    keys.map((key) => (gradingStandard.facts[key] === undefined ? key : label(gradingStandard.facts[key]))).join('、');
  return (
    <div className={styles.proposal} role="status" data-testid="grade-proposal">
      <b>
        <RiskMark level={proposal.level as Level} />{' '}
        {t('proposal', {
          grade: grade === undefined ? proposal.grade : label(grade),
          level: levelWord(proposal.level as Level, 'risk', language),
        })}
      </b>
      <ul>
        {proposal.matches.slice(0, 4).map((one) => (
          <li key={`${one.list}${one.code}`}>
            {one.code} {one.title} · {t('because', { facts: facts(one.because) })} <Clauses clauses={one.clauses} />
          </li>
        ))}
      </ul>
      <span className={styles.quiet}>{t('proposalNote')}</span>
    </div>
  );
}

/** What the form that grades begins with: the proposal, where nothing was filled in yet. */
export function proposedInput(proposal: GradeProposal | undefined): Readonly<Record<string, unknown>> {
  if (proposal === null || proposal === undefined) return {};
  return {
    grade: proposal.grade,
    level: proposal.level,
    basis: proposal.basis,
    ...(proposal.class === null ? {} : { class: proposal.class }),
  };
}

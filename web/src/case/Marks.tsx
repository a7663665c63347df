import type { CaseView } from '@anlan/kernel/case';
import { TimerReset } from 'lucide-react';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { levelWord, Pie, RiskMark, StatusWord } from '../parts/index.ts';
import { stampText, useNow } from '../time/index.ts';
import { clockWords } from './deadline.ts';
import { kindByKey, workState } from './kinds.ts';
import styles from './Marks.module.css';
import { SOURCES, WORDS } from './words.ts';

/** The state of a case in its kind's own word. */
export function CaseState({ view }: { readonly view: Pick<CaseView, 'kind' | 'state' | 'overdueSince'> }) {
  const label = useLabel();
  const declared = kindByKey(view.kind)?.states[view.state];
  return <StatusWord state={workState(view)}>{declared === undefined ? view.state : label(declared)}</StatusWord>;
}

interface ClockProps {
  readonly view: Pick<CaseView, 'kind' | 'state' | 'source' | 'dueAt' | 'openedAt' | 'closedAt'> &
    Partial<Pick<CaseView, 'dueProvisional'>>;
  readonly since?: number | undefined;
}

/** The deadline's clock: how long is left, how late, or how it ended. */
export function CaseClock({ view, since }: ClockProps) {
  const now = useNow(30_000);
  const { language } = useLanguage();
  const t = useWords(WORDS);
  const words = clockWords(kindByKey(view.kind), view, now, language, since);
  if (words.state === 'none') return <span className={styles.quiet}>—</span>;
  const title = view.dueAt === null ? undefined : stampText(view.dueAt);
  if (words.state === 'ended' || words.state === 'stopped')
    return (
      <span className={styles.quiet} title={title}>
        {words.state === 'stopped' ? <TimerReset size={13} strokeWidth={1.7} aria-hidden /> : null}
        {words.text}
      </span>
    );
  return (
    <span className={`${styles.clock} ${styles[words.state]}`} title={title}>
      <Pie spent={words.spent} />
      {words.text}
      {view.dueProvisional === true ? <em title={t('provisionalWhy')}>{t('provisional')}</em> : null}
    </span>
  );
}

/** Mark of the level where the case has one. */
export function CaseMark({ level, size = 12 }: { readonly level: CaseView['level']; readonly size?: number }) {
  const { language } = useLanguage();
  if (level === null) return <span className={styles.noLevel} aria-hidden />;
  return <RiskMark level={level} size={size} label={levelWord(level, 'risk', language)} />;
}

const SIDES = { organisation: 'byOrganisation', authority: 'byAuthority', participant: 'byParticipant' } as const;

/** Who owns the next step. */
export function CaseOwner({ owner }: { readonly owner: CaseView['owner'] }) {
  const t = useWords(WORDS);
  return <>{owner === null ? t('nobody') : t(SIDES[owner])}</>;
}

export function useSourceWord(): (source: string) => string {
  const { language } = useLanguage();
  return (source) => SOURCES[source]?.[language === 'zh' ? 0 : 1] ?? source;
}

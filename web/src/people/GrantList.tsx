import { GRANT_ORIGINS, roleOf } from '@anlan/kernel/access';
import { Button } from 'antd';
import { useLabel, useWords } from '../language/index.tsx';
import { Empty, numberText, StatusWord } from '../parts/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './People.module.css';
import type { Given } from './shapes.ts';
import { useVerbs } from './use-verbs.ts';
import { WORDS } from './words.ts';

interface GrantListProps {
  readonly grants: readonly Given[];
  /** Name the holder: these were handed on to others. */
  readonly handed?: boolean;
  /** Offers to end a grant that is not over. */
  readonly end?: ((grant: Given) => void) | undefined;
}

type Words = ReturnType<typeof useWords<typeof WORDS>>;

/** What a commission names beside its matters: the paper, and the highest fine; one that names none allows none. */
function limitsOf({ origin, limits }: Given, t: Words): string[] {
  if (origin !== 'commission') return [];
  const { document, penaltyYuan } = limits;
  return [
    ...(document === undefined ? [] : [t('document', { number: document })]),
    penaltyYuan === undefined ? t('noPenalty') : t('penalty', { yuan: numberText(Number(penaltyYuan)) }),
  ];
}

/** Grants with their dates: what, where, from whom, until when. */
export function GrantList({ grants, handed = false, end }: GrantListProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const named = useVerbs();
  const now = useNow(60_000);
  if (grants.length === 0) return <Empty title={t('noGrants')} />;
  return (
    <div className={styles.grants}>
      {grants.map((grant) => {
        const over =
          grant.endedAt !== null || (grant.to !== null && grant.to <= now) || (!grant.live && grant.from <= now);
        const where = grant.scopeKind === 'participant' ? t('records') : grant.scopeLabel || t('everywhere');
        const span = t('span', {
          from: stampText(grant.from),
          to: grant.to === null ? t('open') : stampText(grant.to),
        });
        const verbs = grant.verbs === null ? undefined : named.all(grant.verbs);
        const facts = [
          label(GRANT_ORIGINS[grant.origin]),
          span,
          grant.by === null || handed ? undefined : t('by', { name: grant.by }),
          verbs,
          ...limitsOf(grant, t),
          grant.reason ?? undefined,
        ];
        return (
          <div key={grant.id} className={styles.grant} data-live={grant.live}>
            <b>
              {handed ? `${grant.holder}：` : ''}
              {label(roleOf(grant.role) ?? { label: grant.role })} · {where}
              {grant.sectors.length === 0 ? '' : `（${grant.sectors.join('、')}）`}
            </b>
            {over || end === undefined ? (
              <StatusWord state={over ? 'draft' : grant.live ? 'done' : 'wait'}>
                {over ? t('over') : grant.live ? t('live') : t('ahead')}
              </StatusWord>
            ) : (
              <Button size="small" onClick={() => end(grant)}>
                {t('end')}
              </Button>
            )}
            <small>{facts.filter((fact) => fact !== undefined && fact !== '').join(' · ')}</small>
          </div>
        );
      })}
    </div>
  );
}

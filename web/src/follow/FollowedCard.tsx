import { LEVELS } from '@anlan/kernel/entity';
import type { Followed } from '@anlan/kernel/registry';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { byName } from '../language/things.ts';
import { Card, levelWord, RiskMark } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Follow.module.css';
import { useFollowed } from './queries.ts';
import { WORDS } from './words.ts';

/** Rows that the home page has room for. */
const SHOWN = 5;

/** The enterprises I follow, those with alarms first; nothing where none is followed. */
export function FollowedCard() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const rows = useFollowed().data ?? [];
  if (rows.length === 0) return null;
  return (
    <Card
      title={t('followed')}
      note={rows.length > SHOWN ? undefined : t('count', { n: rows.length })}
      extra={<Link to={keep('/followed')}>{t('all', { n: rows.length })}</Link>}
    >
      <ul className={styles.rows} data-testid="followed">
        {rows.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <RiskOf level={one.riskLevel} />
            <Link to={keep(`/enterprises/${one.id}`)} title={one.name}>
              <FirmName name={one.name} />
            </Link>
            <small>
              <Standing one={one} />
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function RiskOf({ level }: { readonly level: string | null }) {
  const { language } = useLanguage();
  const known = LEVELS.find((one) => one === level);
  return known === undefined ? <i /> : <RiskMark level={known} size={12} label={levelWord(known, 'risk', language)} />;
}

export function FirmName({ name }: { readonly name: string }) {
  const { language } = useLanguage();
  return <>{byName(name, language)}</>;
}

/** What stands open at an enterprise, worst first. */
function Standing({ one }: { readonly one: Followed }) {
  const t = useWords(WORDS);
  const facts = [
    ...((one.alarms ?? 0) > 0 ? [<b key="alarms">{t('alarmsN', { n: one.alarms ?? 0 })}</b>] : []),
    ...((one.overdue ?? 0) > 0
      ? [
          <b key="overdue" className={styles.late}>
            {t('overdueN', { n: one.overdue ?? 0 })}
          </b>,
        ]
      : []),
    ...((one.open ?? 0) > 0 ? [<span key="open">{t('openN', { n: one.open ?? 0 })}</span>] : []),
  ];
  if (facts.length === 0) return <>{t('calm')}</>;
  return <>{facts}</>;
}

import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { numberText } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { usePrevention } from './queries.ts';
import { WORDS } from './words.ts';

const REGISTERS = ['devices', 'vehicles', 'workers', 'certificates'] as const;

/** The registers of an enterprise side by side with how much each holds; those that hold nothing are left out. */
export function Doors({
  record,
  organisation,
  tanks,
}: {
  readonly record: RegistryRecord;
  readonly organisation: string;
  readonly tanks: number | undefined;
}) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const known = usePrevention(record.id);
  const held: Record<(typeof REGISTERS)[number], number | undefined> = {
    devices: useOwned('devices', record.id)?.total,
    vehicles: useOwned('vehicles', record.id)?.total,
    workers: useOwned('workers', record.id, 200)?.total,
    certificates: useOwned('certificates', record.id, 200)?.total,
  };
  const risks = Object.values(known?.riskPoints ?? {}).reduce((sum, n) => sum + n, 0);
  const register = (plural: string) => keep(`/registry/${plural}?enterprise=${record.id}`);
  const doors = [
    { key: 'tanks', n: tanks, href: register('tanks') },
    ...REGISTERS.map((key) => ({ key, n: held[key], href: register(key) })),
    { key: 'riskPoints', n: risks, href: keep(`/control/${record.id}`) },
    { key: 'dangers', n: known?.dangers.all, href: keep(`/cases/hidden-danger?open=all&organisation=${organisation}`) },
  ] as const;
  return (
    <nav className={styles.doors} aria-label={t('doors')} data-noprint>
      <a href="#facts">{t('facts')}</a>
      <Link to={keep(`/registry/enterprises/${record.id}/points`)}>{t('pointSheet')}</Link>
      {doors.map(({ key, n, href }) =>
        n === undefined || n === 0 ? null : (
          <Link key={key} to={href}>
            {t(key)} <span>{numberText(n)}</span>
          </Link>
        ),
      )}
    </nav>
  );
}

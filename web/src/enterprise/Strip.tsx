import type { AlarmView } from '@anlan/kernel/alarm';
import { staleAfter } from '@anlan/kernel/telemetry';
import type { RegistryRecord } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Num } from '../parts/index.ts';
import { usePoints } from '../points/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { useNow } from '../time/index.ts';
import styles from './EnterprisePage.module.css';
import { useOwned } from './owned.ts';
import { WORDS } from './words.ts';

interface StripProps {
  readonly record: RegistryRecord;
  readonly organisation: string;
  readonly alarms: readonly AlarmView[];
  readonly tanks: number | undefined;
}

/** The figures of an enterprise, each a door to its records. */
export function Strip({ record, organisation, alarms, tanks }: StripProps) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const points = usePoints('organisation', organisation).data;
  const active = alarms.filter((alarm) => alarm.response !== 'closed' && alarm.recoveredAt === null);
  const waiting = active.filter((alarm) => alarm.response === 'unacknowledged').length;
  const now = useNow(5000);
  const silent =
    points?.filter((point) => point.latest === null || now - point.latest.at > staleAfter(point.expectedPeriod))
      .length ?? 0;
  const certificates = useOwned('certificates', record.id, 200);
  const today = new Date(now).toISOString().slice(0, 10);
  const expired = certificates?.rows.filter((row) => String(row['validUntil'] ?? '') < today).length ?? 0;
  const count = (plural: string) => keep(`/registry/${plural}?enterprise=${record.id}`);
  const cells = [
    {
      label: t('alarms'),
      value: active.length,
      note: waiting === 0 ? t('none') : t('unacknowledged', { n: waiting }),
      href: keep('/desk'),
    },
    { label: t('points'), value: points?.length, note: silent === 0 ? t('allLive') : t('silent', { n: silent }) },
    { label: t('tanks'), value: tanks, href: count('tanks') },
    { label: t('devices'), value: useOwned('devices', record.id, 50)?.total, href: count('devices') },
    { label: t('vehicles'), value: useOwned('vehicles', record.id, 50)?.total, href: count('vehicles') },
    {
      label: t('certified'),
      value: certificates?.total,
      note: expired === 0 ? t('allValid') : t('certifiedNote', { n: expired }),
      href: count('certificates'),
    },
  ];
  return (
    <dl className={styles.strip}>
      {cells.map((cell) => (
        <div key={cell.label}>
          <dt>{cell.label}</dt>
          <dd>
            <b>
              <Num value={cell.value} href={cell.value === undefined || cell.value === 0 ? undefined : cell.href} />
            </b>
            {cell.note === undefined || cell.value === undefined || cell.value === 0 ? null : (
              <small>{cell.note}</small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

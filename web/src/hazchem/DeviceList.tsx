import { useLabel, useWords } from '../language/index.tsx';
import { Card, StatusWord, type WorkState } from '../parts/index.ts';
import styles from './Hazchem.module.css';
import type { TankSafety } from './shapes.ts';
import { WORDS } from './words.ts';

const STATES: Readonly<Record<string, WorkState>> = {
  ok: 'done',
  missing: 'late',
  unusable: 'late',
  overdue: 'wait',
  'not-required': 'draft',
};

/** Devices the matrix asks for beside those installed; a gap names its clause. */
export function DeviceList({ tank }: { readonly tank: TankSafety }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const required = tank.devices.filter(({ standing }) => standing !== 'not-required').length;
  return (
    <Card
      title={t('devices')}
      note={`${t('required', { n: required })}${tank.gaps.length === 0 ? '' : ` · ${t('lacking', { n: tank.gaps.length })}`}`}
      flush
    >
      <ul className={styles.devices}>
        {tank.devices.map((row) => (
          <li key={row.device} data-standing={row.standing} data-device={row.device} data-testid="device">
            <b>{label(row)}</b>
            <StatusWord state={STATES[row.standing] ?? 'draft'}>{t(row.standing as 'ok')}</StatusWord>
            <small>
              {row.standing === 'ok' || row.standing === 'not-required'
                ? row.inspectionDue === null
                  ? '—'
                  : t('inspectionDue', { date: row.inspectionDue })
                : `${row.condition} · ${row.clause}`}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

import { RISK_SOURCES, type SharedRisk } from '@anlan/kernel/joint';
import { riskPoint } from './accident.ts';
import { Checkbox, Segmented } from 'antd';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, Table } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Joint.module.css';
import { useShared, useTrail } from './queries.ts';
import { WORDS } from './words.ts';

const EMPTY = <ShieldCheck size={20} strokeWidth={1.6} />;

/** By which sharing a row is seen: kilometres from the border, or the group. */
export function useVia() {
  const t = useWords(WORDS);
  return ({ via, distance, group }: Pick<SharedRisk, 'via' | 'distance' | 'group'>): string => {
    if (via === 'group') return t('group', { name: group ?? '' });
    return distance === 0 || distance === null ? t('inside') : t('border', { km: numberText(distance / 1000, 1) });
  };
}

/** Neighbours' major risks that are shown here, read-only, and where they come from. */
export function SharedRisks() {
  const t = useWords(WORDS);
  const label = useLabel();
  const via = useVia();
  const [kind, setKind] = useState('');
  const found = useShared(kind === '' ? null : kind);
  if (found.data === undefined)
    return found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Loading rows={8} />;
  const { rows, byKind, byRegion, total } = found.data;
  const most = Math.max(1, ...byRegion.map(({ count }) => count));
  const heads = [t('name'), t('kind'), t('what'), t('firm'), t('where'), t('to'), t('via'), t('since')];
  return (
    <div className={styles.columns}>
      <Card title={t('risks')} note={t('readOnly')} flush>
        <div className={styles.chips}>
          <Segmented
            value={kind}
            onChange={setKind}
            options={[
              { value: '', label: `${t('all')} ${numberText(total)}` },
              ...Object.entries(RISK_SOURCES).map(([value, words]) => ({
                value,
                label: `${label(words)} ${numberText(byKind[value] ?? 0)}`,
              })),
            ]}
          />
        </div>
        {rows.length === 0 ? (
          <Empty icon={EMPTY} title={t('noRisks')} note={t('noRisksNote')} />
        ) : (
          <Table heads={heads} testid="shared-risks" look={styles.dense}>
            {rows.map((row) => (
              <tr key={row.id}>
                <td title={row.name}>{row.name}</td>
                <td>{label(RISK_SOURCES[row.kind])}</td>
                <td>{riskPoint(row.kind, row.what, label)}</td>
                <td title={row.firm ?? undefined}>{row.firm ?? '—'}</td>
                <td title={row.region}>{row.region}</td>
                <td title={row.to}>{row.to}</td>
                <td title={via(row)}>{via(row)}</td>
                <td>{stampText(row.since).slice(0, 10)}</td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      <Card title={t('bySource')}>
        <div className={styles.bars} style={{ padding: 0 }}>
          {byRegion.map(({ region, count }) => (
            <div key={region}>
              <span>{region}</span>
              <b>{numberText(count)}</b>
              <i aria-hidden>
                <i style={{ width: `${(count / most) * 100}%` }} />
              </i>
            </div>
          ))}
        </div>
      </Card>
    </div>
  );
}

/** To whom one's own major risks are shown, and were: from when to when, by which sharing. */
export function Trail() {
  const t = useWords(WORDS);
  const label = useLabel();
  const via = useVia();
  const [all, setAll] = useState(false);
  const found = useTrail(all);
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={8} />;
  const heads = [t('name'), t('kind'), t('to'), t('via'), t('since'), t('until')];
  return (
    <Card
      title={t('trail')}
      note={t('current', { n: numberText(found.data.current) })}
      extra={
        <Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>
          {t('history')}
        </Checkbox>
      }
      flush
    >
      {found.data.rows.length === 0 ? (
        <Empty icon={EMPTY} title={t('noTrail')} />
      ) : (
        <Table heads={heads}>
          {found.data.rows.map((row) => (
            <tr key={row.id}>
              <td title={row.name}>{row.name}</td>
              <td>{label(RISK_SOURCES[row.kind as keyof typeof RISK_SOURCES])}</td>
              <td>{row.to}</td>
              <td>{via(row)}</td>
              <td>{stampText(row.from).slice(0, 16)}</td>
              <td>{row.until === null ? t('now') : stampText(row.until).slice(0, 16)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

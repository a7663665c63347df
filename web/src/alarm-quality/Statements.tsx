import type { Field } from '@anlan/kernel/entity';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../language/index.tsx';
import { AskButton, Card, Empty, Failed, Loading, numberText, Table } from '../parts/index.ts';
import { AskForm } from '../parts/AskForm.tsx';
import { useMay } from '../registry/index.tsx';
import { stampText, useNow } from '../time/index.ts';
import styles from './AlarmQuality.module.css';
import { useIssue, useStatements } from './queries.ts';
import { StatementCard } from './StatementCard.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

const ASKS: Readonly<Record<string, Field>> = {
  month: {
    kind: 'text',
    label: '月份',
    labelEn: 'Month',
    required: true,
    pattern: /^\d{4}-(0[1-9]|1[0-2])$/,
    patternHelp: '如 2026-10',
  },
  reason: { kind: 'text', label: '事由', labelEn: 'Reason', required: true, max: 100 },
};

/** The month before an instant, `2026-10`. */
function lastMonth(now: number): string {
  const first = `${stampText(now).slice(0, 7)}-01`;
  return stampText(Date.parse(`${first}T00:00:00+08:00`) - 1).slice(0, 7);
}

/** Statements of whole months with every revision that late data made. */
export function Statements() {
  const t = useWords(WORDS);
  const found = useStatements();
  const issue = useIssue();
  const may = useMay('publication.write');
  const now = useNow(3_600_000);
  const [open, setOpen] = useState<string>();
  return (
    <>
      <Card title={t('statements')} note={t('statementsNote')} flush>
        {may ? (
          <div className={styles.distribution}>
            <AskButton label={t('issue')}>
              {(close) => (
                <AskForm
                  asks={ASKS}
                  initial={{ month: lastMonth(now), reason: t('reasonUsual') }}
                  verb={t('issue')}
                  pending={issue.isPending}
                  error={issue.error}
                  cancel={close}
                  send={(values) => issue.mutate(values, { onSuccess: close })}
                />
              )}
            </AskButton>
          </div>
        ) : null}
        {found.isPending ? <Loading rows={3} /> : null}
        {found.isError && found.data === undefined ? (
          <Failed error={found.error} retry={() => void found.refetch()} />
        ) : null}
        {found.data?.length === 0 ? (
          <Empty icon={<FileText size={20} strokeWidth={1.6} />} title={t('noStatements')} />
        ) : null}
        {found.data === undefined || found.data.length === 0 ? null : (
          <Table
            heads={(
              [
                'number',
                'month',
                'name',
                'revision',
                'reason',
                'count',
                'beyond',
                'compliant',
                'quiet',
                'issued',
                'hash',
              ] as const
            ).map((key) => t(key))}
            className={styles.list}
            testid="quality-statements"
          >
            {found.data.map((one) => (
              <tr key={one.id}>
                <td>
                  <button
                    type="button"
                    className={styles.door}
                    aria-expanded={open === one.id}
                    onClick={() => setOpen(open === one.id ? undefined : one.id)}
                  >
                    {one.number}
                  </button>
                </td>
                <td>{stampText(one.from).slice(0, 7)}</td>
                <td>
                  <RegionName of={one.regionName} />
                </td>
                <td>{t('revisionN', { n: one.revision })}</td>
                <td title={one.reason}>{one.reason}</td>
                <td>{numberText(one.whole.count)}</td>
                <td>{t('hours', { n: numberText(one.whole.hoursBeyond, 1) })}</td>
                <td>{t('compliantOf', { n: one.compliant, all: one.enterprises })}</td>
                <td>{numberText(one.quiet)}</td>
                <td>
                  {stampText(one.at).slice(0, 16)} {one.by}
                </td>
                <td className={styles.hash} title={one.hash}>
                  {one.hash.slice(0, 12)}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Card>
      {open === undefined ? null : <StatementCard key={open} id={open} />}
    </>
  );
}

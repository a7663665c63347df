import { ShieldCheck } from 'lucide-react';
import type { z } from 'zod';
import type { deviceIntakeSchema, RegistryRecord } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Age, Card, DemonstrationTag, Empty, Facts, numberText, StatusWord } from '../parts/index.ts';
import { usePoints } from '../points/index.ts';
import { entityByPlural, Reference } from '../registry/index.tsx';
import { momentText, spanText, stampText, useNow } from '../time/index.ts';
import styles from './DevicePage.module.css';
import { WORDS } from './words.ts';

type DeviceIntake = z.infer<typeof deviceIntakeSchema>;

/** The words of a clock offset in ms; within two seconds it is fine. */
function useOffsetText() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (offset: number | null | undefined) => {
    if (offset == null) return '—';
    if (Math.abs(offset) < 2000) return t('offsetFine');
    return t(offset > 0 ? 'offsetFast' : 'offsetSlow', { span: spanText(Math.abs(offset), language) });
  };
}

/** Whether it is connected, when it was last heard, how its clock goes, what was taken and refused. */
export function IntakeStrip({ intake, id }: { readonly intake: DeviceIntake; readonly id: string }) {
  const t = useWords(WORDS);
  const offset = useOffsetText();
  const period = Math.max(30, ...(usePoints('device', id).data ?? []).map((point) => 3 * point.expectedPeriod)) * 1000;
  const refused = intake.counters.reduce((sum, counter) => sum + counter.count, 0);
  const skewed = intake.clockOffsetMs != null && Math.abs(intake.clockOffsetMs) >= 2000;
  return (
    <dl className={styles.strip}>
      <div>
        <dt>{t('session')}</dt>
        <dd>
          <StatusWord state={intake.connected ? 'done' : 'draft'}>
            {t(intake.connected ? 'connected' : 'notConnected')}
          </StatusWord>
        </dd>
      </div>
      <div>
        <dt>{t('lastSeen')}</dt>
        <dd>
          <Age at={intake.lastSeen} staleAfter={period} />
        </dd>
      </div>
      <div>
        <dt>{t('offset')}</dt>
        <dd className={skewed ? styles.soon : ''}>{offset(intake.clockOffsetMs)}</dd>
      </div>
      {intake.accepted == null ? null : (
        <div>
          <dt>{t('accepted')}</dt>
          <dd>
            <b>{numberText(intake.accepted)}</b> <small>{t('messages')}</small>
          </dd>
        </div>
      )}
      <div>
        <dt>{t('refused')}</dt>
        <dd>
          <b>{numberText(refused)}</b> <small>{t('messages')}</small>
        </dd>
      </div>
    </dl>
  );
}

/** What was refused of a device, by reason. */
export function Counters({ intake }: { readonly intake: DeviceIntake }) {
  const t = useWords(WORDS);
  const now = useNow(60_000);
  const { language } = useLanguage();
  const rows = intake.counters.filter((counter) => counter.count > 0).toSorted((a, b) => b.count - a.count);
  return (
    <Card title={t('counters')} note={t('countersNote')} flush>
      {rows.length === 0 ? (
        <Empty icon={<ShieldCheck size={20} strokeWidth={1.6} />} title={t('noRefusals')} />
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('reason')}</th>
              <th>{t('count')}</th>
              <th>{t('last')}</th>
              <th>{t('detail')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.reason}>
                <td>{row.label}</td>
                <td className={styles.number}>{numberText(row.count)}</td>
                <td title={row.lastAt == null ? undefined : stampText(row.lastAt)}>
                  {row.lastAt == null ? '—' : momentText(row.lastAt, now, language)}
                </td>
                <td title={row.lastDetail ?? undefined}>{row.lastDetail ?? '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

/** The connection a device has now, and what it speaks for. */
export function SessionCard({ intake, record }: { readonly intake: DeviceIntake; readonly record: RegistryRecord }) {
  const t = useWords(WORDS);
  const offset = useOffsetText();
  const subject = record['vehicle'] == null ? (record['vessel'] == null ? undefined : 'vessel') : 'vehicle';
  return (
    <Card
      title={t('session')}
      extra={record.demonstration === true ? <DemonstrationTag>演示</DemonstrationTag> : undefined}
    >
      <Facts
        rows={[
          [
            t('connected'),
            intake.connected
              ? intake.since == null
                ? '✓'
                : t('since', { time: stampText(intake.since) })
              : t('notConnected'),
          ],
          [t('remote'), intake.remote],
          [t('lastSeen'), intake.lastSeen == null ? null : stampText(intake.lastSeen)],
          [
            t('offset'),
            intake.clockOffsetMs == null
              ? null
              : `${offset(intake.clockOffsetMs)}（${numberText(intake.clockOffsetMs / 1000, 1)} s）`,
          ],
          ...(subject === undefined
            ? []
            : [
                [
                  entityByPlural('devices')?.fields[subject]?.label ?? subject,
                  <Reference key="subject" entity={subject} id={String(record[subject])} />,
                ] as const,
              ]),
        ]}
      />
    </Card>
  );
}

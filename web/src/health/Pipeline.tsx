import type { Diagnostics } from '@anlan/kernel/diagnostics';
import type { ReactNode } from 'react';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Facts, numberText, StatusWord, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { WORDS } from './diagnostics-words.ts';
import { bytesText, msText } from './units.ts';

type Follower = Diagnostics['outbox']['followers'][number];
/** A follower this many entries behind is worth a look. */
const FAR = 1000;

function Behind({ follower }: { readonly follower: Follower }) {
  const t = useWords(WORDS);
  const { behind, trouble } = follower;
  const state = trouble !== null ? 'late' : behind > FAR ? 'doing' : 'done';
  const text = behind === 0 ? t('upToDate') : t('behind', { n: numberText(behind) });
  return (
    <StatusWord state={state}>
      {text}
      {trouble === null ? null : ` · ${trouble}`}
    </StatusWord>
  );
}

/** The journal of the intake: how far it is, what it takes, who follows it. */
export function Journal({ seen }: { readonly seen: Diagnostics }) {
  const t = useWords(WORDS);
  const { intake, processes } = seen;
  const own = processes.find(({ role, gone }) => role === 'ingest' && !gone);
  const { disk = null } = own ?? {};
  const followers = intake.followers.map((one): readonly [ReactNode, ReactNode] => [
    one.name === 'history' || one.name === 'rules' ? t(one.name) : one.name,
    <Behind key={one.name} follower={one} />,
  ]);
  return (
    <Card title={t('journal')} note={t('journalNote')}>
      {intake.up ? null : <StatusWord state="late">{t('intakeDown')}</StatusWord>}
      <Facts
        rows={[
          [t('last'), numberText(intake.last)],
          [t('size'), bytesText(own?.journalBytes)],
          [t('disk'), disk === null ? null : t('ofDisk', { free: bytesText(disk.free), total: bytesText(disk.total) })],
          [t('backlog'), bytesText(intake.backlog)],
          [t('pressure'), t('pressureOf', { share: `${numberText(Math.round(intake.pressure * 100))}%` })],
          ...followers,
        ]}
      />
    </Card>
  );
}

/** The outbox with who follows it, and what the clock should have set going. */
export function Events({ seen }: { readonly seen: Diagnostics }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { outbox, timers, processes } = seen;
  const sockets = processes.reduce((sum, one) => sum + (one.gone ? 0 : (one.sockets ?? 0)), 0);
  const followers = outbox.followers.map((one): readonly [ReactNode, ReactNode] => [
    one.name === 'push' || one.name === 'notify' ? t(one.name) : one.name,
    <Behind key={one.name} follower={one} />,
  ]);
  return (
    <Card title={t('events')}>
      <Facts rows={[[t('event'), numberText(outbox.last)], ...followers, [t('sockets'), numberText(sockets)]]} />
      <Table heads={[t('timer'), { label: '', number: true }, { label: t('oldest'), number: true }]}>
        {timers.map((one) => (
          <tr key={one.key}>
            <td>{language === 'zh' ? one.label : one.labelEn}</td>
            <td className={table.number}>{one.due === 0 ? t('none') : numberText(one.due)}</td>
            <td className={table.number}>{msText(one.oldestMs)}</td>
          </tr>
        ))}
      </Table>
    </Card>
  );
}

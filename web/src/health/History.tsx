import { historyStateSchema, type HistoryState } from '@anlan/kernel/telemetry';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { WORDS } from './history-words.ts';
import { bytesText } from './units.ts';

/** What is stored by time: since when, how much, how long it is kept, what was let go, and when the disk will be full. */
export function History() {
  const t = useWords(WORDS);
  const state = useQuery({
    queryKey: ['diagnostics', 'history'],
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/diagnostics/history', historyStateSchema, signal),
  });
  if (state.data === undefined)
    return (
      <Card title={t('title')}>
        {state.isError ? <Failed error={state.error} retry={() => void state.refetch()} /> : <Loading rows={4} />}
      </Card>
    );
  return (
    <Card title={t('title')} note={noteOf(state.data, t)} flush>
      <Kept state={state.data} />
      <Dropped state={state.data} />
    </Card>
  );
}

const LONG_DAYS = 3650;

type Say = ReturnType<typeof useWords<typeof WORDS>>;

function noteOf({ perDay, free, daysLeft }: HistoryState, t: Say): string {
  return [
    perDay === null ? '' : t('perDay', { size: bytesText(perDay) }),
    free === null ? '' : t('free', { size: bytesText(free) }),
    daysLeft === null ? '' : daysLeft > LONG_DAYS ? t('yearsLeft') : t('daysLeft', { n: numberText(daysLeft) }),
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

const number = (label: string) => ({ label, number: true });

function Kept({ state }: { readonly state: HistoryState }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <Table
      label={t('title')}
      testid="history-kept"
      heads={[t('what'), t('oldest'), t('kept'), number(t('size')), number(t('rows')), number(t('evidence'))]}
    >
      {state.tables.map((one) => (
        <tr key={one.name}>
          <td>
            {language === 'zh' ? one.label : one.labelEn} <small>{one.name}</small>
          </td>
          <td>{one.oldest === null ? '—' : stampText(one.oldest).slice(0, 10)}</td>
          <td>{t(one.unit, { n: one.kept })}</td>
          <td className={table.number}>{bytesText(one.bytes)}</td>
          <td className={table.number}>{numberText(Math.round(one.rows))}</td>
          <td className={table.number}>{numberText(one.evidence)}</td>
        </tr>
      ))}
    </Table>
  );
}

function Dropped({ state }: { readonly state: HistoryState }) {
  const t = useWords(WORDS);
  if (state.dropped.length === 0) return null;
  return (
    <Table
      label={t('dropped')}
      heads={[t('dropped'), t('part'), t('when'), number(t('rows')), number(t('size')), number(t('evidence'))]}
    >
      {state.dropped.map((one) => (
        <tr key={`${one.name} ${one.part}`}>
          <td>{one.name}</td>
          <td>{one.part}</td>
          <td>{stampText(one.at).slice(0, 16)}</td>
          <td className={table.number}>{numberText(one.rows)}</td>
          <td className={table.number}>{bytesText(one.bytes)}</td>
          <td className={table.number}>{numberText(one.evidence)}</td>
        </tr>
      ))}
    </Table>
  );
}

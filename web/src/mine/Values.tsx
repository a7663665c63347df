import type { MineDetail } from '@anlan/kernel/mine';
import { Activity, BellOff } from 'lucide-react';
import { useWords } from '../language/index.tsx';
import { Card, Empty, StatusWord, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { WORDS } from './words.ts';

const NORMAL = '0';
const CALIBRATING = '4';

/** What the mine's sensors say by its newest file, those beyond a limit first. */
export function Values({ mine }: { readonly mine: MineDetail }) {
  const t = useWords(WORDS);
  const beyond = mine.values.filter(({ limit }) => limit !== null).length;
  const at = mine.valuesAt === null ? undefined : t('at', { at: stampText(mine.valuesAt) });
  return (
    <Card title={t('values')} note={beyond === 0 ? at : `${t('beyondN', { n: beyond })} · ${at ?? ''}`} flush>
      {mine.values.length === 0 ? (
        <Empty icon={<Activity size={20} strokeWidth={1.6} />} title={t('noValues')} />
      ) : null}
      {mine.values.length === 0 ? null : (
        <Table
          heads={(['location', 'sensor', 'value', 'state', 'code'] as const).map((key) => t(key))}
          testid="mine-values"
        >
          {mine.values.map((row) => (
            <tr key={row.key} data-beyond={row.limit !== null}>
              <td className={table.wide} title={row.location}>
                {row.location || '—'}
              </td>
              <td>{row.name || '—'}</td>
              <td className={table.number}>
                {row.value || '—'} {row.unit}
              </td>
              <td>
                <State row={row} />
              </td>
              <td>
                <code>{row.key}</code>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

function State({ row: { limit, status, unit } }: { readonly row: MineDetail['values'][number] }) {
  const t = useWords(WORDS);
  if (limit !== null) return <StatusWord state="late">{t('beyond', { limit: `${limit} ${unit}` })}</StatusWord>;
  if (status === NORMAL) return <StatusWord state="done">{t('normal')}</StatusWord>;
  if (status === CALIBRATING) return <StatusWord state="wait">{t('calibrating')}</StatusWord>;
  return <StatusWord state="wait">{t('statusN', { n: status || '—' })}</StatusWord>;
}

/** What the mine itself says is out of order (YCBJ), those that go on first. */
export function Abnormal({ mine }: { readonly mine: MineDetail }) {
  const t = useWords(WORDS);
  return (
    <Card
      title={t('abnormal')}
      note={mine.abnormalAt === null ? undefined : t('at', { at: stampText(mine.abnormalAt) })}
      flush
    >
      {mine.abnormal.length === 0 ? (
        <Empty
          icon={<BellOff size={20} strokeWidth={1.6} />}
          title={t(mine.abnormalAt === null ? 'noAbnormalFile' : 'noAbnormal')}
        />
      ) : (
        <Table
          heads={(['location', 'sensor', 'kind', 'most', 'span'] as const).map((key) => t(key))}
          testid="mine-abnormal"
        >
          {mine.abnormal.map((row) => (
            <tr key={`${row.key} ${row.type} ${row.begin}`} data-on={row.end === null}>
              <td className={table.wide} title={row.location}>
                {row.location || '—'}
              </td>
              <td>{row.name || '—'}</td>
              <td>{row.type || '—'}</td>
              <td className={table.number}>
                {row.max || '—'} {row.unit}
              </td>
              <td>
                {row.begin.slice(5)}{' '}
                {row.end === null ? (
                  <StatusWord state="late">{t('goesOn')}</StatusWord>
                ) : (
                  t('ended', { at: row.end.slice(5) })
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

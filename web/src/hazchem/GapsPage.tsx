import { SAFETY_DEVICES } from '@anlan/systems';
import { Button, Select } from 'antd';
import { Download } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { query } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, StatusWord, Table } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import styles from './Hazchem.module.css';
import { useGaps, type Gaps } from './shapes.ts';
import { WORDS } from './words.ts';

/** Required safety devices that are missing, out of use or overdue, by county and device, with clauses (S18). */
export function GapsPage() {
  const t = useWords(WORDS);
  const scope = useScope();
  const label = useLabel();
  const [search, setSearch] = useSearchParams();
  const device = search.get('device') ?? undefined;
  const wish = { region: scope.narrowed ? (scope.path ?? undefined) : undefined, device };
  const gaps = useGaps(wish);
  const choose = (next: string | undefined) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (next === undefined || next === '') after.delete('device');
      else after.set('device', next);
      return after;
    });
  return (
    <Page title={t('gaps')}>
      <PageHead
        title={t('gaps')}
        note={t('gapsNote')}
        actions={
          <>
            <Select
              value={device ?? ''}
              onChange={choose}
              aria-label={t('device')}
              options={[
                { value: '', label: t('all') },
                ...SAFETY_DEVICES.map((one) => ({ value: one.value, label: label(one) })),
              ]}
              className={styles.select}
            />
            <Button icon={<Download size={15} aria-hidden />} href={`/api/safety-gaps/export.csv${query(wish)}`}>
              {t('export')}
            </Button>
          </>
        }
      />
      {gaps.isError && gaps.data === undefined ? <Failed error={gaps.error} retry={() => void gaps.refetch()} /> : null}
      {gaps.data === undefined ? (
        gaps.isError ? null : (
          <Loading rows={8} />
        )
      ) : (
        <Found gaps={gaps.data} choose={choose} />
      )}
    </Page>
  );
}

function Found({ gaps, choose }: { readonly gaps: Gaps; readonly choose: (device: string) => void }) {
  const t = useWords(WORDS);
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <Card
          title={t('gaps')}
          note={
            gaps.rows.length < gaps.total
              ? t('shown', { n: gaps.rows.length, all: numberText(gaps.total) })
              : numberText(gaps.total)
          }
          flush
        >
          {gaps.rows.length === 0 ? <Empty title={t('noGaps')} /> : <Rows gaps={gaps} />}
        </Card>
      </div>
      <div className={styles.column}>
        <Card title={t('byDevice')} note={t('required', { n: numberText(gaps.required) })} flush>
          <Rates rows={gaps.byDevice.map((row) => ({ key: row.device, ...row }))} choose={choose} />
        </Card>
        <Card title={t('byRegion')} flush>
          <Rates rows={gaps.byRegion.map((row) => ({ key: row.regionPath, label: row.region, ...row }))} />
        </Card>
      </div>
    </div>
  );
}

function Rows({ gaps }: { readonly gaps: Gaps }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <Table
      heads={[t('device'), t('standing'), t('place'), t('enterprise'), t('region'), t('clause')]}
      look={styles.tight}
    >
      {gaps.rows.map((row) => (
        <tr key={`${row.placeId} ${row.device}`} data-testid="gap">
          <td>
            <b>{row.label}</b>
          </td>
          <td>
            <StatusWord state={row.standing === 'overdue' ? 'wait' : 'late'}>{t(row.standing as 'missing')}</StatusWord>
          </td>
          <td title={row.place}>
            {row.tank === null ? row.place : <Link to={keep(`/tanks/${row.tank}`)}>{row.place}</Link>}
          </td>
          <td title={row.enterpriseName}>
            <Link to={keep(`/enterprises/${row.enterprise}`)}>{row.enterpriseName}</Link>
          </td>
          <td>{row.region}</td>
          <td className={table.wide} title={`${row.condition}；${row.clause}`}>
            {row.clause}
          </td>
        </tr>
      ))}
    </Table>
  );
}

interface Rate {
  readonly key: string;
  readonly label: string;
  readonly required: number;
  readonly gaps: number;
}

function Rates({ rows, choose }: { readonly rows: readonly Rate[]; readonly choose?: (key: string) => void }) {
  const t = useWords(WORDS);
  return (
    <ul className={styles.rates}>
      {rows.map((row) => {
        const share = (row.required - row.gaps) / Math.max(1, row.required);
        return (
          <li key={row.key}>
            {choose === undefined ? (
              <span>{row.label}</span>
            ) : (
              <button type="button" onClick={() => choose(row.key)}>
                {row.label}
              </button>
            )}
            <i aria-hidden>
              <i style={{ width: `${share * 100}%` }} />
            </i>
            <em>
              {numberText(share * 100, 1)} % · {t('lacking', { n: row.gaps })}
            </em>
          </li>
        );
      })}
    </ul>
  );
}

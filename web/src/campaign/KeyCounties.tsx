import type { KeyCounties } from '@anlan/kernel/campaign';
import { SECTOR_TRADES } from '@anlan/systems/prevention';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { caseHref, kindByKey } from '../case/index.tsx';
import { Ask } from '../joint/Ask.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, StatusWord, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import styles from './Campaign.module.css';
import { useKeyCounties, useMayIssue, useSend } from './queries.ts';
import { WORDS } from './words.ts';

type Candidate = KeyCounties['candidates'][number];

/** Key counties under rectification, and places whose accidents or dangers reach the numbers. */
export function KeyCountiesPart() {
  const t = useWords(WORDS);
  const label = useLabel();
  const may = useMayIssue();
  const send = useSend();
  const [trade, setTrade] = useState('all');
  const [chosen, setChosen] = useState<Candidate>();
  const found = useKeyCounties(trade);
  if (found.data === undefined) return found.isError ? <Failed error={found.error} /> : <Loading rows={6} />;
  return (
    <div className={styles.columns} style={{ gridTemplateColumns: 'minmax(0, 1.35fr) minmax(0, 1fr)' }} data-keys>
      <Listed rows={found.data.listed} />
      <Card
        title={t('candidates')}
        note={t('candidatesNote')}
        extra={
          <Select
            size="small"
            aria-label={t('trade')}
            style={{ width: 130 }}
            value={trade}
            onChange={setTrade}
            options={SECTOR_TRADES.map((one) => ({ value: one.value, label: label(one) }))}
          />
        }
        flush
      >
        {found.data.candidates.length === 0 ? (
          <Empty title={t('noCandidates')} />
        ) : (
          <Candidates rows={found.data.candidates} may={may} choose={setChosen} />
        )}
      </Card>
      {chosen === undefined ? null : (
        <Ask
          title={`${t('listIt')} ${chosen.name}`}
          submit={t('listIt')}
          open
          close={() => setChosen(undefined)}
          initial={{ reason: `${t('accidents')} ${chosen.accidents}，${t('dangers')} ${chosen.dangers}` }}
          fields={[{ key: 'reason', label: t('listReason'), kind: 'area', required: true, max: 500 }]}
          send={(answers) => send('/campaigns/key-counties', { ...answers, region: chosen.path, trade: chosen.trade })}
        />
      )}
    </div>
  );
}

function Candidates({
  rows,
  may,
  choose,
}: {
  readonly rows: readonly Candidate[];
  readonly may: boolean;
  readonly choose: (row: Candidate) => void;
}) {
  const t = useWords(WORDS);
  return (
    <Table
      heads={[
        t('region'),
        { label: t('accidents'), number: true },
        { label: t('dangers'), number: true },
        { label: t('listIt'), quiet: true },
      ]}
    >
      {rows.map((row) => (
        <tr key={row.path}>
          <td>{row.name}</td>
          <td className={table.number}>
            <span className={row.accidents >= row.accidentsFrom ? styles.late : ''}>
              {t('reach', { n: row.accidents, from: row.accidentsFrom })}
            </span>
          </td>
          <td className={table.number}>
            <span className={row.dangers >= row.dangersFrom ? styles.late : ''}>
              {t('reach', { n: row.dangers, from: row.dangersFrom })}
            </span>
          </td>
          <td className={table.number}>
            {may ? (
              <Button size="small" onClick={() => choose(row)}>
                {t('listIt')}
              </Button>
            ) : null}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Listed({ rows }: { readonly rows: KeyCounties['listed'] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const states = kindByKey('key-county')?.states ?? {};
  const heads = [t('region'), t('trade'), t('state'), t('accidents'), t('dangers'), t('responsible'), t('due')];
  return (
    <Card title={t('listed')} flush>
      {rows.length === 0 ? (
        <Empty title={t('noListed')} />
      ) : (
        <Table heads={heads}>
          {rows.map((row) => {
            const trade = SECTOR_TRADES.find(({ value }) => value === row.trade);
            const state = states[row.state];
            return (
              <tr key={row.caseId}>
                <td title={row.reason ?? undefined}>
                  <Link to={keep(caseHref(row.caseId))}>{row.region}</Link>
                </td>
                <td>{trade === undefined ? row.trade : label(trade)}</td>
                <td>
                  <StatusWord state={row.late ? 'late' : row.offAt !== null ? 'done' : 'doing'}>
                    {state === undefined ? row.state : label(state)}
                  </StatusWord>
                </td>
                <td>{numberText(row.accidents)}</td>
                <td>{numberText(row.dangers)}</td>
                <td>{row.responsible ?? '—'}</td>
                <td>{row.dueAt === null ? '—' : stampText(row.dueAt).slice(0, 10)}</td>
              </tr>
            );
          })}
        </Table>
      )}
    </Card>
  );
}

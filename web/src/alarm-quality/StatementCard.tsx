import { LENGTHS } from '@anlan/kernel/entity';
import type { QualityPart, QualityStatement } from '@anlan/kernel/alarm-quality';
import { Button, Input } from 'antd';
import { Download, FileText } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Failed, Loading, numberText, RefusalNote, Table } from '../parts/index.ts';
import table from '../parts/Table.module.css';
import { useMay } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './AlarmQuality.module.css';
import { Verdict } from './Breakdown.tsx';
import { usePropose, useStatement } from './queries.ts';
import { WORDS } from './words.ts';

const SHOWN = 200;
const COLUMNS: readonly {
  readonly key: 'count' | 'perDay' | 'peakTen' | 'floods' | 'chattering' | 'retrospective' | 'hoursBeyond';
  readonly digits?: number;
}[] = [
  { key: 'count' },
  { key: 'perDay', digits: 1 },
  { key: 'peakTen' },
  { key: 'floods' },
  { key: 'chattering' },
  { key: 'retrospective' },
  { key: 'hoursBeyond', digits: 1 },
];

/** The enterprises of one revision of a statement, its files, and the way to publish it. */
export function StatementCard({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const statement = useStatement(id);
  if (statement.data === undefined)
    return (
      <Card>
        {statement.isError ? (
          <Failed error={statement.error} retry={() => void statement.refetch()} />
        ) : (
          <Loading rows={5} />
        )}
      </Card>
    );
  const { data } = statement;
  return (
    <Card
      title={t('ofStatement', { month: stampText(data.from).slice(0, 7), n: data.revision })}
      note={t('ofStatementNote')}
      flush
    >
      <Acts id={id} />
      <Enterprises statement={data} />
    </Card>
  );
}

function Acts({ id }: { readonly id: string }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const may = useMay('publication.write');
  const propose = usePropose(id);
  return (
    <div className={styles.distribution}>
      <span className={styles.tools}>
        <Button
          icon={<Download size={15} aria-hidden />}
          href={`/api/alarm-quality/statements/${id}/file.xlsx`}
          download
        >
          Excel
        </Button>
        <Button
          icon={<FileText size={15} aria-hidden />}
          href={`/api/alarm-quality/statements/${id}/file.pdf`}
          download
        >
          PDF
        </Button>
        {may && !propose.isSuccess ? (
          <Button type="primary" loading={propose.isPending} onClick={() => propose.mutate()}>
            {t('propose')}
          </Button>
        ) : null}
        {propose.isSuccess ? (
          <>
            {t('proposed')} <Link to={keep(`/publications/${propose.data.id}`)}>{t('toPublication')}</Link>
          </>
        ) : null}
      </span>
      {propose.isError ? <RefusalNote error={propose.error} /> : null}
    </div>
  );
}

function Enterprises({ statement }: { readonly statement: QualityStatement }) {
  const t = useWords(WORDS);
  const [search, setSearch] = useState('');
  const found = statement.enterprises
    .filter(({ name }) => name.includes(search.trim()))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return (
    <>
      <div className={styles.distribution}>
        <Input.Search
          maxLength={LENGTHS.search}
          allowClear
          value={search}
          placeholder={t('findEnterprise')}
          aria-label={t('findEnterprise')}
          onChange={(event) => setSearch(event.target.value)}
          style={{ maxWidth: 280 }}
        />
        {found.length > SHOWN ? <small>{t('first', { n: SHOWN, all: numberText(found.length) })}</small> : null}
      </div>
      <Table
        heads={[
          t('name'),
          ...COLUMNS.map(({ key }) => ({ label: t(key), number: true })),
          { label: t('met'), number: true },
        ]}
        className={styles.list}
        testid="statement-enterprises"
      >
        {found.slice(0, SHOWN).map((part) => (
          <Row key={part.key} part={part} />
        ))}
      </Table>
    </>
  );
}

function Row({ part }: { readonly part: QualityPart }) {
  return (
    <tr>
      <td title={part.name}>{part.name}</td>
      {COLUMNS.map(({ key, digits }) => (
        <td key={key} className={table.number}>
          {numberText(part[key], digits)}
        </td>
      ))}
      <td className={table.number}>
        <Verdict part={part} />
      </td>
    </tr>
  );
}

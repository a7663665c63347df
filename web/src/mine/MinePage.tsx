import { FILE_TYPES, FILE_VERDICTS, type FileVerdict, type MineDetail } from '@anlan/kernel/mine';
import { Button } from 'antd';
import { FileX, Router, UsersRound } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead, Scroll, StatusWord, Table } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import table from '../parts/Table.module.css';
import { stampText } from '../time/index.ts';
import { Definition } from './Definition.tsx';
import styles from './Mine.module.css';
import { useMine } from './queries.ts';
import { Abnormal, Values } from './Values.tsx';
import { WORDS } from './words.ts';

const MARKS: Readonly<Record<string, 'done' | 'wait' | 'late'>> = { apply: 'done', partial: 'wait', stale: 'wait' };

/** One mine: the definition that waits, who is underground, its last files and what became of them. */
export function MinePage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useMine(id);
  const { data } = found;
  const name = data?.name ?? t('mine');
  return (
    <Page title={name}>
      <PageHead
        title={name}
        note={data === undefined ? undefined : `${data.code} · ${data.region}`}
        crumbs={[{ label: t('title'), href: keep('/mines') }]}
        actions={
          <Link to={keep(`/devices/${id}`)}>
            <Button icon={<Router size={15} aria-hidden />}>{t('device')}</Button>
          </Link>
        }
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && data === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {data === undefined ? null : (
        <>
          {data.definition === null ? null : (
            <Definition key={data.definition.id} mine={id} definition={data.definition} />
          )}
          <div className={styles.columns}>
            <div className={styles.column}>
              <Values mine={data} />
              <Abnormal mine={data} />
              <Files mine={data} />
            </div>
            <div className={styles.column}>
              <Underground mine={data} />
              <ByType mine={data} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

function Verdict({ verdict }: { readonly verdict: string }) {
  const { language } = useLanguage();
  const words = FILE_VERDICTS[verdict as FileVerdict] as readonly [string, string] | undefined;
  return <StatusWord state={MARKS[verdict] ?? 'late'}>{words?.[language === 'zh' ? 0 : 1] ?? verdict}</StatusWord>;
}

const typeText = (type: string): string =>
  FILE_TYPES[type] === undefined ? type || '—' : `${FILE_TYPES[type]} ${type}`;

function Files({ mine }: { readonly mine: MineDetail }) {
  const t = useWords(WORDS);
  return (
    <Card title={t('files')} flush>
      {mine.files.length === 0 ? <Empty icon={<FileX size={20} strokeWidth={1.6} />} title={t('noFiles')} /> : null}
      {mine.files.length === 0 ? null : (
        <Table
          heads={(['type', 'fileTime', 'received', 'verdict', 'records', 'skipped', 'detail'] as const).map((key) =>
            t(key),
          )}
          testid="mine-files"
        >
          {mine.files.map((file) => (
            <tr key={file.id}>
              <td title={file.name}>{typeText(file.type)}</td>
              <td>{file.fileTime === null ? '—' : stampText(file.fileTime).slice(5)}</td>
              <td>{stampText(file.receivedAt).slice(5)}</td>
              <td>
                <Verdict verdict={file.verdict} />
              </td>
              <td className={table.number}>{numberText(file.records)}</td>
              <td className={table.number}>{numberText(file.skipped)}</td>
              <td className={table.wide} title={file.detail}>
                {file.detail || '—'}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

function Underground({ mine }: { readonly mine: MineDetail }) {
  const t = useWords(WORDS);
  const none = mine.people === null ? t('noPeople') : t('nobody');
  return (
    <Card
      title={t('areas')}
      note={mine.peopleAt === null ? undefined : t('at', { at: stampText(mine.peopleAt) })}
      flush
    >
      {mine.people === null ? null : <HeadCount mine={mine} people={mine.people} />}
      {mine.underground.length === 0 ? <Empty icon={<UsersRound size={20} strokeWidth={1.6} />} title={none} /> : null}
      {mine.underground.length === 0 ? null : (
        <Table heads={(['area', 'count', 'leaders'] as const).map((key) => t(key))} testid="underground">
          {mine.underground.map((row) => (
            <tr key={row.area}>
              <td>
                {row.area}{' '}
                {row.quota !== null && row.people > row.quota ? (
                  <StatusWord state="late">{t('overQuota')}</StatusWord>
                ) : null}
              </td>
              <td className={table.number}>
                {numberText(row.people)}
                {row.quota === null ? '' : ` / ${numberText(row.quota)}`}
              </td>
              <td className={table.number}>{numberText(row.leaders)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Card>
  );
}

/** How many are underground against the approved number, and how many stations tell. */
function HeadCount({ mine: { capacity, stations }, people }: { readonly mine: MineDetail; readonly people: number }) {
  const t = useWords(WORDS);
  const over = capacity !== null && people > capacity;
  return (
    <p className={styles.pad} data-testid="head-count">
      <StatusWord state={over ? 'late' : 'done'}>
        {capacity === null
          ? t('people', { n: numberText(people) })
          : t(over ? 'overCapacity' : 'ofCapacity', { n: numberText(people), most: numberText(capacity) })}
      </StatusWord>{' '}
      {stations === null ? null : <small>{t('stations', { n: stations.all, faulty: stations.faulty })}</small>}
    </p>
  );
}

function ByType({ mine }: { readonly mine: MineDetail }) {
  const t = useWords(WORDS);
  if (mine.byType.length === 0) return null;
  return (
    <Card title={t('byType')} flush>
      <Scroll>
        <table className={table.table}>
          <tbody>
            {mine.byType.map((row) => (
              <tr key={`${row.type} ${row.verdict}`}>
                <td>{typeText(row.type)}</td>
                <td>
                  <Verdict verdict={row.verdict} />
                </td>
                <td className={table.number}>{numberText(row.files)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </Card>
  );
}

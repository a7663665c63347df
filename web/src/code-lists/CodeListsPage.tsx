import { allEntries, entriesAt, type Entry, type EntryChange, type EntryHistory } from '@anlan/kernel/code-list';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Card, Empty, Facts, Failed, Loading, PageHead, StatusWord, Table, Timeline } from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { stampText, useNow } from '../time/index.ts';
import styles from './CodeLists.module.css';
import { EntryForm, type Doing } from './EntryForm.tsx';
import { CODE_LISTS, useEntryChanges } from './lists.ts';
import { useListHistory } from './queries.ts';
import { WORDS } from './words.ts';

/** Lists that places extend: their entries for a place, whose they are, and the changes with their reasons. */
export function CodeListsPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const scope = useScope();
  const now = useNow(60_000);
  const [params, setParams] = useSearchParams();
  const found = useEntryChanges();
  const list = CODE_LISTS.find(({ key }) => key === params.get('list')) ?? CODE_LISTS[0]!;
  const changes = found.data ?? [];
  const entries = scope.narrowed ? entriesAt(list, changes, scope.path ?? '', now) : allEntries(list, changes, now);
  return (
    <Page title={t('title')}>
      <PageHead title={t('title')} note={t('note')} actions={<Link to={keep('/parameters')}>{t('parameters')}</Link>} />
      <Select
        aria-label={t('list')}
        className={styles.pick ?? ''}
        value={list.key}
        onChange={(key: string) => setParams((before) => (before.set('list', key), new URLSearchParams(before)))}
        options={CODE_LISTS.map((one) => ({ value: one.key, label: label(one) }))}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <Entries key={list.key} list={list} entries={entries} changes={changes} now={now} />
      )}
      <History list={list.key} entries={list.first.map(({ value }) => value)} />
    </Page>
  );
}

interface EntriesProps {
  readonly list: (typeof CODE_LISTS)[number];
  readonly entries: readonly Entry[];
  readonly changes: readonly EntryChange[];
  readonly now: number;
}

function Entries({ list, entries, changes, now }: EntriesProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { verbs, role, scope } = useSession();
  const [doing, setDoing] = useState<{ what: Doing; entry?: Entry } | null>(null);
  const may = verbs.includes('parameter.write');
  const coming = changes.filter((one) => one.list === list.key && one.from > now);
  const fresh = coming.filter(({ code }) => !entries.some(({ value }) => value === code));
  const mine = (entry: Entry) => entry.regionPath === null || entry.regionPath.startsWith(scope.path ?? '');
  const acts = (entry: Entry) =>
    !may ? null : mine(entry) ? (
      <span className={styles.acts}>
        {(entry.ended === true ? (['resume'] as const) : (['rename', 'end'] as const)).map((what) => (
          <Button key={what} size="small" type="link" onClick={() => setDoing({ what, entry })}>
            {t(what)}
          </Button>
        ))}
      </span>
    ) : (
      <span className={styles.quiet}>{t('fromAbove')}</span>
    );
  return (
    <Card
      title={label(list)}
      note={label({ label: list.about, labelEn: list.aboutEn })}
      extra={
        may ? (
          <Button type="primary" style={{ fontWeight: 700 }} onClick={() => setDoing({ what: 'add' })}>
            {t('add')}
          </Button>
        ) : (
          <span className={styles.quiet}>{t('mayNot', { role: label(role) })}</span>
        )
      }
      flush
    >
      <div className={styles.facts}>
        <Facts
          columns={2}
          rows={[
            [t('source'), list.source],
            [t('system'), `${list.system.id} ${label(list.system)}`],
          ]}
        />
      </div>
      <Table
        label={label(list)}
        heads={[
          t('name'),
          t('english'),
          t('code'),
          t('also'),
          t('whose'),
          t('state'),
          { label: t('acts'), quiet: true },
        ]}
      >
        {entries.map((entry) => (
          <tr key={entry.value} data-code={entry.value} data-ended={entry.ended === true}>
            <td className={entry.ended === true ? styles.quiet : ''}>{entry.label}</td>
            <td className={entry.ended === true ? styles.quiet : ''}>{entry.labelEn}</td>
            <td>
              <code>{entry.value}</code>
            </td>
            <td>{(entry.also ?? []).join('、') || '—'}</td>
            <td>
              <Whose path={entry.regionPath} />
            </td>
            <td>
              <State entry={entry} coming={coming.filter(({ code }) => code === entry.value)} />
            </td>
            <td>{acts(entry)}</td>
          </tr>
        ))}
        {fresh.map((one) => (
          <tr key={`${one.code} ${one.from}`} data-code={one.code}>
            <td className={styles.quiet}>{one.label}</td>
            <td className={styles.quiet}>{one.labelEn}</td>
            <td>
              <code>{one.code}</code>
            </td>
            <td>{one.also.join('、') || '—'}</td>
            <td>
              <Whose path={one.regionPath} />
            </td>
            <td>
              <StatusWord state="wait">{t('comingNew', { at: stampText(one.from).slice(0, 16) })}</StatusWord>
            </td>
            <td>—</td>
          </tr>
        ))}
      </Table>
      {doing === null ? null : (
        <EntryForm
          list={list.key}
          doing={doing.what}
          entry={doing.entry}
          entries={entries}
          close={() => setDoing(null)}
        />
      )}
    </Card>
  );
}

/** The place that says so, by name; the platform where nobody changed it. */
function Whose({ path }: { readonly path: string | null }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const { regions, label, path: own } = useScope();
  const session = useSession();
  if (path === null) return <span className={styles.quiet}>{t('platform')}</span>;
  const name = regions.find((one) => one.path === path)?.name;
  if (name !== undefined) return <>{region(name)}</>;
  return <>{path === own ? label : path === session.scope.path ? session.scope.label : path}</>;
}

function State({ entry, coming }: { readonly entry: Entry; readonly coming: readonly EntryChange[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const day = (at: number) => stampText(at).slice(0, 16);
  return (
    <>
      {entry.ended === true ? (
        <StatusWord state="wait">{t('ended', { at: day(entry.from ?? 0) })}</StatusWord>
      ) : (
        <StatusWord state="done">
          {entry.from === null ? t('offered') : `${t('offered')} · ${t('since', { at: day(entry.from) })}`}
        </StatusWord>
      )}
      {coming.map((one) => (
        <small key={one.from} className={styles.coming}>
          {one.ended ? t('comingEnd', { at: day(one.from) }) : t('comingName', { at: day(one.from), name: label(one) })}
        </small>
      ))}
    </>
  );
}

/** Every change with who, when, where and why, newest first. */
function History({ list, entries }: { readonly list: string; readonly entries: readonly string[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const region = useRegionName();
  const { verbs } = useSession();
  const found = useListHistory(list);
  if (!verbs.includes('registry.read')) return null;
  const rows = found.data ?? [];
  const before = (row: EntryHistory) =>
    rows.find((one) => one.code === row.code && one.regionPath === row.regionPath && one.from < row.from);
  const word = (row: EntryHistory) => {
    const last = before(row);
    if (row.ended) return t('endedText', { name: label(row) });
    if (last?.ended === true) return t('resumedText', { name: label(row) });
    return t(last === undefined && !entries.includes(row.code) ? 'addedText' : 'renamedText', { name: label(row) });
  };
  return (
    <Card title={t('history')}>
      {found.isPending ? <Loading rows={3} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data !== undefined && rows.length === 0 ? <Empty title={t('noHistory')} /> : null}
      <Timeline
        entries={rows.map((row) => ({
          key: `${row.code} ${row.regionPath} ${row.from}`,
          at: row.from,
          by: `${region(row.regionName)} · ${t('by', { by: row.by })} ${stampText(row.at).slice(0, 16)}`,
          text: (
            <>
              <b>{word(row)}</b> {row.reason}
            </>
          ),
        }))}
      />
    </Card>
  );
}

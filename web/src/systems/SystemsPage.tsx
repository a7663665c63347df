import { LENGTHS } from '@anlan/kernel/entity';
import { FAMILIES } from '@anlan/kernel/system';
import { Input, Segmented } from 'antd';
import { Layers } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, PageHead, StatusWord } from '../parts/index.ts';
import { Lost } from '../shell/Lost.tsx';
import { Page, pagesOf, useKeepScope } from '../shell/index.ts';
import { familyByKey, useCatalogue, type Listed } from './catalogue.ts';
import styles from './SystemsPage.module.css';
import { WORDS } from './words.ts';

type Show = 'all' | 'built' | 'planned';

/** The systems of a family (or all 147): what exists, what it opens, what is still to come. */
export function SystemsPage() {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const { family: key } = useParams();
  const family = familyByKey(key);
  const { rows, partial } = useCatalogue();
  const [show, setShow] = useState<Show>('all');
  const [text, setText] = useState('');
  if (key !== undefined && family === undefined) return <Lost />;
  const own = rows.filter((row) => family === undefined || row.family === family.key);
  const built = own.filter((row) => row.declared !== undefined).length;
  const fits = (row: Listed) =>
    (show === 'all' || (row.declared !== undefined) === (show === 'built')) &&
    `${row.id} ${row.label} ${row.labelEn}`.toLowerCase().includes(text.trim().toLowerCase());
  const shown = own
    .filter(fits)
    .toSorted((a, b) => Number(b.declared !== undefined) - Number(a.declared !== undefined));
  const title = family === undefined ? t('title') : language === 'zh' ? family.label : family.railEn;
  return (
    <div className={styles.split}>
      <FamilyColumn current={family?.key} rows={rows} />
      <Page title={title}>
        <PageHead
          title={title}
          note={t(family === undefined ? 'note' : 'noteFamily', { total: own.length, built })}
          actions={
            <Segmented<Show>
              value={show}
              onChange={setShow}
              options={[
                { value: 'all', label: t('all') },
                { value: 'built', label: t('built') },
                { value: 'planned', label: t('planned') },
              ]}
            />
          }
        />
        <Input
          maxLength={LENGTHS.search}
          allowClear
          className={styles.search ?? ''}
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('search')}
          aria-label={t('search')}
        />
        {partial ? <p className={styles.partial}>{t('unread')}</p> : null}
        <Card flush>
          {shown.length === 0 ? (
            <Empty icon={<Layers size={20} strokeWidth={1.6} />} title={own.length === 0 ? t('notBuilt') : t('none')} />
          ) : null}
          <ul>
            {shown.map((row) => (
              <Row key={row.id} row={row} name={label(row)} />
            ))}
          </ul>
        </Card>
      </Page>
    </div>
  );
}

function Row({ row, name }: { readonly row: Listed; readonly name: string }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const system = row.declared;
  return (
    <li className={styles.row} data-built={system !== undefined}>
      <span className={styles.id}>{row.id}</span>
      <div className={styles.name}>
        <b title={name}>{name}</b>
        {system === undefined ? null : (
          <span>
            {pagesOf(system).map((page) => (
              <Link key={page.href} to={keep(page.href)}>
                {label(page)}
              </Link>
            ))}
            {system.rules.length === 0 ? null : <small>{t('rules', { n: system.rules.length })}</small>}
            {system.layers.length === 0 ? null : <small>{t('layers', { n: system.layers.length })}</small>}
          </span>
        )}
      </div>
      <StatusWord state={system === undefined ? 'draft' : 'done'}>
        {t(system === undefined ? 'planned' : 'built')}
      </StatusWord>
    </li>
  );
}

/** The second column, 220 px: the families with how many of their systems exist, and what the current one opens. */
function FamilyColumn({ current, rows }: { readonly current: string | undefined; readonly rows: readonly Listed[] }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const open = rows.filter((row) => row.family === current && row.declared !== undefined);
  const total = (family: string) => rows.filter((row) => row.family === family).length;
  const built = (family: string) => rows.filter((row) => row.family === family && row.declared !== undefined).length;
  return (
    <nav className={styles.column} aria-label={t('families')}>
      {open.length === 0 ? null : (
        <>
          <h2>{t('opens')}</h2>
          {[
            ...new Map(
              open
                .flatMap((row) => (row.declared === undefined ? [] : pagesOf(row.declared)))
                .map((page) => [page.href, page]),
            ).values(),
          ].map((page) => (
            <Link key={page.href} to={keep(page.href)}>
              {label(page)}
            </Link>
          ))}
        </>
      )}
      <h2>{t('families')}</h2>
      <Link to={keep('/systems')} aria-current={current === undefined ? 'page' : undefined}>
        {t('title')}
        <em>
          {rows.filter((row) => row.declared !== undefined).length}/{rows.length}
        </em>
      </Link>
      {FAMILIES.map((family) => (
        <Link
          key={family.key}
          to={keep(`/systems/${family.key}`)}
          aria-current={family.key === current ? 'page' : undefined}
          title={family.label}
        >
          <span>{label({ label: family.label, labelEn: family.railEn })}</span>
          <em>
            {built(family.key)}/{total(family.key)}
          </em>
        </Link>
      ))}
    </nav>
  );
}

import { LENGTHS } from '@anlan/kernel/entity';
import { LAW_KINDS, type Hit, type LawRow } from '@anlan/kernel/catalogue';
import { Button, Checkbox, Input } from 'antd';
import { FileUp, ListChecks, SearchX } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { useLawSearch } from './law-queries.ts';
import { WORDS } from './law-words.ts';
import styles from './Laws.module.css';
import { around, Marked } from './Marked.tsx';

/** The library: one box for titles, pinyin, numbers and words; what is found leads to the article. */
export function LawsPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { verbs, scope, jurisdiction } = useSession();
  const [params, setParams] = useSearchParams();
  const [text, setText] = useState(params.get('search') ?? '');
  const search = useDeferredValue(text.trim());
  const kind = params.get('kind') ?? '';
  const every = params.get('every') === '1';
  const found = useLawSearch({ search, kind, every });
  const set = (key: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === '') next.delete(key);
        else next.set(key, value);
        return next;
      },
      { replace: true },
    );
  return (
    <Page title={t('title')}>
      <PageHead
        title={t('title')}
        note={t('note')}
        actions={
          <>
            <Link to={keep('/laws/reviews')}>
              <Button icon={<ListChecks size={15} aria-hidden />}>{t('reviews')}</Button>
            </Link>
            {verbs.includes('law.write') && (scope.kind === 'all' || scope.path === jurisdiction) ? (
              <Link to={keep('/laws/import')}>
                <Button type="primary" icon={<FileUp size={15} aria-hidden />} style={{ fontWeight: 700 }}>
                  {t('import')}
                </Button>
              </Link>
            ) : null}
          </>
        }
      />
      <div className={styles.tools}>
        <Input.Search
          maxLength={LENGTHS.search}
          size="large"
          allowClear
          value={text}
          aria-label={t('searchShort')}
          placeholder={t('searchShort')}
          title={t('search')}
          onChange={(event) => (setText(event.target.value), set('search', event.target.value))}
        />
        <div className={styles.kinds} role="group" aria-label={t('kind')}>
          {['', ...LAW_KINDS.filter((one) => one !== 'internal' && one !== 'standard')].map((one) => (
            <button key={one} type="button" aria-pressed={one === kind} onClick={() => set('kind', one)}>
              {one === '' ? t('kindAll') : t(one as (typeof LAW_KINDS)[number])}
            </button>
          ))}
          <Checkbox checked={every} onChange={(event) => set('every', event.target.checked ? '1' : '')}>
            {t('every')}
          </Checkbox>
        </div>
      </div>
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && found.data === undefined ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : null}
      {found.data === undefined ? null : (
        <div className={search === '' ? styles.wide : styles.found} data-stale={found.isPlaceholderData}>
          {search === '' ? null : <Hits found={found.data} />}
          <Laws laws={found.data.laws} empty={search === ''} />
        </div>
      )}
    </Page>
  );
}

function Hits({ found }: { readonly found: NonNullable<ReturnType<typeof useLawSearch>['data']> }) {
  const t = useWords(WORDS);
  const { hits, words, total, atLeast, near, took } = found;
  const note = t(atLeast ? 'hitsMore' : 'hitsNote', { n: numberText(total), took });
  return (
    <Card title={t('hits')} note={near ? t('near') : note} flush>
      {hits.length === 0 ? (
        <Empty icon={<SearchX size={20} strokeWidth={1.6} />} title={t('none')} note={t('noneNote')} />
      ) : (
        <ol className={styles.hits} data-testid="law-hits">
          {hits.map((hit) => (
            <HitRow key={`${hit.law}/${hit.number}/${hit.validFrom}`} hit={hit} words={words} />
          ))}
        </ol>
      )}
    </Card>
  );
}

function HitRow({ hit, words }: { readonly hit: Hit; readonly words: readonly string[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  return (
    <li>
      <Link to={keep(`/laws/${hit.law}/${hit.number}`)}>
        <b>
          {hit.lawTitle} {hit.label}
        </b>
        <small>
          {hit.inForce ? null : <i>{t('notInForce')}</i>}
          {hit.chapter}
        </small>
      </Link>
      <p>
        <Marked text={around(hit.text, words, 220)} words={words} />
      </p>
    </li>
  );
}

function Laws({ laws, empty }: { readonly laws: readonly LawRow[]; readonly empty: boolean }) {
  const t = useWords(WORDS);
  const kinds = LAW_KINDS.filter((kind) => laws.some((law) => law.kind === kind));
  if (laws.length === 0 && !empty) return null;
  return (
    <Card title={t('laws')} note={numberText(laws.length)} flush>
      {kinds.map((kind) => (
        <section key={kind} className={styles.group}>
          <h3>{t(kind)}</h3>
          <ul data-columns={empty}>
            {laws
              .filter((law) => law.kind === kind)
              .map((law) => (
                <LawLine key={law.key} law={law} />
              ))}
          </ul>
        </section>
      ))}
    </Card>
  );
}

function LawLine({ law }: { readonly law: LawRow }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const state = law.status === 'in-force' ? null : t(law.status === 'coming' ? 'coming' : 'repealed');
  const facts = [
    law.validFrom === null ? null : t('validFrom', { date: law.validFrom }),
    t('articles', { n: law.articles }),
    law.versions > 1 ? t('versions', { n: law.versions }) : null,
  ].filter((part) => part !== null);
  return (
    <li>
      <Link to={keep(`/laws/${law.key}`)} title={law.title}>
        {law.title}
      </Link>
      <small>
        {state === null ? null : <i>{state}</i>}
        {facts.join(' · ')}
      </small>
    </li>
  );
}

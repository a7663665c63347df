import { LENGTHS } from '@anlan/kernel/entity';
import { articleLabel, type LawView } from '@anlan/kernel/catalogue';
import { App, Button, Input, Select } from 'antd';
import { Copy, GitCompareArrows, Link2 } from 'lucide-react';
import { Fragment, useDeferredValue, useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { usePhone } from '../shell/phone.ts';
import { useArticle, useLaw } from './law-queries.ts';
import { WORDS } from './law-words.ts';
import styles from './Laws.module.css';
import { Marked } from './Marked.tsx';

/** A law by article: contents at the left, the text, and beside it who cites the chosen article. */
export function LawPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { key = '', number } = useParams();
  const [params, setParams] = useSearchParams();
  const version = params.get('version');
  const law = useLaw(key, version);
  const phone = usePhone();
  const [find, setFind] = useState('');
  const wanted = useDeferredValue(find.trim());
  const choose = (id: string) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('version', id);
      return next;
    });
  const title = law.data?.title ?? t('title');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={law.data === undefined ? undefined : factsOf(law.data, t)}
        crumbs={[{ label: t('title'), href: keep('/laws') }]}
        actions={
          law.data === undefined ? null : (
            <>
              <Select
                aria-label={t('version')}
                value={law.data.version.id}
                onChange={choose}
                style={{ minWidth: 190 }}
                options={law.data.versions.map((one) => ({ value: one.id, label: `${one.name} · ${one.validFrom}` }))}
              />
              {law.data.versions.length > 1 ? (
                <Link to={keep(`/laws/${key}/diff`)}>
                  <Button icon={<GitCompareArrows size={15} aria-hidden />}>{t('compare')}</Button>
                </Link>
              ) : null}
            </>
          )
        }
      />
      {law.isPending ? <Loading rows={12} /> : null}
      {law.isError && law.data === undefined ? <Failed error={law.error} retry={() => void law.refetch()} /> : null}
      {law.data === undefined ? null : (
        <>
          <Input.Search
            maxLength={LENGTHS.search}
            allowClear
            className={styles.find ?? ''}
            placeholder={t('find')}
            aria-label={t('find')}
            value={find}
            onChange={(event) => setFind(event.target.value)}
          />
          <div className={styles.law}>
            <Contents law={law.data} number={number} />
            <Text law={law.data} number={number} find={wanted} />
            {phone ? null : <Beside law={law.data} number={number} />}
          </div>
        </>
      )}
    </Page>
  );
}

function factsOf(law: LawView, t: ReturnType<typeof useWords<typeof WORDS>>): string {
  const { version, issuer, kind } = law;
  const until = version.validUntil === null ? t('inForce') : t('until', { date: version.validUntil });
  return [t(kind), issuer, t('validFrom', { date: version.validFrom }), until]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The address of an article of the law, keeping the version on the screen. */
function useArticleHref(key: string): (number: string) => string {
  const [params] = useSearchParams();
  const keep = useKeepScope();
  const version = params.get('version');
  return (number) => keep(`/laws/${key}/${number}${version === null ? '' : `?version=${version}`}`);
}

function chaptersOf(law: LawView): readonly { readonly chapter: string; readonly articles: LawView['articles'] }[] {
  const chapters: { chapter: string; articles: LawView['articles'] }[] = [];
  for (const article of law.articles) {
    const last = chapters.at(-1);
    if (last?.chapter === article.chapter) last.articles.push(article);
    else chapters.push({ chapter: article.chapter, articles: [article] });
  }
  return chapters;
}

interface PartProps {
  readonly law: LawView;
  readonly number: string | undefined;
}

function Contents({ law, number }: PartProps) {
  const t = useWords(WORDS);
  const href = useArticleHref(law.key);
  return (
    <Card title={t('contents')} note={t('articles', { n: law.articles.length })} flush className={styles.contents}>
      {chaptersOf(law).map(({ chapter, articles }, index) => (
        <section key={`${chapter}${index}`}>
          {chapter === '' ? null : <h3>{chapter}</h3>}
          <ol>
            {articles.map((article) => (
              <li key={article.number}>
                <Link
                  to={href(article.number)}
                  replace
                  aria-current={article.number === number ? 'true' : undefined}
                  data-cited={article.cited > 0}
                  title={article.cited > 0 ? t('cited', { n: article.cited }) : article.label}
                >
                  {article.number}
                </Link>
              </li>
            ))}
          </ol>
        </section>
      ))}
    </Card>
  );
}

function Text({ law, number, find }: PartProps & { readonly find: string }) {
  const t = useWords(WORDS);
  const href = useArticleHref(law.key);
  const phone = usePhone();
  const words = find === '' ? [] : find.split(/\s+/);
  const fits = (text: string) => words.every((word) => text.toLowerCase().includes(word.toLowerCase()));
  useEffect(() => {
    if (number !== undefined) document.getElementById(`article-${number}`)?.scrollIntoView({ block: 'nearest' });
  }, [number, law.version.id]);
  return (
    <Card flush className={styles.text}>
      {law.version.preface === '' ? null : <p className={styles.preface}>{law.version.preface}</p>}
      {chaptersOf(law).map(({ chapter, articles }, index) => {
        const shown = words.length === 0 ? articles : articles.filter(({ text }) => fits(text));
        if (shown.length === 0) return null;
        return (
          <section key={`${chapter}${index}`}>
            {chapter === '' ? null : <h3>{chapter}</h3>}
            {shown.map((article) => (
              <Fragment key={article.number}>
                <article id={`article-${article.number}`} data-on={article.number === number}>
                  <header>
                    <Link to={href(article.number)} replace>
                      <b>{article.label}</b>
                    </Link>
                    {article.cited === 0 ? null : <small>{t('cited', { n: article.cited })}</small>}
                  </header>
                  {article.text.split('\n').map((line, at) => (
                    <p key={at}>
                      <Marked text={line} words={words} />
                    </p>
                  ))}
                </article>
                {phone && article.number === number ? <Beside law={law} number={number} /> : null}
              </Fragment>
            ))}
          </section>
        );
      })}
    </Card>
  );
}

function Beside({ law, number }: PartProps) {
  const t = useWords(WORDS);
  const { message } = App.useApp();
  const [params] = useSearchParams();
  const article = useArticle(law.key, number, params.get('version'));
  if (number === undefined)
    return (
      <Card className={styles.beside}>
        <Empty icon={<Link2 size={20} strokeWidth={1.6} />} title={t('pick')} />
      </Card>
    );
  if (article.isPending) return <Loading rows={5} />;
  if (article.data === undefined) return <Failed error={article.error} retry={() => void article.refetch()} />;
  const { reference, citing, total, history } = article.data;
  const copy = () =>
    void navigator.clipboard.writeText(reference).then(
      () => message.success(t('copied', { reference })),
      () => undefined,
    );
  return (
    <div className={styles.beside}>
      <Card
        title={articleLabel(number)}
        note={t('cited', { n: total })}
        extra={
          <Button size="small" icon={<Copy size={13} aria-hidden />} onClick={copy} title={reference}>
            {t('copy')}
          </Button>
        }
        flush
      >
        {citing.length === 0 ? (
          <Empty icon={<Link2 size={20} strokeWidth={1.6} />} title={t('citedNone')} />
        ) : (
          <ul className={styles.citing} data-testid="citing">
            {citing.map((one) => (
              <li key={`${one.kind}${one.id}`}>
                <small>{t(one.kind)}</small>
                <span>
                  {one.code} {one.name}
                  {one.times === 1 ? null : <small> × {one.times}</small>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {history.length === 0 ? null : (
        <Card title={t('history')}>
          {history.map((one) => (
            <div key={one.validFrom} className={styles.old}>
              <small>
                {one.version} · {one.validFrom}
                {one.validUntil === null ? '' : ` – ${one.validUntil}`}
              </small>
              <p>{one.text}</p>
            </div>
          ))}
        </Card>
      )}
    </div>
  );
}

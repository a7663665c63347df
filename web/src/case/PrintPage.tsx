import { Button } from 'antd';
import { ArrowLeft, Printer } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useDoer, useLabel, useLanguage, useWords } from '../language/index.tsx';
import { useRegionName } from '../language/regions.ts';
import { Failed, levelWord, Loading } from '../parts/index.ts';
import { useTitle } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { CaseFacts } from './Facts.tsx';
import { caseHref, kindByKey } from './kinds.ts';
import { useSourceWord } from './Marks.tsx';
import styles from './PrintPage.module.css';
import { useCodeLists } from '../code-lists/lists.ts';
import { caseEntryText } from './told.ts';
import { fileHref, useBundle } from './queries.ts';
import { useActWord } from './Trail.tsx';
import { WORDS } from './words.ts';

/** 档案: the whole case on paper, with the hash of its content on every copy. */
export function CasePrintPage() {
  const t = useWords(WORDS);
  const { id = '' } = useParams();
  const bundle = useBundle(id);
  useTitle(bundle.data === undefined ? t('archive') : `${bundle.data.content.case.number} ${t('archive')}`);
  return (
    <div className={styles.page}>
      <div className={styles.bar} data-noprint>
        <Link to={caseHref(id)}>
          <Button icon={<ArrowLeft size={15} aria-hidden />}>{t('back')}</Button>
        </Link>
        <Button
          type="primary"
          icon={<Printer size={15} aria-hidden />}
          disabled={bundle.data === undefined}
          onClick={() => window.print()}
        >
          {t('print')}
        </Button>
      </div>
      {bundle.isPending ? <Loading rows={10} /> : null}
      {bundle.isError && bundle.data === undefined ? (
        <Failed error={bundle.error} retry={() => void bundle.refetch()} />
      ) : null}
      {bundle.data === undefined ? null : <Sheet bundle={bundle.data} />}
    </div>
  );
}

type Bundle = NonNullable<ReturnType<typeof useBundle>['data']>;

function Sheet({ bundle }: { readonly bundle: Bundle }) {
  const t = useWords(WORDS);
  const region = useRegionName();
  const label = useLabel();
  const source = useSourceWord();
  const { content, sha256, made } = bundle;
  const { case: view } = content;
  const kind = kindByKey(view.kind);
  const name = kind === undefined ? view.kind : label(kind);
  const rows: readonly (readonly [string, string])[] = [
    [t('number'), view.number],
    [t('state'), label(kind?.states[view.state] ?? { label: view.state })],
    [t('level'), view.level === null ? t('blank') : levelWord(view.level, 'risk')],
    [t('source'), source(view.source)],
    [t('enterprise'), view.organisationName ?? '—'],
    [t('region'), region(view.regionName)],
    [t('openedAt'), `${stampText(view.openedAt)} ${view.openedBy}`],
    [
      t('due'),
      view.dueAt === null ? '—' : `${stampText(view.dueAt)}${view.dueProvisional ? `（${t('provisional')}）` : ''}`,
    ],
    [t('ended'), view.closedAt === null ? '—' : stampText(view.closedAt)],
  ];
  return (
    <article className={styles.sheet}>
      <header>
        <h1>{t('fileOf', { what: name })}</h1>
        <p>{view.title === '' ? t('noTitle') : view.title}</p>
      </header>
      <dl className={styles.base}>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {kind === undefined ? null : <CaseFacts kind={kind} detail={content} all />}
      <h2>{t('trail')}</h2>
      {kind === undefined ? null : <Walk kind={kind} content={content} />}
      <div className={styles.sign}>
        <span>{t('signature')}</span>
        <span>{t('date')}</span>
      </div>
      <footer>
        <b>{t('hash')}</b>
        <code>{sha256}</code>
        <span>
          {t('made')} {stampText(made)} · {t('version', { n: view.version })} · {t('hashNote')}
        </span>
      </footer>
    </article>
  );
}

interface WalkProps {
  readonly kind: NonNullable<ReturnType<typeof kindByKey>>;
  readonly content: Bundle['content'];
}

function Walk({ kind, content }: WalkProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const actWord = useActWord(kind);
  const by = useDoer();
  const { language } = useLanguage();
  const lists = useCodeLists();
  return (
    <ol className={styles.walk}>
      {content.trail.map((entry) => (
        <li key={entry.seq}>
          <span>{entry.seq}</span>
          <time>{stampText(entry.at)}</time>
          <div>
            <b>
              {actWord(entry) ?? entry.action}
              {entry.from === entry.to ? '' : ` → ${label(kind.states[entry.to] ?? { label: entry.to })}`}
            </b>{' '}
            · {by(entry.by)}
            <p>{caseEntryText(kind, entry, language, (field) => lists.options(field, null, entry.at))}</p>
            {entry.files.map((file) => (
              <figure key={file.sha256}>
                {file.type.startsWith('image/') ? (
                  <img src={fileHref(content.case.id, file.sha256)} alt={file.name ?? t('photo')} />
                ) : null}
                <figcaption>
                  {file.name ?? t('document')} · {file.sha256.slice(0, 16)}…
                </figcaption>
              </figure>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

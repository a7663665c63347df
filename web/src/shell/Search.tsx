import { LENGTHS } from '@anlan/kernel/entity';
import { Input, Modal } from 'antd';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Entity } from '@anlan/kernel/entity';
import { SYSTEMS } from '@anlan/systems';
import { Search as SearchIcon } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { api, foundSchema, query, useSession, type Found } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Empty } from '../parts/index.ts';
import { pagesFor } from './pages.ts';
import { useKeepScope } from './scope.ts';
import styles from './Search.module.css';
import top from './TopBar.module.css';
import { WORDS } from './words.ts';

/** The search of everything, by name or pinyin initials; Ctrl K opens it anywhere. */
export function Search() {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen(true);
      }
    };
    const asked = () => setOpen(true);
    window.addEventListener('keydown', listen);
    window.addEventListener('anlan:search', asked);
    return () => (window.removeEventListener('keydown', listen), window.removeEventListener('anlan:search', asked));
  }, []);
  return (
    <>
      <button type="button" className={top.find} onClick={() => setOpen(true)} aria-keyshortcuts="Control+K">
        <SearchIcon size={14} strokeWidth={1.7} aria-hidden />
        <span>{t('search')}</span>
        <kbd aria-hidden>Ctrl K</kbd>
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={620}
        style={{ top: 72 }}
        styles={{ body: { padding: 0 } }}
      >
        <Palette close={() => setOpen(false)} />
      </Modal>
    </>
  );
}

const KINDS = new Map<string, Entity>(
  SYSTEMS.flatMap((system) => system.entities).map((entity) => [entity.key, entity]),
);

/** Pages of the platform that fit what was typed. */
function usePages(text: string): readonly Found[] {
  const t = useWords(WORDS);
  const label = useLabel();
  const { verbs } = useSession();
  return useMemo(() => {
    const fixed: [string, string][] = [
      [t('home'), '/home'],
      [t('map'), '/map'],
      ...pagesFor(verbs).map((one): [string, string] => [label(one), one.href]),
      [t('systems'), '/systems'],
      [t('health'), '/health'],
    ];
    const lists = SYSTEMS.flatMap((system) => system.entities).map((entity): [string, string] => [
      t('list', { what: label(entity) }),
      `/registry/${entity.plural}`,
    ]);
    return [...fixed, ...lists]
      .filter(([name]) => text === '' || name.toLowerCase().includes(text.toLowerCase()))
      .slice(0, text === '' ? 14 : 6)
      .map(([name, href]) => ({ kind: t('pages'), id: href, label: name, sub: '', href }));
  }, [text, t, label, verbs]);
}

function Palette({ close }: { readonly close: () => void }) {
  const t = useWords(WORDS);
  const navigate = useNavigate();
  const keep = useKeepScope();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = useDeferredValue(text.trim());
  const label = useLabel();
  const pages = usePages(wanted);
  const kindOf = (kind: string) => {
    const entity = KINDS.get(kind);
    if (entity !== undefined) return label(entity);
    return kind === 'region' ? t('region') : kind;
  };
  const found = useQuery({
    queryKey: ['search', wanted],
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api.get(`/search${query({ q: wanted })}`, foundSchema, signal),
  });
  const rows = [...(wanted === '' ? [] : (found.data ?? [])), ...pages];
  const go = (row: Found | undefined) => {
    if (row === undefined) return;
    close();
    void navigate(keep(row.href));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && rows.length > 0) {
      event.preventDefault();
      setAt((before) => (before + step + rows.length) % rows.length);
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(rows[at]);
  };
  return (
    <div className={styles.palette}>
      <Input
        maxLength={LENGTHS.search}
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchIcon size={16} strokeWidth={1.7} />}
        placeholder={t('search')}
        aria-label={t('search')}
        role="combobox"
        aria-expanded
        aria-controls="search-results"
        aria-activedescendant={rows[at] === undefined ? undefined : `found-${at}`}
        value={text}
        onChange={(event) => (setText(event.target.value), setAt(0))}
        onKeyDown={onKeyDown}
      />
      <div id="search-results" role="listbox" aria-label={t('search')} tabIndex={-1} className={styles.results}>
        {rows.map((row, index) => (
          <button
            key={`${row.kind}${row.id}`}
            type="button"
            tabIndex={-1}
            id={`found-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => go(row)}
          >
            <b>{row.label}</b>
            <span>{row.sub}</span>
            <small>{kindOf(row.kind)}</small>
          </button>
        ))}
      </div>
      {rows.length === 0 && !found.isFetching ? (
        <Empty
          icon={<SearchIcon size={20} strokeWidth={1.6} />}
          title={t('searchNothing', { q: wanted })}
          note={t('searchNothingNote')}
        />
      ) : null}
      <p className={styles.hint}>{t('searchHint')}</p>
    </div>
  );
}

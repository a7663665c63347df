import { LEVELS, type Entity } from '@anlan/kernel/entity';
import { Button, Input, Popover } from 'antd';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { levelWord } from '../parts/index.ts';
import styles from './ListPage.module.css';
import { keepViews, readViews, viewQuery, type SavedView } from './views.ts';
import { WORDS } from './words.ts';

interface ViewsProps {
  readonly entity: Entity;
  readonly total: number | undefined;
  readonly atLeast: boolean;
}

/** Views of a list: all, one per level, and the reader's own. */
export function Views({ entity, total, atLeast }: ViewsProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const [params, setParams] = useSearchParams();
  const [own, setOwn] = useState(() => readViews(entity.plural));
  const current = viewQuery(params);
  const levels =
    entity.levelField === undefined
      ? []
      : LEVELS.map((level) => ({ name: levelWord(level, 'risk', language), query: `${entity.levelField}=${level}` }));
  const built: readonly SavedView[] = [{ name: t('all'), query: '' }, ...levels];
  const show = (view: SavedView) =>
    setParams((before) => {
      const next = new URLSearchParams(view.query);
      const scope = before.get('scope');
      if (scope !== null) next.set('scope', scope);
      return next;
    });
  const store = (views: readonly SavedView[]) => (setOwn(views), keepViews(entity.plural, views));
  const known = [...built, ...own].some((view) => view.query === current);
  return (
    <nav className={styles.views} aria-label={t('views')}>
      {[...built, ...own].map((view) => (
        <span key={`${view.name}${view.query}`} data-on={view.query === current}>
          <button type="button" aria-current={view.query === current} onClick={() => show(view)}>
            {view.name}
            {view.query === current && total !== undefined ? (
              <em>
                {' '}
                {atLeast ? '≥ ' : ''}
                {total.toLocaleString('en-US')}
              </em>
            ) : null}
          </button>
          {own.includes(view) ? (
            <button
              type="button"
              aria-label={t('removeView', { name: view.name })}
              onClick={() => store(own.filter((one) => one !== view))}
            >
              <X size={11} aria-hidden />
            </button>
          ) : null}
        </span>
      ))}
      {known ? null : <SaveView save={(name) => store([...own, { name, query: current }])} />}
    </nav>
  );
}

function SaveView({ save }: { readonly save: (name: string) => void }) {
  const t = useWords(WORDS);
  const [open, setOpen] = useState(false);
  const keep = (name: string) => (name.trim() === '' ? undefined : (save(name.trim()), setOpen(false)));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger={['click']}
      arrow={false}
      content={
        <Input.Search
          autoFocus
          maxLength={20}
          placeholder={t('viewName')}
          aria-label={t('viewName')}
          enterButton={t('save')}
          onSearch={keep}
        />
      }
    >
      <Button type="text" size="small" icon={<Plus size={13} aria-hidden />}>
        {t('saveView')}
      </Button>
    </Popover>
  );
}

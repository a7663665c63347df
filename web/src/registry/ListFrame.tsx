import type { Entity } from '@anlan/kernel/entity';
import { Button, Select } from 'antd';
import { ChevronLeft, ChevronRight, Plus, Table2 } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { query } from '../api/index.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Empty, PageHead } from '../parts/index.ts';
import { useKeepScope, useScope, useTitle } from '../shell/index.ts';
import { listQuery, SIZES, type ListState } from './address.ts';
import { familyOf, systemOf } from './entities.ts';
import styles from './ListPage.module.css';
import { useMay } from './may.ts';
import { ToolMenu } from './ToolMenu.tsx';
import { Views } from './Views.tsx';
import { WORDS } from './words.ts';

interface HeadProps {
  readonly entity: Entity;
  readonly state: ListState;
  readonly total: number | undefined;
  readonly atLeast: boolean;
  readonly completeness: number | null | undefined;
  readonly add: () => void;
}

export function Head({ entity, state, total, atLeast, completeness, add }: HeadProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const scope = useScope();
  const keep = useKeepScope();
  const writes = useMay('registry.write');
  const { language } = useLanguage();
  useTitle(label(entity));
  const system = systemOf(entity);
  const family = familyOf(entity.family);
  const wanted = query({ ...listQuery(state, scope.narrowed ? scope.path : null), page: null, size: null });
  const note = [
    language === 'zh' ? entity.about : undefined,
    completeness == null ? '' : t('completeness', { p: Math.floor(completeness * 100) }),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <div className={styles.head}>
      <PageHead
        title={label(entity)}
        note={note}
        crumbs={[
          ...(family === undefined
            ? []
            : [{ label: label({ label: family.rail, labelEn: family.railEn }), href: keep(`/systems/${family.key}`) }]),
          ...(system === undefined ? [] : [{ label: label(system) }]),
        ]}
        actions={
          <>
            <ToolMenu entity={entity} wanted={wanted} />
            {writes ? (
              <Button type="primary" icon={<Plus size={15} aria-hidden />} onClick={add} style={{ fontWeight: 700 }}>
                {t('add')}
              </Button>
            ) : null}
          </>
        }
      />
      <Views entity={entity} total={total} atLeast={atLeast} />
    </div>
  );
}

export function Nothing({
  entity,
  filtered,
  add,
}: {
  readonly entity: Entity;
  readonly filtered: boolean;
  readonly add: () => void;
}) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const label = useLabel();
  const writes = useMay('registry.write');
  const [, setParams] = useSearchParams();
  const what = label(entity);
  const icon = <Table2 size={20} strokeWidth={1.6} />;
  if (filtered)
    return (
      <Empty
        icon={icon}
        title={t('noneFound', { what })}
        note={t('noneFoundNote')}
        action={
          <Button type="link" onClick={() => setParams({})}>
            {t('clear')}
          </Button>
        }
      />
    );
  return (
    <Empty
      icon={icon}
      title={t('noneYet', { what })}
      note={language === 'zh' ? entity.about : undefined}
      action={
        writes ? (
          <Button type="link" onClick={add}>
            {t('addOf', { what })}
          </Button>
        ) : undefined
      }
    />
  );
}

interface FootProps {
  readonly state: ListState;
  readonly shown: number;
  readonly total: number;
  /** There are more than were counted. */
  readonly atLeast: boolean;
  readonly took: number;
  readonly change: (change: Readonly<Record<string, string | number | null>>) => void;
}

export function Foot({ state, shown, total, atLeast, took, change }: FootProps) {
  const t = useWords(WORDS);
  const first = (state.page - 1) * state.size;
  const count = (value: number) => value.toLocaleString('en-US');
  return (
    <footer className={styles.foot} data-noprint>
      <span className={styles.keys}>{t('keys')}</span>
      <span>
        {t('range', {
          from: count(atLeast ? first + 1 : Math.min(first + 1, total)),
          to: count(first + shown),
          total: `${atLeast ? '≥ ' : ''}${count(total)}`,
        })}
      </span>
      <span>{t('took', { ms: Math.round(took) })}</span>
      <Select
        size="small"
        variant="borderless"
        value={state.size}
        onChange={(size) => change({ size, page: 1 })}
        aria-label={t('perPage', { n: state.size })}
        options={SIZES.map((size) => ({ value: size, label: t('perPage', { n: size }) }))}
      />
      <Button
        size="small"
        type="text"
        aria-label={t('previous')}
        disabled={state.page <= 1}
        onClick={() => change({ page: state.page - 1 })}
        icon={<ChevronLeft size={16} aria-hidden />}
      />
      <Button
        size="small"
        type="text"
        aria-label={t('next')}
        disabled={atLeast ? shown < state.size : first + shown >= total}
        onClick={() => change({ page: state.page + 1 })}
        icon={<ChevronRight size={16} aria-hidden />}
      />
    </footer>
  );
}

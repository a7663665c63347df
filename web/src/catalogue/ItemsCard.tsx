import {
  articleLabel,
  factsOf,
  readReference,
  type Catalogue,
  type Condition,
  type ShownItem,
} from '@anlan/kernel/catalogue';
import { LEVELS, type Level } from '@anlan/kernel/entity';
import { Button, Popconfirm } from 'antd';
import { ListX, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useSession } from '../api/index.ts';
import { useSectorWord } from '../case/sectors.ts';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import { Card, Empty, Failed, Loading, numberText, RiskTag, Table } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import { conditionWords, valueWord } from './condition-words.ts';
import { ItemForm } from './ItemForm.tsx';
import { useLawNames } from './law-queries.ts';
import { useEndItem, useItems } from './rule-queries.ts';
import { WORDS } from './rule-words.ts';
import styles from './Rules.module.css';

interface ItemsProps {
  readonly catalogue: Catalogue;
  readonly organisation: string | null;
  readonly mayWrite: boolean;
  readonly empty: readonly [title: string, note: string];
  readonly search?: string;
}

/** The items in force of a list, each as a sentence, with what it proposes and the articles it stands on. */
export function ItemsCard({ catalogue, organisation, mayWrite, empty, search = '' }: ItemsProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const items = useItems(catalogue.key, organisation, search);
  const { scope } = useSession();
  const [open, setOpen] = useState<ShownItem | 'new'>();
  const heads = [t('code'), t('item'), t('when'), t('proposes'), t('clauses'), t('from'), ...(mayWrite ? [''] : [])];
  if (items.isPending) return <Loading rows={8} />;
  if (items.data === undefined) return <Failed error={items.error} retry={() => void items.refetch()} />;
  return (
    <Card
      title={label(catalogue)}
      note={t('items', { n: numberText(items.data.length) })}
      extra={
        mayWrite ? (
          <Button size="small" type="primary" icon={<Plus size={13} aria-hidden />} onClick={() => setOpen('new')}>
            {t('add')}
          </Button>
        ) : undefined
      }
      flush
    >
      {items.data.length === 0 ? (
        <Empty icon={<ListX size={20} strokeWidth={1.6} />} title={empty[0]} note={empty[1]} />
      ) : (
        <Table heads={heads} testid={`items-${catalogue.key}`} look={styles.items}>
          {items.data.map((item) => (
            <ItemRow
              key={item.id}
              catalogue={catalogue}
              item={item}
              edit={
                mayWrite &&
                item.organisationId === organisation &&
                (organisation !== null || item.regionPath === scope.path)
                  ? () => setOpen(item)
                  : undefined
              }
              acts={mayWrite}
            />
          ))}
        </Table>
      )}
      {open === undefined ? null : (
        <ItemForm catalogue={catalogue} item={open === 'new' ? null : open} close={() => setOpen(undefined)} />
      )}
    </Card>
  );
}

/** The trades a rule names. */
function sectorsIn(condition: Condition): readonly string[] {
  const parts = 'all' in condition ? condition.all : [condition];
  return parts.flatMap((part) => ('is' in part && part.fact === 'sector' ? part.is.map(String) : []));
}

interface ItemRowProps {
  readonly catalogue: Catalogue;
  readonly item: ShownItem;
  readonly edit: (() => void) | undefined;
  readonly acts: boolean;
}

function ItemRow({ catalogue, item, edit, acts }: ItemRowProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const end = useEndItem();
  const sectorWord = useSectorWord();
  // A criterion is chosen by a person; what its rule says beside that are the trades.
  const trades =
    catalogue.key === 'major-danger' && factsOf(item.when).includes('criterion')
      ? [item.list, sectorsIn(item.when).map(sectorWord).join('、')].filter((part) => part !== '').join(' · ')
      : undefined;
  return (
    <tr>
      <td>{item.code}</td>
      <td>{item.title}</td>
      <td className={styles.when}>
        {trades === undefined ? conditionWords(item.when, catalogue.facts, { t, label, language }) : trades}
        {item.confidence === null || item.confidence === 'confirmed' ? null : (
          <small> · {t(item.confidence === 'partly' ? 'partly' : 'memory')}</small>
        )}
      </td>
      <td>
        <Effect catalogue={catalogue} item={item} />
      </td>
      <td>
        <Clauses clauses={item.clauses} />
      </td>
      <td>{item.from}</td>
      {acts ? (
        <td>
          {edit === undefined ? null : (
            <>
              <Button type="link" size="small" onClick={edit}>
                {t('change')}
              </Button>
              <Popconfirm
                title={t('endAsk')}
                okText={t('end')}
                cancelText={t('cancel')}
                onConfirm={() => end.mutate({ id: item.id, until: stampText(Date.now()).slice(0, 10) })}
              >
                <Button type="link" size="small" danger>
                  {t('end')}
                </Button>
              </Popconfirm>
            </>
          )}
        </td>
      ) : null}
    </tr>
  );
}

function Effect({ catalogue, item }: { readonly catalogue: Catalogue; readonly item: ShownItem }) {
  const label = useLabel();
  const { language } = useLanguage();
  if (item.effect.kind === 'refuse') return <>{item.effect.because}</>;
  if (item.effect.kind === 'order') return <>{item.effect.task}</>;
  return (
    <span className={styles.effect}>
      {Object.entries(item.effect.values).map(([key, value]) => {
        const field = catalogue.proposes?.[key];
        if (field?.kind === 'level' && LEVELS.includes(value as Level))
          return <RiskTag key={key} level={value as Level} />;
        return <span key={key}>{valueWord(field, value, label, language)}</span>;
      })}
    </span>
  );
}

/** Clauses in words, leading into the library where they are references. */
export function Clauses({ clauses }: { readonly clauses: readonly string[] }) {
  const keep = useKeepScope();
  const names = useLawNames();
  return (
    <>
      {clauses.map((clause, index) => {
        const reference = readReference(clause);
        const words =
          reference === undefined
            ? clause
            : `${names.get(reference.law) ?? reference.law} ${articleLabel(reference.article)}`;
        return (
          <span key={clause}>
            {index === 0 ? '' : '、'}
            {reference === undefined ? clause : <Link to={keep(`/laws/${clause}`)}>{words}</Link>}
          </span>
        );
      })}
    </>
  );
}

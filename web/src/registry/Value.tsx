import { LASTING, LEVELS, type Field, type Level } from '@anlan/kernel/entity';
import { Link } from 'react-router';
import { useChoiceWord } from '../code-lists/lists.ts';
import { useWords } from '../language/index.tsx';
import { Num, OriginTag, RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { entityByKey, recordHref } from './entities.ts';
import { useRecord } from './queries.ts';
import styles from './Value.module.css';
import { WORDS } from './words.ts';

interface ValueProps {
  readonly field: Field;
  readonly value: unknown;
  /** Name of the referred record, where the server sent it along. */
  readonly name?: unknown;
  /** In a table the unit stands in the header and missing is —; elsewhere missing is 未填. */
  readonly inTable?: boolean;
  /** Where the record lies, and the instant whose words are meant, for options that places extend. */
  readonly place?: string | null | undefined;
  readonly at?: number | undefined;
}

export function isLevel(value: unknown): value is Level {
  return LEVELS.includes(value as Level);
}

/** One value of one field as people read it. */
export function Value({ field, value, name, inTable = false, place, at }: ValueProps) {
  const t = useWords(WORDS);
  const word = useChoiceWord();
  if (value === null || value === undefined || value === '')
    return <span className={styles.missing}>{inTable ? '—' : t('blank')}</span>;
  if (field.kind === 'level') return isLevel(value) ? <RiskTag level={value} /> : <>{String(value)}</>;
  if (field.kind === 'yes-no') return <>{value === true ? t('yes') : t('no')}</>;
  if (field.kind === 'number') return <Num value={value as number} unit={inTable ? undefined : field.unit} />;
  if (field.kind === 'reference') return <Reference entity={field.entity} id={String(value)} name={name} />;
  if (field.kind === 'date' && value === LASTING) return <>{t('lasting')}</>;
  // A place kept by its path comes with its name.
  if (field.kind === 'text' && typeof name === 'string') return <>{name}</>;
  if (field.kind !== 'choice') return <>{String(value)}</>;
  if (field.options.some((one) => one.value === 'carried-over')) return <OriginTag origin={String(value)} />;
  return <>{word(field, value, place, at)}</>;
}

/** A value in words, for the title of a cell that is too narrow; undefined where the cell says it all or leads on. */
export function useValueText(): (
  field: Field,
  value: unknown,
  name?: unknown,
  place?: string | null,
) => string | undefined {
  const word = useChoiceWord();
  return (field, value, name, place) => {
    if (typeof value !== 'string' || value === '') return undefined;
    if (field.kind === 'text') return typeof name === 'string' ? name : value;
    return field.kind === 'choice' ? word(field, value, place) : undefined;
  };
}

/** Name of the record a reference field's value points to; undefined while unknown. */
export function useReferenceName(field: Field, id: string | undefined): string | undefined {
  const entity = field.kind === 'reference' ? entityByKey(field.entity) : undefined;
  return useRecord(entity?.plural ?? '', entity === undefined ? null : id).data?.name;
}

/** The name of a referred record as a door to it. */
export function Reference({
  entity: key,
  id,
  name,
}: {
  readonly entity: string;
  readonly id: string;
  readonly name?: unknown;
}) {
  const keep = useKeepScope();
  const entity = entityByKey(key);
  const known = typeof name === 'string' && name !== '' ? name : undefined;
  const record = useRecord(entity?.plural ?? key, known === undefined && entity !== undefined ? id : null);
  const text = known ?? record.data?.name ?? (record.isError ? id.slice(0, 8) : '…');
  if (entity === undefined) return <>{text}</>;
  return (
    <Link to={keep(recordHref(entity, id))} title={text} onClick={(event) => event.stopPropagation()}>
      {text}
    </Link>
  );
}

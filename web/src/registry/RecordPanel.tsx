import { may, type Verb } from '@anlan/kernel/access';
import { completeness, type Entity } from '@anlan/kernel/entity';
import { App, Button, Tabs } from 'antd';
import { Link2, Maximize2, Printer, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useSession, type RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { Facts, RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { PointList } from '../points/index.ts';
import { stampText } from '../time/index.ts';
import { recordHref } from './entities.ts';
import { History } from './History.tsx';
import { RecordForm } from './RecordForm.tsx';
import styles from './RecordPanel.module.css';
import { Retire } from './Retire.tsx';
import { isLevel, Value } from './Value.tsx';
import { WORDS } from './words.ts';

export function useMay(verb: Verb): boolean {
  const session = useSession();
  return may({ role: session.role.key }, verb);
}

/** Which records carry measuring points, and by which member points are asked for. */
const POINTS_BY: Record<string, string> = { tank: 'tank', device: 'device' };

interface RecordPanelProps {
  readonly entity: Entity;
  readonly record: RegistryRecord;
  readonly editing: boolean;
  readonly setEditing: (editing: boolean) => void;
  readonly close?: (() => void) | undefined;
  /** After the record was retired. */
  readonly gone: () => void;
}

/** One record: facts, signals, history; form in place. */
export function RecordPanel({ entity, record, editing, setEditing, close, gone }: RecordPanelProps) {
  const t = useWords(WORDS);
  const writes = useMay('registry.write');
  const [retiring, setRetiring] = useState(false);
  const points = POINTS_BY[entity.key];
  const tabs = [
    { key: 'facts', label: t('facts'), children: <RecordFacts entity={entity} record={record} /> },
    ...(points === undefined
      ? []
      : [{ key: 'signals', label: t('signals'), children: <PointList by={points} id={record.id} /> }]),
    { key: 'history', label: t('history'), children: <History entity={entity} id={record.id} /> },
  ];
  return (
    <>
      <PanelHead entity={entity} record={record} close={close} />
      <div className={styles.body}>
        {editing ? (
          <RecordForm
            key={record.version}
            entity={entity}
            record={record}
            done={() => setEditing(false)}
            cancel={() => setEditing(false)}
          />
        ) : (
          <Tabs items={tabs} size="small" />
        )}
      </div>
      {editing || !writes ? null : (
        <footer className={styles.foot} data-noprint>
          <Button danger type="text" onClick={() => setRetiring(true)}>
            {t('retire')}
          </Button>
          <Button type="primary" style={{ fontWeight: 700 }} onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
        </footer>
      )}
      <Retire entity={entity} record={record} open={retiring} close={() => setRetiring(false)} gone={gone} />
    </>
  );
}

function PanelHead({ entity, record, close }: Pick<RecordPanelProps, 'entity' | 'record' | 'close'>) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const { message } = App.useApp();
  const level = entity.levelField === undefined ? undefined : record[entity.levelField];
  const href = recordHref(entity, record.id);
  const copy = () =>
    void navigator.clipboard?.writeText(location.origin + href).then(() => message.success(t('copied')));
  return (
    <header className={styles.head}>
      <div>
        <h2 title={record.name}>{record.name}</h2>
        {isLevel(level) ? <RiskTag level={level} /> : null}
        <span className={styles.tools} data-noprint>
          <Tool name={t('copyLink')} act={copy}>
            <Link2 size={15} aria-hidden />
          </Tool>
          <Tool name={t('print')} act={() => window.print()}>
            <Printer size={15} aria-hidden />
          </Tool>
          {close === undefined ? null : (
            <Link to={keep(href)} title={t('openPage')} aria-label={t('openPage')} className={styles.tool}>
              <Maximize2 size={15} aria-hidden />
            </Link>
          )}
          {close === undefined ? null : (
            <Tool name={t('close')} act={close}>
              <X size={16} aria-hidden />
            </Tool>
          )}
        </span>
      </div>
      <p>
        {label(entity)} · {record.regionName ?? '—'} · {t('version', { n: record.version })}
      </p>
    </header>
  );
}

function Tool({
  name,
  act,
  children,
}: {
  readonly name: string;
  readonly act: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" className={styles.tool} title={name} aria-label={name} onClick={act}>
      {children}
    </button>
  );
}

const PROVENANCE: Record<string, string> = {
  demonstration: '演示',
  manual: '人工登记',
  import: '表格导入',
  exchange: '数据交换',
};

/** All fields of a record with what is missing named, how complete it is and where it comes from. */
export function RecordFacts({
  entity,
  record,
  columns = 1,
}: {
  readonly entity: Entity;
  readonly record: RegistryRecord;
  readonly columns?: 1 | 2;
}) {
  const t = useWords(WORDS);
  const label = useLabel();
  const rows = Object.entries(entity.fields).map(
    ([key, field]) =>
      [label(field), <Value key={key} field={field} value={record[key]} name={record.labels?.[key]} />] as const,
  );
  const position =
    record.lon == null || record.lat == null ? null : `${record.lon.toFixed(5)}°, ${record.lat.toFixed(5)}°`;
  const share = Math.round(completeness(entity, record) * 100);
  const at = record.updatedAt == null ? '—' : stampText(Date.parse(record.updatedAt));
  const updated = record.updatedBy == null ? t('updatedAt', { at }) : t('updated', { by: record.updatedBy, at });
  return (
    <>
      <Facts
        columns={columns}
        rows={[
          ...rows,
          [t('region'), record.regionName],
          ...(entity.located
            ? [[t('position'), position ?? <span className={styles.missing}>{t('blank')}</span>] as const]
            : []),
        ]}
      />
      <p className={styles.meta}>
        {t('completeness', { p: share })} · {t('provenance')}{' '}
        {PROVENANCE[record.provenance ?? ''] ?? record.provenance ?? '—'} · {updated}
      </p>
    </>
  );
}

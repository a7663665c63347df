import { hasLimits, type Entity } from '@anlan/kernel/entity';
import { App, Button, Tabs } from 'antd';
import { Link2, Maximize2, Printer, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { RegistryRecord } from '../api/index.ts';
import { useLabel, useWords } from '../language/index.tsx';
import { RiskTag } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { PointList } from '../points/index.ts';
import { Announced } from './Announced.tsx';
import { recordHref } from './entities.ts';
import { useMay } from './may.ts';
import { History } from './History.tsx';
import { useReveal } from './queries.ts';
import { RecordFacts } from './RecordFacts.tsx';
import { RecordForm } from './RecordForm.tsx';
import styles from './RecordPanel.module.css';
import { Retire } from './Retire.tsx';
import { Standing } from './Standing.tsx';
import { isLevel } from './Value.tsx';
import { WORDS } from './words.ts';
import { RegionName } from '../language/RegionName.tsx';

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

function holdsPersonal({ personalName, fields }: Entity): boolean {
  return personalName === true || Object.values(fields).some((field) => field.personal === true);
}

/** One record: facts, signals, history; form in place. */
export function RecordPanel({ entity, record, editing, setEditing, close, gone }: RecordPanelProps) {
  const t = useWords(WORDS);
  const writes = useMay('registry.write');
  const [retiring, setRetiring] = useState(false);
  const reveal = useReveal(entity.plural, record.id);
  const points = POINTS_BY[entity.key];
  const tabs = [
    { key: 'facts', label: t('facts'), children: <RecordFacts entity={entity} record={record} /> },
    ...(points === undefined
      ? []
      : [{ key: 'signals', label: t('signals'), children: <PointList by={points} id={record.id} /> }]),
    {
      key: 'history',
      label: t('history'),
      children: (
        <>
          {hasLimits(entity) ? <Announced entity={entity} record={record} all /> : null}
          <History entity={entity} id={record.id} />
        </>
      ),
    },
  ];
  return (
    <>
      <PanelHead entity={entity} record={record} close={close} />
      <div className={styles.body}>
        <Standing entity={entity} record={record} />
        {hasLimits(entity) && !editing ? <Announced entity={entity} record={record} /> : null}
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
          {holdsPersonal(entity) ? (
            <Button type="text" title={t('revealNote')} loading={reveal.isPending} onClick={() => reveal.mutate()}>
              {t('reveal')}
            </Button>
          ) : null}
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
        {label(entity)} · <RegionName of={record.regionName} /> · {t('version', { n: record.version })}
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

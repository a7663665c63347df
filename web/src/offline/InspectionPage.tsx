import { INSPECTION_FIELDS } from '@anlan/kernel/merge';
import { App, Button, Popconfirm } from 'antd';
import { ChevronLeft, GitMerge } from 'lucide-react';
import { useEffect } from 'react';
import { Link, useParams } from 'react-router';
import { newId } from '../case/queries.ts';
import { useWords } from '../language/index.tsx';
import { Failed, Loading, RefusalNote } from '../parts/index.ts';
import { useKeepScope, useTitle } from '../shell/index.ts';
import { timeText } from '../time/index.ts';
import { Attachments } from './Attachments.tsx';
import { OfflineChip } from './Banner.tsx';
import { FieldInput } from './FieldInput.tsx';
import styles from './Inspection.module.css';
import { queueSend, StorageFull } from './queue.ts';
import { drain } from './send.ts';
import { labelOf, useInspection } from './use-record.ts';
import { useLanguage } from '../language/index.tsx';
import { WORDS } from './words.ts';

/** 现场检查记录: filled in on the spot with or without a signal, by several people at once. */
export function InspectionPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  const { id = '' } = useParams();
  const { message } = App.useApp();
  const { record, local, view, merged, error, saved, save, refresh } = useInspection(id);
  useTitle(t('inspection'));
  useEffect(() => {
    if (saved !== undefined && navigator.onLine) void drain().catch(() => undefined);
  }, [saved]);
  if (local === undefined)
    return error === undefined ? <Loading rows={8} /> : <Failed error={error} retry={() => void refresh()} />;
  const closed = view != null && view.closedAt !== null;
  const close = async () => {
    await queueSend({
      id: newId(),
      method: 'POST',
      path: `/inspections/${id}/close`,
      body: {},
      label: `${t('close')} ${local.head['title'] ?? ''}`,
      record,
      href: `/inspections/${id}`,
    });
    await drain();
    await refresh();
    void message.success(t('keptHere'));
  };
  const number = view?.number ?? local.head['number'];
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to={keep('/inspections')} aria-label={t('back')}>
          <ChevronLeft size={24} strokeWidth={1.75} aria-hidden />
        </Link>
        <div>
          <h1>{local.head['title'] ?? t('inspection')}</h1>
          <small role="status">
            {typeof number === 'string' ? number : t('notArrived')}
            {saved === undefined ? '' : ` · ${t('savedAt', { time: timeText(saved) })}`}
            {closed ? ` · ${t('closed')}` : ''}
          </small>
        </div>
        <OfflineChip />
      </header>
      <main className={styles.body}>
        {merged.conflicts.length === 0 ? null : (
          <Link to={keep(`/inspections/${id}/conflict`)} className={styles.conflict}>
            <GitMerge size={20} strokeWidth={1.75} aria-hidden />
            <span>
              <b>{t('conflict')}</b>
              <small>{merged.conflicts.map(({ field }) => labelOf(field, language)).join('、')}</small>
            </span>
            <strong>{t('handle')}</strong>
          </Link>
        )}
        {error instanceof StorageFull ? (
          <p className={styles.full} role="alert">
            {t('full', { what: t('photo') })}
          </p>
        ) : null}
        {error !== undefined && !(error instanceof StorageFull) ? <RefusalNote error={error} kept /> : null}
        <section className={styles.card}>
          {Object.keys(INSPECTION_FIELDS).map((name) => (
            <FieldInput
              key={name}
              record={record}
              name={name}
              field={merged.fields[name]}
              closed={closed}
              save={(value) => save([{ field: name, value: value === '' ? null : value, label: labelOf(name, 'zh') }])}
            />
          ))}
        </section>
        <Attachments id={id} fields={merged.fields} closed={closed} save={save} />
      </main>
      {closed ? null : (
        <footer className={styles.foot}>
          <Link to={keep(`/inspections/${id}/conflict`)} className={styles.other}>
            {t('history')}
          </Link>
          <Popconfirm title={t('closeSure')} onConfirm={() => void close()}>
            <Button type="primary" size="large" disabled={merged.conflicts.length > 0}>
              {t('close')}
            </Button>
          </Popconfirm>
        </footer>
      )}
    </div>
  );
}

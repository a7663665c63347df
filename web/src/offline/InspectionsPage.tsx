import { inspectionSchema, INSPECTION_FIELDS } from '@anlan/kernel/merge';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { ClipboardPen } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { newId } from '../case/queries.ts';
import { useWords } from '../language/index.tsx';
import { Empty, Loading, PageHead } from '../parts/index.ts';
import { Page, useKeepScope } from '../shell/index.ts';
import { useLanguage } from '../language/index.tsx';
import { momentText, useNow } from '../time/index.ts';
import { EnterprisePick, type Firm } from './EnterprisePick.tsx';
import styles from './Offline.module.css';
import { onQueue, queueSend, StorageFull } from './queue.ts';
import { beginRecord, localRecords, type LocalRecord } from './record.ts';
import { drain } from './send.ts';
import { WORDS } from './words.ts';

const TOTAL = Object.keys(INSPECTION_FIELDS).length;

/** Records on this device that the platform does not know yet, and those it knows. */
export function useInspections() {
  const found = useQuery({
    queryKey: ['inspections', 'open'],
    queryFn: ({ signal }) => api.get('/inspections?open=1', z.array(inspectionSchema), signal),
  });
  const [local, setLocal] = useState<readonly LocalRecord[]>([]);
  useEffect(() => {
    const read = () => void localRecords().then(setLocal, () => undefined);
    read();
    return onQueue(read);
  }, []);
  const known = new Set((found.data ?? []).map(({ id }) => id));
  const here = local.filter(({ record, seen }) => seen === null && !known.has(record.slice('inspection/'.length)));
  return { rows: found.data ?? [], here, local, isPending: found.isPending };
}

/** Begins a record on this device; it is filled in at once and arrives when there is a signal. */
export async function beginInspection(firm: Firm): Promise<string> {
  const id = newId();
  const record = `inspection/${id}`;
  await queueSend({
    id: newId(),
    method: 'POST',
    path: '/inspections',
    body: { id, enterprise: firm.id, openedAt: Date.now() },
    label: `现场检查 ${firm.name}`,
    record,
    href: `/inspections/${id}`,
  });
  await beginRecord(record, { title: firm.name, enterprise: firm.id, openedAt: Date.now() });
  if (navigator.onLine) void drain().catch(() => undefined);
  return id;
}

/** 现场检查: one's records, and a new one at an enterprise near or by name. */
export function InspectionsPage() {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const { message } = App.useApp();
  const { rows, here, isPending } = useInspections();
  const now = useNow(60_000);
  const [firm, setFirm] = useState<Firm>();
  const begin = async () => {
    if (firm === undefined) return;
    try {
      await navigate(keep(`/inspections/${await beginInspection(firm)}`));
    } catch (error) {
      if (!(error instanceof StorageFull)) throw error;
      void message.error(t('full', { what: t('inspection') }));
    }
  };
  return (
    <Page title={t('inspections')}>
      <div className={styles.page}>
        <PageHead title={t('inspections')} />
        <section className={styles.card} aria-label={t('begin')}>
          <b>{t('beginWhere')}</b>
          <EnterprisePick first={params.get('enterprise')} value={firm} change={setFirm} />
          <Button type="primary" size="large" disabled={firm === undefined} onClick={() => void begin()}>
            {t('begin')}
          </Button>
        </section>
        {isPending && here.length === 0 ? <Loading rows={4} /> : null}
        {!isPending && rows.length + here.length === 0 ? <Empty title={t('inspections')} note={t('begin')} /> : null}
        <ul className={styles.list}>
          {here.map(({ record, head }) => (
            <li key={record}>
              <Link to={keep(`/inspections/${record.slice('inspection/'.length)}`)} className={styles.line}>
                <i data-tone="primary">
                  <ClipboardPen size={20} strokeWidth={1.75} aria-hidden />
                </i>
                <span>
                  <b>{head['title']}</b>
                  <small>{t('notArrived')}</small>
                </span>
              </Link>
            </li>
          ))}
          {rows.map((one) => (
            <li key={one.id}>
              <Link to={keep(`/inspections/${one.id}`)} className={styles.line}>
                <i>
                  <ClipboardPen size={20} strokeWidth={1.75} aria-hidden />
                </i>
                <span>
                  <b title={one.enterpriseName}>{one.enterpriseName}</b>
                  <small>{[one.number, one.openedBy, momentText(one.openedAt, now, language)].join(' · ')}</small>
                </span>
                <strong>
                  {t('filledOf', { n: one.filled, total: TOTAL })}
                  {one.conflicts === 0 ? null : <small>{t('differ', { n: one.conflicts })}</small>}
                </strong>
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}

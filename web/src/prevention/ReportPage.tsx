import { placesSchema } from '@anlan/kernel/map';
import { caseDetailSchema } from '@anlan/kernel/case';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { X } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, Unreachable, useSession } from '../api/index.ts';
import { caseHref, kindByKey, useMayOpen } from '../case/index.tsx';
import { Evidence } from '../case/Evidence.tsx';
import { dropForm, keepForm, readForm } from '../case/form-draft.ts';
import { sentFiles, useFiles } from '../case/use-files.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { queueSend, StorageFull } from '../offline/queue.ts';
import { problemOf } from '../parts/Refusal.tsx';
import { useKeepScope, useTitle } from '../shell/index.ts';
import { timeText } from '../time/index.ts';
import { nearestOf, type Near } from './nearest.ts';
import { takePhotos } from './photo.ts';
import styles from './ReportPage.module.css';
import { What, Where, type Filled } from './ReportParts.tsx';
import { WORDS } from './words.ts';

const DRAFT = 'hidden-danger.report';
const KIND = 'hidden-danger';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** 报一条隐患 on a phone: photo, what it is, send. Place and time come along; nothing is lost before it is sent. */
export function ReportPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { language } = useLanguage();
  const { scope } = useSession();
  const own = scope.kind === 'organisation' ? scope.organisationId : null;
  const mayOpen = useMayOpen(kindByKey(KIND));
  useTitle(t('reportTitle'));
  const [draft] = useState(() => readForm(DRAFT, Date.now()));
  const [kept, setKept] = useState<number | undefined>(draft.at);
  const files = useFiles(draft.files);
  const [lacks, setLacks] = useState<string>();
  const [filled, setFilled] = useState<Filled>({
    title: textOf(draft.input['title']),
    class: textOf(draft.input['class']) || null,
    criterion: textOf(draft.input['criterion']) || null,
    enterprise: own ?? (textOf(draft.input['enterprise']) || null),
    place: textOf(draft.input['place']),
    description: textOf(draft.input['description']),
  });
  const change = (part: Partial<Filled>) => (setLacks(undefined), setFilled((before) => ({ ...before, ...part })));
  const near = useNearest(own === null && filled.enterprise === null, files.fix);
  const enterprise = filled.enterprise ?? near?.id ?? null;
  const first = useRef(true);
  const begin = useEffectEvent(() => {
    const photos = takePhotos();
    if (photos.length > 0) files.add(photos);
  });
  useEffect(() => begin(), []);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const now = Date.now();
    if (keepForm(DRAFT, { input: { ...filled }, files: files.held, requestId: draft.requestId }, now)) setKept(now);
  }, [filled, files.held, draft.requestId]);
  const send = useMutation({
    mutationFn: (body: object) => api.post('/cases', body, caseDetailSchema),
    onSuccess: ({ case: view }) => {
      dropForm(DRAFT);
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
      void client.invalidateQueries({ queryKey: ['home'] });
      void message.success(t('sent', { number: view.number }));
      void navigate(keep(caseHref(view.id)), { replace: true });
    },
  });
  const later = useMutation({
    mutationFn: (body: Readonly<Record<string, unknown>>) =>
      queueSend({
        id: draft.requestId,
        method: 'POST',
        path: '/cases',
        body: { ...body, files: sentFiles(files.held) },
        files: files.held.flatMap(({ sha256, file, name, takenAt, lon, lat, accuracy }) =>
          sha256 === null && file !== null ? [{ blob: file, name, takenAt, lon, lat, accuracy }] : [],
        ),
        label: `${t('reportTitle')}：${filled.title.trim()}`,
      }),
    onSuccess: () => {
      dropForm(DRAFT);
      void message.success(t('keptToSend'));
      void navigate(keep('/offline'), { replace: true });
    },
  });
  const submit = () => {
    const title = filled.title.trim();
    if (title === '') return setLacks(t('needWhat'));
    if (enterprise === null) return setLacks(t('needWhere'));
    if (files.held.some((one) => one.state === 'uploading')) return setLacks(t('waitPhotos'));
    const texts = {
      title,
      class: filled.class,
      criterion: filled.criterion,
      level: filled.criterion === null ? null : 'red',
      place: filled.place.trim(),
      description: filled.description.trim(),
      enterprise,
    };
    const input = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== null && value !== ''));
    const body = { kind: KIND, input, requestId: draft.requestId };
    if (!navigator.onLine || files.held.some(({ sha256 }) => sha256 === null)) return later.mutate(body);
    // The signal may go at this very moment: then it waits in line as well.
    send.mutate(
      { ...body, files: sentFiles(files.held) },
      { onError: (error) => (error instanceof Unreachable ? later.mutate(body) : undefined) },
    );
  };
  const problem = problemOf(send.error);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Link to={keep('/home')} aria-label={t('cancel')}>
          <X size={24} strokeWidth={1.75} aria-hidden />
        </Link>
        <div>
          <h1>{t('reportTitle')}</h1>
          <small role="status">{kept === undefined ? t('reportNote') : `${t('keptHere')} · ${timeText(kept)}`}</small>
        </div>
      </header>
      <main className={styles.body}>
        {mayOpen ? null : <p className={styles.lacks}>{t('needWhere')}</p>}
        <Evidence files={files} large error={problem?.field === 'files' ? problem[language] : undefined} />
        <What filled={filled} change={change} enterprise={enterprise} />
        {filled.criterion === null ? null : (
          <aside className={styles.first} role="note">
            <b>{t('majorFirst')}</b>
            <span>{t('majorSteps')}</span>
          </aside>
        )}
        <Where own={own === null ? null : scope.label} near={near} enterprise={enterprise} change={change} />
        <label className={styles.line}>
          {t('place')}
          <Input
            size="large"
            maxLength={120}
            value={filled.place}
            onChange={(event) => change({ place: event.target.value })}
          />
        </label>
        <label className={styles.line}>
          {t('more')}
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={1000}
            value={filled.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        </label>
        {later.error instanceof StorageFull ? (
          <p className={styles.lacks} role="alert">
            {t('storageFull')}
          </p>
        ) : null}
        {send.isError && !later.isPending && !later.isSuccess ? <RefusalNote error={send.error} /> : null}
      </main>
      <footer className={styles.foot}>
        {lacks === undefined ? null : (
          <p className={styles.lacks} role="alert">
            {lacks}
          </p>
        )}
        <Button
          type="primary"
          block
          loading={whileSlow(send.isPending)}
          disabled={!mayOpen}
          onClick={submit}
          className={styles.send ?? ''}
        >
          {t(send.isPending ? 'sending' : 'send')}
        </Button>
      </footer>
    </div>
  );
}

/** The enterprise nearest to this device, where its position may be known. */
function useNearest(wanted: boolean, fix: ReturnType<typeof useFiles>['fix']): Near | undefined {
  const places = useQuery({
    queryKey: ['map', 'layers', 'enterprises'],
    enabled: wanted && fix != null,
    staleTime: 300_000,
    queryFn: ({ signal }) => api.get('/map/layers/enterprises', placesSchema, signal),
  });
  if (!wanted || fix == null || places.data === undefined) return undefined;
  return nearestOf(places.data, fix.lon, fix.lat);
}

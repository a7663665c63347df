import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import { Check, PenLine, Phone, Plus, Zap } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, query, useSession } from '../api/index.ts';
import { useDoer, useLanguage, useWords } from '../language/index.tsx';
import { Card, Failed, RefusalNote, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/scope.ts';
import { momentText, stampText, useNow } from '../time/index.ts';
import styles from './Side.module.css';
import { WORDS } from './words.ts';
import { logText } from './alarm/told.ts';

const lineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  at: z.number(),
  by: z.string().nullable(),
  kind: z.string(),
  text: z.string(),
  alarmId: z.string().nullish(),
});
const linesSchema = z.array(lineSchema);

const ICONS: Readonly<Record<string, ReactNode>> = {
  call: <Phone size={14} />,
  system: <Zap size={14} />,
  handover: <Check size={14} />,
  note: <PenLine size={14} />,
};

interface LogPanelProps {
  readonly alarm: { readonly id: string; readonly number: string } | null;
  readonly writing: boolean;
  readonly setWriting: (writing: boolean) => void;
  readonly onFlash: () => void;
}

/** The shift log: what people wrote and what the platform did, newest first; a line can be added, never changed. */
export function LogPanel({ alarm, writing, setWriting, onFlash }: LogPanelProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { verbs } = useSession();
  const now = useNow(60_000);
  const [kind, setKind] = useState('');
  const [text, setText] = useState('');
  const keep = useKeepScope();
  const by = useDoer();
  const log = useQuery({
    queryKey: ['alarms', 'log', kind, text],
    placeholderData: keepPreviousData,
    refetchInterval: 20_000,
    queryFn: ({ signal }) => api.get(`/desk/log${query({ limit: 80, kind, q: text.trim() })}`, linesSchema, signal),
  });
  const add = verbs.includes('desk.write') ? (
    <>
      <button type="button" className={styles.link} onClick={onFlash} data-testid="flash-open">
        <Phone size={12} aria-hidden /> {t('flash')}
      </button>{' '}
      <button type="button" className={styles.link} onClick={() => setWriting(true)} data-testid="log-add">
        <Plus size={12} aria-hidden /> {t('logAdd')}
      </button>
    </>
  ) : null;
  return (
    <Card title={t('log')} extra={add} flush className={styles.log}>
      {writing ? <LogForm alarm={alarm} onEnd={() => setWriting(false)} /> : null}
      <div className={styles.filter}>
        <Select
          size="small"
          value={kind}
          onChange={setKind}
          aria-label={t('log')}
          options={[
            { value: '', label: t('logAll') },
            { value: 'call', label: t('logCall') },
            { value: 'handover', label: t('logHandover') },
            { value: 'note', label: t('logNote') },
            { value: 'system', label: t('logSystem') },
          ]}
        />
        <Input
          size="small"
          allowClear
          value={text}
          maxLength={60}
          placeholder={t('logFind')}
          aria-label={t('logFind')}
          onChange={(event) => setText(event.target.value)}
        />
        <Link to={keep('/duty')}>{t('roster')}</Link>
      </div>
      {log.isError ? <Failed error={log.error} retry={() => void log.refetch()} /> : null}
      {log.data?.length === 0 ? <p className={styles.empty}>{t('logEmpty')}</p> : null}
      <ol className={styles.lines} data-testid="log">
        {log.data?.map((line) => (
          <li key={line.id}>
            <time title={stampText(line.at)}>{momentText(line.at, now, language)}</time>
            <i aria-hidden>{ICONS[line.kind] ?? ICONS['note']}</i>
            <span>
              <small>{line.by === null ? '—' : by(line.by)}</small>
              {line.kind === 'system' ? logText(line.text, language) : line.text}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function LogForm({
  alarm,
  onEnd,
}: {
  readonly alarm: { readonly id: string; readonly number: string } | null;
  readonly onEnd: () => void;
}) {
  const t = useWords(WORDS);
  const client = useQueryClient();
  const [kind, setKind] = useState('note');
  const [text, setText] = useState('');
  const save = useMutation({
    mutationFn: () =>
      api.post('/desk/log', { kind, text, ...(alarm === null ? {} : { alarmId: alarm.id }) }, z.unknown()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['alarms', 'log'] });
      onEnd();
    },
  });
  const kinds = [
    { value: 'note', label: t('logNote') },
    { value: 'call', label: t('logCall') },
    { value: 'handover', label: t('logHandover') },
  ];
  const submit = () => (text.trim() === '' ? undefined : save.mutate());
  return (
    <div className={styles.form}>
      <Segmented size="small" value={kind} options={kinds} onChange={setKind} />
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={400}
        value={text}
        placeholder={t('logWhat')}
        aria-label={t('logWhat')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) =>
          event.key === 'Enter' && (event.ctrlKey || event.metaKey)
            ? submit()
            : event.key === 'Escape'
              ? onEnd()
              : undefined
        }
      />
      <RefusalNote error={save.error} />
      <div>
        <small>{alarm === null ? '' : t('logLink', { number: alarm.number })}</small>
        <Button size="small" onClick={onEnd}>
          {t('logCancel')}
        </Button>
        <Button
          size="small"
          type="primary"
          disabled={text.trim() === ''}
          loading={whileSlow(save.isPending)}
          onClick={submit}
        >
          {t('logSave')}
        </Button>
      </div>
    </div>
  );
}

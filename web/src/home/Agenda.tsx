import { agendaSchema, type AgendaLine } from '@anlan/kernel/notify';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import { api, type Home, type HomeItem } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Card, RefusalNote, whileSlow } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { timeText, useNow } from '../time/index.ts';
import styles from './Agenda.module.css';
import { clockOf, currentOf, minuteOf } from './agenda.ts';
import { WORDS } from './agenda-words.ts';
import { sayItem } from './said.ts';

const KEY = ['home', 'agenda'];

function useAgenda() {
  return useQuery({
    queryKey: KEY,
    refetchInterval: 60_000,
    queryFn: ({ signal }) => api.get('/agenda', agendaSchema, signal),
  });
}

/** Does something to one's own day and reads it anew. */
function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (does: () => Promise<unknown>) => does(),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** 今天的日程: my shifts, and what I have put into the day, the present one marked. */
export function Agenda({ home }: { readonly home: Home }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const now = useNow(30_000);
  const { data } = useAgenda();
  const [open, setOpen] = useState(false);
  const lines = data?.lines ?? [];
  const current = currentOf(lines, minuteOf(timeText(now)));
  const adjust = (
    <Button type="link" size="small" className={styles.adjust ?? ''} onClick={() => setOpen(true)}>
      {t('adjust')}
    </Button>
  );
  return (
    <Card title={t('agenda')} extra={adjust}>
      {lines.length === 0 ? (
        <p className={styles.none}>
          <b>{t('none')}</b> {t('noneNote')}
        </p>
      ) : (
        <ol className={styles.day} data-testid="agenda">
          {lines.map((line) => (
            <li key={line.key} data-done={line.done} data-current={line.key === current}>
              <time>{clockOf(line.minute)}</time>
              <i aria-hidden />
              <div>
                <b>
                  {line.href === null ? (
                    sayLine(line, language).title
                  ) : (
                    <Link to={keep(line.href)}>{sayLine(line, language).title}</Link>
                  )}
                </b>
                <small>{line.done ? t('done') : sayLine(line, language).note}</small>
              </div>
            </li>
          ))}
        </ol>
      )}
      {open ? <Adjust lines={lines} due={home.today} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function sayLine({ title, titleEn, note, noteEn }: AgendaLine, language: 'zh' | 'en') {
  return language === 'zh' ? { title, note } : { title: titleEn ?? title, note: noteEn ?? note };
}

interface AdjustProps {
  readonly lines: readonly AgendaLine[];
  readonly due: readonly HomeItem[];
  readonly onClose: () => void;
}

/** Times and lines of one's own, and what is due today to be given a time. */
function Adjust({ lines, due, onClose }: AdjustProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const change = useChange();
  const own = lines.filter((line) => line.lineId !== null);
  const placed = new Set(own.flatMap(({ caseId }) => (caseId === null ? [] : [caseId])));
  const cases = due.filter((item) => item.kind === 'case' && !placed.has(item.id));
  const patch = (id: string, body: object) => change.mutate(() => api.patch(`/agenda/${id}`, body, z.unknown()));
  return (
    <Modal open title={t('title')} onCancel={onClose} footer={null} width={620}>
      <p className={styles.none}>{t('note')}</p>
      <h3 className={styles.part}>{t('own')}</h3>
      {own.length === 0 ? <p className={styles.none}>{t('ownNone')}</p> : null}
      <ul className={styles.own}>
        {own.map((line) => (
          <li key={line.key}>
            <Input
              type="time"
              aria-label={`${t('time')} ${line.title}`}
              defaultValue={clockOf(line.minute)}
              onBlur={({ target }) =>
                target.value === '' || target.value === clockOf(line.minute)
                  ? undefined
                  : patch(line.lineId ?? '', { minute: minuteOf(target.value) })
              }
            />
            <span title={line.note}>{sayLine(line, language).title}</span>
            <Checkbox checked={line.done} onChange={({ target }) => patch(line.lineId ?? '', { done: target.checked })}>
              {t('done')}
            </Checkbox>
            <Button size="small" onClick={() => change.mutate(() => api.remove(`/agenda/${line.lineId}`, z.unknown()))}>
              {t('remove')}
            </Button>
          </li>
        ))}
      </ul>
      <NewLine change={change} />
      <h3 className={styles.part}>{t('fromDue')}</h3>
      {cases.length === 0 ? <p className={styles.none}>{t('fromDueNone')}</p> : null}
      <ul className={styles.own}>
        {cases.slice(0, 12).map((item) => (
          <CaseLine key={item.id} item={sayItem(item, language)} change={change} />
        ))}
      </ul>
      <RefusalNote error={change.error} />
      <div className={styles.foot}>
        <Button type="primary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    </Modal>
  );
}

type Change = ReturnType<typeof useChange>;

/** The next full hour, as a first guess. */
const soon = (): string => clockOf(Math.min(23 * 60, (Math.floor(minuteOf(timeText(Date.now())) / 60) + 1) * 60));
const today = z.iso.date();
const dayNow = (): string => today.parse(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));

function NewLine({ change }: { readonly change: Change }) {
  const t = useWords(WORDS);
  const [clock, setClock] = useState(soon);
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const add = () =>
    change.mutate(() => api.post('/agenda', { day: dayNow(), minute: minuteOf(clock), title, note }, z.unknown()), {
      onSuccess: () => (setTitle(''), setNote('')),
    });
  return (
    <div className={styles.line}>
      <Input type="time" aria-label={t('time')} value={clock} onChange={({ target }) => setClock(target.value)} />
      <Input
        aria-label={t('what')}
        placeholder={t('what')}
        maxLength={120}
        value={title}
        onChange={({ target }) => setTitle(target.value)}
        onPressEnter={() => (title.trim() === '' ? undefined : add())}
      />
      <Input
        aria-label={t('more')}
        placeholder={t('more')}
        maxLength={200}
        value={note}
        onChange={({ target }) => setNote(target.value)}
      />
      <Button
        disabled={title.trim() === '' || clock === ''}
        loading={whileSlow(change.isPending)}
        onClick={add}
        data-testid="agenda-add"
      >
        {t('add')}
      </Button>
    </div>
  );
}

function CaseLine({ item, change }: { readonly item: HomeItem; readonly change: Change }) {
  const t = useWords(WORDS);
  const [clock, setClock] = useState(soon);
  const put = () =>
    change.mutate(() => api.post('/agenda', { day: dayNow(), minute: minuteOf(clock), caseId: item.id }, z.unknown()));
  return (
    <li>
      <Input
        type="time"
        aria-label={`${t('time')} ${item.title}`}
        value={clock}
        onChange={({ target }) => setClock(target.value)}
      />
      <span title={item.sub}>{item.title}</span>
      <Button size="small" disabled={clock === ''} onClick={put}>
        {t('put')}
      </Button>
    </li>
  );
}

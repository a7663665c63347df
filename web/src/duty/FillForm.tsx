import type { Post, Roster } from '@anlan/kernel/notify';
import { Button, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../api/index.ts';
import { useWords } from '../language/index.tsx';
import { RefusalNote, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Duty.module.css';
import { useDutyAct } from './queries.ts';
import { plan } from './roster.ts';
import { WORDS } from './words.ts';

const DAY = 86_400_000;
const POSTS: readonly Post[] = ['main', 'second', 'leader'];
const dateOf = (day: number): string => stampText(day).slice(0, 10);
const dayOf = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

/** Fills the roster by a pattern: length of a turn, people in rotation, from a day to a day. */
export function FillForm({ roster, onEnd }: { readonly roster: Roster; readonly onEnd: () => void }) {
  const t = useWords(WORDS);
  const [hours, setHours] = useState(12);
  const [post, setPost] = useState<Post>('main');
  const [people, setPeople] = useState<string[]>([]);
  const [begins, setBegins] = useState(8);
  const [span, setSpan] = useState(() => ({ from: dateOf(Date.now()), to: dateOf(Date.now() + 6 * DAY) }));
  const act = useDutyAct(onEnd);
  const days = Math.round((dayOf(span.to) - dayOf(span.from)) / DAY) + 1;
  const usable = Number.isFinite(days) && days >= 1 && days <= 62;
  const shifts = usable ? plan({ hours, post, begins, people, from: dayOf(span.from), days }, Date.now()) : [];
  const save = () => act.mutate(() => api.post('/duty/shifts', { shifts }, z.unknown()));
  return (
    <div className={styles.form} data-testid="fill-form">
      <div className={styles.field}>
        {t('pattern')}
        <Segmented
          value={hours}
          options={[8, 12, 24].map((n) => ({ value: n, label: t('every', { n }) }))}
          onChange={setHours}
        />
      </div>
      <div className={styles.field}>
        {t('post')}
        <Segmented value={post} options={POSTS.map((one) => ({ value: one, label: t(one) }))} onChange={setPost} />
      </div>
      <label>
        {t('people')}
        <Select
          mode="multiple"
          value={people}
          onChange={setPeople}
          optionFilterProp="label"
          aria-label={t('people')}
          options={roster.people.map((one) => ({ value: one.id, label: one.name }))}
        />
      </label>
      <div className={styles.pair}>
        <label>
          {t('fromDay')}
          <Input type="date" value={span.from} onChange={(event) => setSpan({ ...span, from: event.target.value })} />
        </label>
        <label>
          {t('toDay')}
          <Input type="date" value={span.to} onChange={(event) => setSpan({ ...span, to: event.target.value })} />
        </label>
      </div>
      <label>
        {t('begins')}
        <InputNumber min={0} max={23} precision={0} value={begins} suffix=":00" onChange={(n) => setBegins(n ?? 8)} />
      </label>
      <RefusalNote error={act.error} />
      <div className={styles.acts}>
        <Button
          type="primary"
          disabled={shifts.length === 0 || shifts.length > 400}
          loading={whileSlow(act.isPending)}
          onClick={save}
          data-testid="fill-enter"
        >
          {t('enter')}
        </Button>
        <Button onClick={onEnd}>{t('cancel')}</Button>
        <span className={styles.quiet}>{t('willFill', { n: shifts.length })}</span>
      </div>
    </div>
  );
}

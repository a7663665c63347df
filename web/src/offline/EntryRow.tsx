import { LENGTHS } from '@anlan/kernel/entity';
import { isVoice } from '@anlan/kernel/attachment';
import { Button, Input, Popconfirm } from 'antd';
import { Camera, FileText, Mic, SquareCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLanguage, useWords } from '../language/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import { timeText } from '../time/index.ts';
import { secondsOf } from './capture.ts';
import { clockIsWrong } from './clock.ts';
import type { Entry, Problem } from './database.ts';
import styles from './Offline.module.css';
import { correct, giveUp } from './queue.ts';
import { drain } from './send.ts';
import { sizeText } from './size.ts';
import { useOnline } from './use-offline.ts';
import { WORDS } from './words.ts';

/** One thing in line; what was refused says why and can be corrected here. */
export function EntryRow({ entry, place }: { readonly entry: Entry; readonly place: number | null }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const keep = useKeepScope();
  const online = useOnline();
  const { offset } = entry;
  const wrong = clockIsWrong(offset) ? Math.round(Math.abs(offset as number) / 60_000) : 0;
  const voices = entry.files.filter(({ type }) => isVoice(type));
  const seconds = voices.reduce((sum, { name }) => sum + (secondsOf(name) ?? 0), 0);
  const lasting = t('lasting', { m: Math.floor(seconds / 60), s: String(seconds % 60).padStart(2, '0') });
  const others = entry.files.length - voices.length;
  const Icon =
    entry.state === 'waiting'
      ? entry.files.length > 0
        ? voices.length === entry.files.length
          ? Mic
          : Camera
        : entry.path === '/changes'
          ? SquareCheck
          : FileText
      : TriangleAlert;
  const facts = [
    timeText(entry.madeAt),
    sizeText(entry.bytes),
    ...(others === 0 ? [] : [t('files', { n: others })]),
    ...(voices.length === 0 ? [] : [t('voices', { n: voices.length }), ...(seconds === 0 ? [] : [lasting])]),
    ...(entry.attempts === 0 ? [] : [t('tried', { n: entry.attempts })]),
  ];
  return (
    <li data-state={entry.state}>
      <div className={styles.line}>
        <i>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
        </i>
        <span>
          <b title={entry.label}>{entry.label}</b>
          <small>{facts.join(' · ')}</small>
          {wrong === 0 ? null : (
            <small>{t((offset as number) > 0 ? 'clockWrong' : 'clockSlow', { minutes: wrong })}</small>
          )}
        </span>
        {place === null ? null : (
          <strong>
            {t('place', { n: place })}
            <small>{t(online ? 'sending' : 'waitSignal')}</small>
          </strong>
        )}
      </div>
      {entry.problem === null ? null : (
        <div className={styles.refused}>
          <p>
            <b>{t(entry.state === 'quarantined' ? 'quarantined' : 'refused')}</b>：{entry.problem[language]}
          </p>
          {entry.state !== 'refused' ? null : entry.problem.code === 'field-clash' ? (
            <Choose entry={entry} problem={entry.problem} />
          ) : (
            <Correct entry={entry} />
          )}
          {entry.href === null ? null : <Link to={keep(entry.href)}>{t('open')}</Link>}
          {entry.state === 'refused' ? (
            <Popconfirm title={t('giveUpSure')} onConfirm={() => void giveUp(entry).then(() => drain())}>
              <Button type="link" size="small">
                {t('giveUp')}
              </Button>
            </Popconfirm>
          ) : null}
        </div>
      )}
    </li>
  );
}

/** Two people wrote the same field: one is chosen, the other goes along and stays in the trail. */
function Choose({ entry, problem }: { readonly entry: Entry; readonly problem: Problem }) {
  const t = useWords(WORDS);
  const { field = '', facts = {} } = problem;
  const { mine = '' } = facts;
  const theirs = facts['theirs'] === '' ? null : (facts['theirs'] ?? null);
  const go = async (own: boolean) => {
    await correct(entry.id, (whole) => {
      const { input, seen, unchosen } = whole as Record<'input' | 'seen' | 'unchosen', Record<string, unknown>>;
      return {
        ...whole,
        seen: { ...seen, [field]: theirs },
        input: { ...input, [field]: own ? input[field] : theirs },
        unchosen: { ...unchosen, [field]: own ? theirs : input[field] },
      };
    });
    await drain();
  };
  return (
    <div className={styles.correct}>
      <Button type="primary" size="large" onClick={() => void go(true)}>
        {t('chooseMine', { what: String(mine) })}
      </Button>
      <Button size="large" onClick={() => void go(false)}>
        {t('chooseTheirs', { what: String(theirs ?? t('empty')) })}
      </Button>
    </div>
  );
}

/** The field the platform named, with what was typed; everything else stays as it was. */
function Correct({ entry }: { readonly entry: Entry }) {
  const t = useWords(WORDS);
  const body = JSON.parse(entry.body) as Record<string, unknown> & {
    input?: Record<string, unknown>;
    changes?: { field: string; value: unknown }[];
  };
  const field = entry.problem?.field;
  const before =
    field === undefined
      ? undefined
      : (body.input?.[field] ?? body.changes?.find((one) => one.field === field)?.value ?? body[field]);
  const [value, setValue] = useState(typeof before === 'string' || typeof before === 'number' ? String(before) : '');
  const go = async (change: boolean) => {
    await correct(entry.id, (whole) => (change && field !== undefined ? changed(whole, field, value) : whole));
    await drain();
  };
  return (
    <div className={styles.correct}>
      {field === undefined ? null : (
        <Input
          maxLength={LENGTHS.line}
          size="large"
          aria-label={t('newValue')}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      )}
      {field === undefined ? null : (
        <Button type="primary" size="large" onClick={() => void go(true)}>
          {t('correct')}
        </Button>
      )}
      <Button size="large" onClick={() => void go(false)}>
        {t('again')}
      </Button>
    </div>
  );
}

function changed(whole: Record<string, unknown>, field: string, value: string): Record<string, unknown> {
  const { input, changes } = whole as { input?: Record<string, unknown>; changes?: { field: string }[] };
  if (input !== undefined)
    return { ...whole, input: { ...input, [field]: typeof input[field] === 'number' ? Number(value) : value } };
  if (changes !== undefined)
    return { ...whole, changes: changes.map((one) => (one.field === field ? { ...one, value } : one)) };
  return { ...whole, [field]: value };
}

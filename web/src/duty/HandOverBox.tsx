import { handOverSchema, type HandOver } from '@anlan/kernel/notify';
import { Button, Checkbox, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { api, useSession } from '../api/index.ts';
import { useLanguage, useWords } from '../language/index.tsx';
import { Failed, levelWord, Loading, RefusalNote, RiskMark, whileSlow } from '../parts/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Duty.module.css';
import { useDraft, useDutyAct, useHandOvers, useHasDesk, useRoster } from './queries.ts';
import { startOfDay } from './roster.ts';
import { WORDS } from './words.ts';

const DAY = 86_400_000;
const LEVELS = ['red', 'orange', 'yellow', 'blue'] as const;
type Level = (typeof LEVELS)[number];
/** The server refuses a hand-over in which one of these was not named. */
const NAMED: ReadonlySet<string> = new Set(['red', 'orange']);

function useWaiting(): HandOver | undefined {
  return useHandOvers().data?.find((one) => one.acceptedAt === null && one.withdrawnAt === null);
}

function useToday() {
  const from = startOfDay(Date.now());
  return useRoster(from, from + DAY);
}

/** The hand-over that waits for somebody, on top of the desk. */
export function HandOverBanner({ onAccept }: { readonly onAccept: () => void }) {
  const t = useWords(WORDS);
  const { person } = useSession();
  const waiting = useWaiting();
  const act = useDutyAct();
  if (waiting === undefined) return null;
  const mine = waiting.toId === person.id;
  const own = waiting.fromId === person.id;
  return (
    <div className={styles.banner} role="status" data-testid="hand-over-waiting">
      <b>
        {mine
          ? t('forYou', { name: waiting.fromName })
          : own
            ? t('youWait', { name: waiting.toName })
            : t('forOther', { from: waiting.fromName, to: waiting.toName })}
      </b>
      <span>{stampText(waiting.offeredAt).slice(11, 16)}</span>
      <RefusalNote error={act.error} kept={false} />
      {mine ? (
        <Button size="small" type="primary" onClick={onAccept} data-testid="hand-over-accept">
          {t('accept')}
        </Button>
      ) : null}
      {own ? (
        <Button
          size="small"
          loading={whileSlow(act.isPending)}
          onClick={() => act.mutate(() => api.remove(`/duty/hand-overs/${waiting.id}`, z.unknown()))}
          data-testid="hand-over-withdraw"
        >
          {t('takeBack')}
        </Button>
      ) : null}
    </div>
  );
}

/** Who holds the desk and since when, and the way to hand it over. */
export function HolderLine({ onOffer }: { readonly onOffer: () => void }) {
  const t = useWords(WORDS);
  const { verbs } = useSession();
  const roster = useToday();
  const waiting = useWaiting();
  if (!useHasDesk()) return null;
  const holder = roster.data?.holder ?? null;
  return (
    <div className={styles.holder} data-testid="holder">
      <span>
        {holder === null
          ? roster.data === undefined
            ? '—'
            : roster.data.now.map((shift) => `${t(shift.post)} ${shift.personName}`).join(t('comma')) ||
              t('nobodyHolds')
          : t('holds', { name: holder.personName, time: stampText(holder.since).slice(5, 16) })}
      </span>
      {verbs.includes('desk.write') && waiting === undefined ? (
        <Button size="small" onClick={onOffer} data-testid="hand-over-prepare">
          {t('prepare')}
        </Button>
      ) : null}
    </div>
  );
}

/** Offer or accept, by whose turn it is. */
export function HandOverDialog({ onClose }: { readonly onClose: () => void }) {
  const { person } = useSession();
  const waiting = useWaiting();
  if (waiting?.toId === person.id) return <Accept waiting={waiting} onClose={onClose} />;
  return <Offer onClose={onClose} />;
}

function Offer({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(WORDS);
  const { person } = useSession();
  const draft = useDraft(true);
  const roster = useToday();
  const [toId, setTo] = useState<string>();
  const [summary, setSummary] = useState('');
  const act = useDutyAct(onClose);
  const submit = () =>
    act.mutate(() => api.post('/duty/hand-overs', { toId, summary: summary.trim() }, handOverSchema));
  const next = (roster.data?.people ?? []).filter((one) => one.keeps && one.id !== person.id);
  return (
    <Modal
      open
      title={t('handOver')}
      width={640}
      onCancel={onClose}
      onOk={submit}
      okText={t('offer')}
      cancelText={t('cancel')}
      okButtonProps={{
        disabled: toId === undefined || summary.trim() === '',
        loading: whileSlow(act.isPending),
        'data-testid': 'hand-over-offer',
      }}
    >
      <div className={styles.form}>
        <p className={styles.quiet}>{t('handOverNote')}</p>
        {draft.isPending ? <Loading rows={3} /> : null}
        {draft.isError ? <Failed error={draft.error} /> : null}
        {draft.data === undefined ? null : <Draft draft={draft.data} />}
        <label>
          {t('summary')}
          <Input.TextArea
            autoFocus
            rows={3}
            maxLength={2000}
            value={summary}
            placeholder={t('summaryPlaceholder')}
            onChange={(event) => setSummary(event.target.value)}
            data-testid="hand-over-summary"
          />
        </label>
        <label>
          {t('nextOfficer')}
          <Select
            value={toId ?? null}
            onChange={setTo}
            showSearch
            optionFilterProp="label"
            aria-label={t('nextOfficer')}
            options={next.map((one) => ({ value: one.id, label: one.name }))}
            data-testid="hand-over-next"
          />
        </label>
        <RefusalNote error={act.error} />
      </div>
    </Modal>
  );
}

function Draft({ draft }: { readonly draft: NonNullable<ReturnType<typeof useDraft>['data']> }) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <>
      <div className={styles.counts} data-testid="hand-over-draft">
        <span>{t('openAlarms')}</span>
        {LEVELS.map((level) => (
          <span key={level}>
            <RiskMark level={level} label={levelWord(level, 'alarm', language)} />{' '}
            <b>{draft.alarms.filter((alarm) => alarm.level === level).length}</b>
          </span>
        ))}
        <span>
          {t('lateCases')} <b>{draft.lateCases}</b>
        </span>
        <span>
          {t('logLines')} <b>{draft.lines.length}</b>
        </span>
      </div>
      {draft.lines.length === 0 ? null : (
        <ul className={styles.ticks} aria-label={t('sinceLast')}>
          {draft.lines.toReversed().map((line) => (
            <li key={`${line.at}${line.text}`}>
              <span className={styles.quiet}>{stampText(line.at).slice(11, 16)}</span>
              <span>
                {line.by}：{line.text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Accept({ waiting, onClose }: { readonly waiting: HandOver; readonly onClose: () => void }) {
  const t = useWords(WORDS);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [remark, setRemark] = useState('');
  const act = useDutyAct(onClose);
  const serious = waiting.alarms.filter((alarm) => NAMED.has(alarm.level));
  const tick = (id: string) => {
    const next = new Set(ticked);
    if (!next.delete(id)) next.add(id);
    setTicked(next);
  };
  const submit = () =>
    act.mutate(() =>
      api.post(
        `/duty/hand-overs/${waiting.id}/accept`,
        { confirmed: [...ticked], remark: remark.trim() },
        handOverSchema,
      ),
    );
  return (
    <Modal
      open
      title={t('forYou', { name: waiting.fromName })}
      width={640}
      onCancel={onClose}
      onOk={submit}
      okText={t('accept')}
      cancelText={t('cancel')}
      okButtonProps={{
        disabled: ticked.size < serious.length,
        loading: whileSlow(act.isPending),
        'data-testid': 'hand-over-confirm',
      }}
    >
      <div className={styles.form}>
        <p>{waiting.summary}</p>
        <p className={styles.quiet}>{t('acceptNote')}</p>
        {serious.length === 0 ? null : (
          <ul className={styles.ticks} data-testid="hand-over-ticks">
            {serious.map((alarm) => (
              <li key={alarm.id}>
                <Checkbox checked={ticked.has(alarm.id)} onChange={() => tick(alarm.id)}>
                  <RiskMark level={alarm.level as Level} label={levelWord(alarm.level as Level, 'alarm')} />{' '}
                  {alarm.text}{' '}
                  <span className={styles.quiet}>
                    {alarm.number} · {stampText(alarm.raisedAt).slice(5, 16)}
                  </span>
                </Checkbox>
              </li>
            ))}
          </ul>
        )}
        <div className={styles.counts}>
          <span>{t('ticked', { n: ticked.size, all: serious.length })}</span>
          <span>{t('others', { n: waiting.alarms.length - serious.length })}</span>
          <span>
            {t('lateCases')} <b>{waiting.lateCases}</b>
          </span>
        </div>
        <Input.TextArea
          rows={2}
          maxLength={1000}
          value={remark}
          placeholder={t('remarkPlaceholder')}
          aria-label={t('remark')}
          onChange={(event) => setRemark(event.target.value)}
        />
        <RefusalNote error={act.error} />
      </div>
    </Modal>
  );
}

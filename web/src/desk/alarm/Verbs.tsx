import { act, type AlarmView, PRACTICE } from '@anlan/kernel/alarm';
import { isRefusal, toProblem } from '@anlan/kernel/refusal';
import { Button, Checkbox, Input, Modal, Segmented } from 'antd';
import { Pause } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { useSession } from '../../api/index.ts';
import { useLanguage, useWords } from '../../language/index.tsx';
import { RefusalNote, whileSlow } from '../../parts/index.ts';
import { useNow } from '../../time/index.ts';
import { groupOf } from './groups.ts';
import { useAlarmDetail, type useVerb, type VerbBody } from './use-alarms.ts';
import styles from './Verbs.module.css';
import { WORDS } from './words.ts';
import { useByName } from '../../language/things.ts';

export type DialogVerb = 'handle' | 'shelve' | 'close' | 'reset';

/** Under which right a dialog's verb is done; its own where not named. */
const RIGHTS: Readonly<Partial<Record<DialogVerb, string>>> = { reset: 'close' };
type Mutation = ReturnType<typeof useVerb>;

/** The alarms a verb is done to: the one shown and those of the same source on its line. */
export interface Target {
  readonly alarm: AlarmView;
  readonly members: readonly AlarmView[];
}

interface VerbBarProps {
  readonly target: Target;
  readonly mutation: Mutation;
  readonly onDialog: (verb: DialogVerb) => void;
  readonly disabled?: boolean;
  /** Something else on the card comes first: no verb of the alarm is primary. */
  readonly quiet?: boolean;
  /** What else may be made of the alarm: buttons after its verbs. */
  readonly more?: ReactNode;
}

/** The verbs of an alarm that the reader's role has: one primary, the rest quiet. */
export function VerbBar({ target, mutation, onDialog, disabled = false, quiet = false, more }: VerbBarProps) {
  const t = useWords(WORDS);
  const now = useNow(5000);
  const { verbs } = useSession();
  const group = groupOf(target.alarm, now);
  const can = (verb: string) => verbs.includes(`alarm.${verb}`);
  if (group === 'closed') return null;
  const waiting = target.members.filter((alarm) => alarm.response === 'unacknowledged');
  const none = !['acknowledge', 'handle', 'shelve', 'close'].some(can);
  if (none && more === undefined) return <p className={styles.none}>{t('noVerb')}</p>;
  const go = (body: VerbBody, alarms: readonly AlarmView[]) => mutation.mutate({ alarms, body });
  const busy = mutation.isPending;
  const primary = (verb: DialogVerb) =>
    !quiet &&
    waiting.length === 0 &&
    ((group === 'handling' && verb === 'handle') || (group === 'recovered' && verb === 'close'));
  const button = (verb: DialogVerb, icon?: ReactNode) =>
    can(RIGHTS[verb] ?? verb) ? (
      <Button
        key={verb}
        size="large"
        type={primary(verb) ? 'primary' : 'default'}
        className={primary(verb) ? styles.primary : ''}
        disabled={busy || disabled}
        icon={icon}
        onClick={() => onDialog(verb)}
        data-testid={`verb-${verb}`}
      >
        {t(verb)}
      </Button>
    ) : null;
  const closing = target.alarm.latchedAt == null ? button('close') : button('reset');
  return (
    <div className={styles.bar}>
      {waiting.length > 0 && can('acknowledge') ? (
        <Button
          size="large"
          type={quiet ? 'default' : 'primary'}
          className={quiet ? '' : styles.primary}
          loading={whileSlow(busy)}
          disabled={disabled}
          onClick={() => go({ verb: 'acknowledge' }, waiting)}
          data-testid="verb-acknowledge"
        >
          {waiting.length > 1 ? t('acknowledgeAll', { n: waiting.length }) : t('acknowledge')}
        </Button>
      ) : null}
      {primary('handle') ? button('handle') : null}
      {primary('close') ? closing : null}
      {group === 'shelved' && can('shelve') ? (
        <Button
          size="large"
          disabled={busy || disabled}
          onClick={() => go({ verb: 'unshelve' }, target.members)}
          data-testid="verb-unshelve"
        >
          {t('unshelve')}
        </Button>
      ) : (
        button('shelve', <Pause size={14} aria-hidden />)
      )}
      {more}
      {primary('handle') ? null : button('handle')}
      {primary('close') ? null : closing}
    </div>
  );
}

interface VerbDialogProps {
  readonly verb: DialogVerb;
  readonly target: Target;
  readonly mutation: Mutation;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** What may be chosen where the alarm's place shelves `longest` hours at most. */
const hoursUpTo = (longest: number): number[] => [...[1, 4].filter((hours) => hours < longest), longest];

function bodyOf(verb: DialogVerb, form: Form, now: number, longest: number): VerbBody {
  if (verb === 'handle') return { verb, note: form.text };
  if (verb === 'reset') return { verb, reason: form.text };
  if (verb === 'close') return { verb, cause: form.text, measure: form.measure, falseAlarm: form.falseAlarm };
  // A minute less than the rule allows, for a browser clock that runs behind the platform's.
  return { verb, until: now + form.hours * 3_600_000 - (form.hours === longest ? 60_000 : 0), reason: form.text };
}

interface Form {
  readonly text: string;
  readonly measure: string;
  readonly falseAlarm: boolean;
  readonly hours: number;
}

const TITLES = {
  handle: ['handleTitle', 'handleSub', 'handleNote'],
  shelve: ['shelveTitle', 'shelveSub', 'shelveReason'],
  close: ['closeTitle', 'closeSub', 'closeCause'],
  reset: ['resetTitle', 'resetSub', 'resetReason'],
} as const;

/** Asks the reason of an act once: names the thing, says the consequence, repeats the verb on its button. */
export function VerbDialog({ verb, target, mutation, onDone, onCancel }: VerbDialogProps) {
  const t = useWords(WORDS);
  const { language } = useLanguage();
  const { alarm, members } = target;
  const name = useByName();
  const { data: detail } = useAlarmDetail(alarm.id);
  const practice = { ...PRACTICE, shelveHours: detail?.shelveHours ?? PRACTICE.shelveHours };
  const longest = practice.shelveHours;
  const [form, setForm] = useState<Form>({ text: '', measure: '', falseAlarm: false, hours: 4 });
  const hours = Math.min(form.hours, longest);
  const [title, sub, field] = TITLES[verb];
  // The same rule that the platform will ask says beforehand what cannot be done at all.
  const asked = bodyOf(verb, { ...form, hours, text: '—', measure: '—' }, Date.now(), longest);
  const verdict = act(alarm, asked, Date.now(), undefined, practice);
  const refused =
    isRefusal(verdict) && !(verb === 'close' && !form.falseAlarm) ? toProblem(verdict, language)[language] : null;
  const complete = form.text.trim() !== '' && (verb !== 'close' || form.measure.trim() !== '');
  const submit = () => {
    if (!complete || refused !== null) return;
    mutation.mutate(
      { alarms: members, body: bodyOf(verb, { ...form, hours }, Date.now(), longest) },
      { onSuccess: onDone },
    );
  };
  const onKey = (event: KeyboardEvent) =>
    event.key === 'Enter' && (event.ctrlKey || event.metaKey) ? submit() : undefined;
  return (
    <Modal
      open
      title={t(title, { name: name(alarm.subjectName) })}
      onCancel={onCancel}
      onOk={submit}
      okText={t(verb)}
      cancelText={t('back')}
      okButtonProps={{
        disabled: !complete || refused !== null,
        loading: whileSlow(mutation.isPending),
        'data-testid': `confirm-${verb}`,
      }}
      width={440}
      destroyOnHidden
    >
      <p className={styles.sub}>
        {t(sub)} {members.length > 1 ? t('many', { n: members.length }) : ''}
      </p>
      <div className={styles.form}>
        {verb === 'shelve' ? (
          <Segmented
            value={hours}
            options={hoursUpTo(longest).map((n) => ({ value: n, label: t('hours', { n }) }))}
            onChange={(hours) => setForm({ ...form, hours })}
          />
        ) : null}
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={400}
          value={form.text}
          placeholder={t(field)}
          aria-label={t(field)}
          onKeyDown={onKey}
          onChange={(event) => setForm({ ...form, text: event.target.value })}
        />
        {verb === 'close' ? (
          <CloseFields form={form} setForm={setForm} stillOn={alarm.recoveredAt === null} onKey={onKey} />
        ) : null}
        {refused === null ? null : (
          <p className={styles.refused} role="alert">
            {refused}
          </p>
        )}
        <RefusalNote error={mutation.error} />
      </div>
    </Modal>
  );
}

interface CloseFieldsProps {
  readonly form: Form;
  readonly setForm: (form: Form) => void;
  readonly stillOn: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
}

function CloseFields({ form, setForm, stillOn, onKey }: CloseFieldsProps) {
  const t = useWords(WORDS);
  return (
    <>
      <Input.TextArea
        rows={2}
        maxLength={400}
        value={form.measure}
        placeholder={t('closeMeasure')}
        aria-label={t('closeMeasure')}
        onKeyDown={onKey}
        onChange={(event) => setForm({ ...form, measure: event.target.value })}
      />
      <Checkbox checked={form.falseAlarm} onChange={(event) => setForm({ ...form, falseAlarm: event.target.checked })}>
        {t('falseAlarm')}
      </Checkbox>
      {stillOn && !form.falseAlarm ? <p className={styles.sub}>{t('stillOn')}</p> : null}
    </>
  );
}

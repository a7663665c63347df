import {
  EVALUATION_FORMS,
  MARKS,
  type Evaluation,
  type EvaluationForm,
  type EvaluationMark,
  type FireUnit,
} from '@anlan/kernel/grassroots';
import { App, Button, Drawer, Input } from 'antd';
import { ClipboardCheck } from 'lucide-react';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useSession } from '../api/index.ts';
import { newId } from '../case/index.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import {
  Card,
  Empty,
  Facts,
  Failed,
  Loading,
  numberText,
  PageHead,
  RefusalNote,
  StatusWord,
  whileSlow,
} from '../parts/index.ts';
import { entityByKey } from '../registry/index.tsx';
import { Page, useKeepScope } from '../shell/index.ts';
import { stampText } from '../time/index.ts';
import styles from './Grassroots.module.css';
import { useEvaluate, useUnit } from './queries.ts';
import { useCoverWord } from './Units.tsx';
import { WORDS } from './words.ts';

const FORMS = ['four', 'six-plus-one'] as const;
const LOOK = { reached: 'done', partly: 'doing', lacking: 'late' } as const;

/** A key unit: who reaches it, and its two self-evaluations, filled in here on desk and phone. */
export function FireUnitPage() {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { id = '' } = useParams();
  const found = useUnit(id);
  const unit = found.data;
  const title = unit?.name ?? t('units');
  return (
    <Page title={title}>
      <PageHead
        title={title}
        note={unit?.region}
        crumbs={[{ label: t('title'), href: keep('/fire-grassroots?tab=units') }]}
      />
      {found.isPending ? <Loading rows={8} /> : null}
      {found.isError && unit === undefined ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {unit === undefined ? null : (
        <div className={styles.unit}>
          <UnitFacts unit={unit} />
          {FORMS.map((form) => (
            <FormCard key={form} unit={unit} form={form} />
          ))}
        </div>
      )}
    </Page>
  );
}

function UnitFacts({ unit }: { readonly unit: FireUnit }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const cover = useCoverWord();
  const field = entityByKey('fire-unit')?.fields['class'];
  const option = field?.kind === 'choice' ? field.options.find(({ value }) => value === unit.class) : undefined;
  return (
    <Card
      title={t('facts')}
      extra={<Link to={keep(`/registry/fire-units?search=${encodeURIComponent(unit.name)}`)}>{t('register')}</Link>}
    >
      <Facts
        columns={3}
        rows={[
          [t('class'), option === undefined ? unit.class : label(option)],
          [t('people'), unit.people === null ? null : numberText(unit.people)],
          [t('standardWord'), t(unit.standard as 'reached')],
          [t('coverage'), cover(unit)],
          [
            t('station'),
            unit.station === null ? null : (
              <Link key="station" to={keep(`/registry/micro-stations/${unit.station.id}`)}>
                {unit.station.name}（{unit.station.crew}）
              </Link>
            ),
          ],
        ]}
      />
    </Card>
  );
}

function FormCard({ unit, form }: { readonly unit: FireUnit; readonly form: EvaluationForm }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { verbs } = useSession();
  const [open, setOpen] = useState(false);
  const own = unit.evaluations.filter((one) => one.form === form);
  const [newest, ...before] = own;
  const standing = form === 'four' ? unit.four : unit.six;
  const state = { current: 'done', lacking: 'doing', expired: 'late', none: 'wait' } as const;
  return (
    <Card
      title={label(EVALUATION_FORMS[form])}
      note={newest === undefined ? undefined : t('validTo', { day: newest.validTo })}
      extra={<StatusWord state={state[standing]}>{t(standing)}</StatusWord>}
    >
      <div data-testid={`evaluation-${form}`}>
        {newest === undefined ? (
          <Empty icon={<ClipboardCheck size={20} strokeWidth={1.6} />} title={t('noEvaluation')} />
        ) : (
          <Members one={newest} />
        )}
        {verbs.includes('case.report') ? (
          <Button type="primary" style={{ fontWeight: 700, marginTop: 12 }} onClick={() => setOpen(true)}>
            {t(newest === undefined ? 'evaluate' : 'again')}
          </Button>
        ) : null}
        {before.length === 0 ? null : (
          <p className={styles.before}>
            {before.slice(0, 5).map((one) => (
              <span key={one.id}>
                {t('history')} {stampText(one.at).slice(0, 10)} {one.by} · {t('validTo', { day: one.validTo })}
              </span>
            ))}
          </p>
        )}
      </div>
      <EvaluationDrawer unit={unit} form={form} open={open} close={() => setOpen(false)} />
    </Card>
  );
}

function Members({ one }: { readonly one: Evaluation }) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <>
      <ul className={styles.members}>
        {one.members.map((member) => (
          <li key={member.name}>
            <span>{member.name}</span>
            <StatusWord state={LOOK[member.mark]}>{label(MARKS[member.mark])}</StatusWord>
            {member.note === '' ? null : <small>{member.note}</small>}
          </li>
        ))}
      </ul>
      <small style={{ color: 'var(--ink-3)' }}>{t('by', { by: one.by, at: stampText(one.at).slice(0, 16) })}</small>
    </>
  );
}

interface DrawerProps {
  readonly unit: FireUnit;
  readonly form: EvaluationForm;
  readonly open: boolean;
  readonly close: () => void;
}

function EvaluationDrawer({ unit, form, open, close }: DrawerProps) {
  const label = useLabel();
  return (
    <Drawer
      title={`${label(EVALUATION_FORMS[form])} · ${unit.name}`}
      open={open}
      onClose={close}
      size={520}
      destroyOnHidden
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <EvaluationFields unit={unit} form={form} close={close} />
    </Drawer>
  );
}

interface Answer {
  readonly mark?: EvaluationMark;
  readonly note: string;
}

function EvaluationFields({ unit, form, close }: Omit<DrawerProps, 'open'>) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { message } = App.useApp();
  const members = unit.members[form];
  const [requestId] = useState(newId);
  const [answers, setAnswers] = useState<readonly Answer[]>(() => members.map(() => ({ note: '' })));
  const evaluate = useEvaluate(unit.id);
  const left = answers.filter(({ mark }) => mark === undefined).length;
  const change = (index: number, part: Partial<Answer>) =>
    setAnswers((before) => before.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const go = () =>
    evaluate.mutate(
      { form, requestId, marks: answers.map(({ mark, note }) => ({ mark, note: note.trim() })) },
      {
        onSuccess: (after) => {
          const newest = after.evaluations.find((one) => one.form === form);
          void message.success(t('handed', { day: newest?.validTo ?? '' }));
          close();
        },
      },
    );
  return (
    <form className={styles.form} onSubmit={(event) => (event.preventDefault(), go())}>
      <small>{t('undefinedNote')}</small>
      {members.map((name, index) => (
        <fieldset key={name}>
          <legend>
            {index + 1}. {name}
          </legend>
          <div className={styles.marks}>
            {(Object.keys(MARKS) as EvaluationMark[]).map((mark) => (
              <button
                key={mark}
                type="button"
                aria-pressed={answers[index]?.mark === mark}
                onClick={() => change(index, { mark })}
              >
                {label(MARKS[mark])}
              </button>
            ))}
          </div>
          {answers[index]?.mark === undefined || answers[index].mark === 'reached' ? null : (
            <Input.TextArea
              rows={2}
              maxLength={300}
              aria-label={`${name} ${t('note2')}`}
              placeholder={t(answers[index].mark === 'lacking' ? 'noteNeeded' : 'note2')}
              value={answers[index].note}
              onChange={(event) => change(index, { note: event.target.value })}
            />
          )}
        </fieldset>
      ))}
      {evaluate.isError ? <RefusalNote error={evaluate.error} /> : null}
      <div className={styles.foot}>
        <small>{left === 0 ? '' : t('left', { n: left })}</small>
        <Button onClick={close}>{t('cancel')}</Button>
        <Button
          type="primary"
          htmlType="submit"
          disabled={left > 0}
          loading={whileSlow(evaluate.isPending)}
          style={{ fontWeight: 700 }}
        >
          {t('submit')}
        </Button>
      </div>
    </form>
  );
}

import { controlCheckedSchema, type ControlMeasure } from '@anlan/systems/prevention';
import { Button, Input } from 'antd';
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, useSession } from '../api/index.ts';
import { Evidence } from '../case/Evidence.tsx';
import { newId } from '../case/index.tsx';
import { useFiles } from '../case/use-files.ts';
import { useLanguage, usePair } from '../language/index.tsx';
import {
  Card,
  Empty,
  Failed,
  levelWord,
  Loading,
  numberText,
  PageHead,
  Pager,
  RefusalNote,
  Reveal,
  RiskMark,
  StatusWord,
  whileSlow,
} from '../parts/index.ts';
import { Page, useKeepScope, useScope } from '../shell/index.ts';
import { MEASURE_KINDS } from './methods.ts';
import { styles, useT } from './parts.tsx';
import { useControl, useMeasures, useWrite } from './queries.ts';

const SIZE = 20;

/** Measures that are to be checked, gravest first; made for the hand on the spot (S64). */
export function ChecksPage() {
  const t = useT();
  const scope = useScope();
  const keep = useKeepScope();
  const [params] = useSearchParams();
  const [page, setPage] = useState(1);
  const measure = params.get('measure');
  const point = params.get('point');
  const due = useMeasures({ region: scope.narrowed ? scope.path : null, page, size: SIZE });
  return (
    <Page title={t('due')}>
      <PageHead
        title={t('due')}
        note={due.data === undefined ? undefined : t('dueNote', { n: numberText(due.data.total) })}
        crumbs={[{ label: t('title'), href: keep('/prevention/control') }]}
        actions={<Reveal path="/dual-prevention/measures" queryKey={['dual']} />}
      />
      {measure !== null && point !== null ? <One point={point} measure={measure} /> : null}
      {due.isPending ? <Loading rows={6} /> : null}
      {due.isError && due.data === undefined ? <Failed error={due.error} retry={() => void due.refetch()} /> : null}
      {due.data === undefined ? null : due.data.rows.length === 0 ? (
        <Card>
          <Empty icon={<CircleCheck size={20} strokeWidth={1.6} />} title={t('allChecked')} />
        </Card>
      ) : (
        <>
          <div className={styles.cards}>
            {due.data.rows
              .filter(({ id }) => id !== measure)
              .map((one) => (
                <CheckCard key={one.id} measure={one} />
              ))}
          </div>
          <Pager page={page} size={SIZE} total={due.data.total} go={setPage} />
        </>
      )}
    </Page>
  );
}

/** The measure somebody came for, due or not. */
function One({ point, measure }: { readonly point: string; readonly measure: string }) {
  const control = useControl(point);
  const found = control.data?.measures.find(({ id }) => id === measure);
  return found === undefined ? null : <CheckCard measure={found} begun />;
}

type Result = 'effective' | 'ineffective';

function CheckCard({ measure, begun = false }: { readonly measure: ControlMeasure; readonly begun?: boolean }) {
  const t = useT();
  const pair = usePair();
  const { language } = useLanguage();
  const { verbs } = useSession();
  const [result, setResult] = useState<Result | null>(null);
  const [open, setOpen] = useState(begun);
  const [outcome, setOutcome] = useState<{ caseId: string | null } | null>(null);
  return (
    <article className={styles.measure} data-testid="measure">
      <h3>
        <RiskMark level={measure.level} label={levelWord(measure.level, 'risk', language)} />
        {measure.text}
      </h3>
      <p>
        {measure.riskName} · {measure.enterpriseName ?? '—'} · {pair(MEASURE_KINDS, measure.kind)}
      </p>
      <p>
        {measure.missedNow > 0 ? (
          <StatusWord state="late">
            {t('overdueSince', { day: measure.nextDue })} · {t('missedRounds', { n: measure.missedNow })}
          </StatusWord>
        ) : (
          <>
            {t('nextDue')} {measure.nextDue} · {t('every', { n: measure.every })}
          </>
        )}
        {measure.responsible === null ? '' : ` · ${measure.responsible}`}
      </p>
      {outcome !== null ? (
        <Outcome caseId={outcome.caseId} />
      ) : !verbs.includes('case.report') ? null : (
        <>
          <div className={styles.choice}>
            <Button
              size="large"
              icon={<CircleCheck size={18} aria-hidden />}
              type={result === 'effective' ? 'primary' : 'default'}
              aria-pressed={result === 'effective'}
              onClick={() => (setResult('effective'), setOpen(true))}
            >
              {t('effective')}
            </Button>
            <Button
              size="large"
              danger
              icon={<CircleX size={18} aria-hidden />}
              type={result === 'ineffective' ? 'primary' : 'default'}
              aria-pressed={result === 'ineffective'}
              onClick={() => (setResult('ineffective'), setOpen(true))}
            >
              {t('ineffectiveOne')}
            </Button>
          </div>
          {open && result !== null ? (
            <CheckForm key={result} measure={measure} result={result} done={setOutcome} />
          ) : null}
        </>
      )}
    </article>
  );
}

function Outcome({ caseId }: { readonly caseId: string | null }) {
  const t = useT();
  const keep = useKeepScope();
  return (
    <p role="status">
      <StatusWord state={caseId === null ? 'done' : 'late'}>{t(caseId === null ? 'sent' : 'sentDanger')}</StatusWord>{' '}
      {caseId === null ? null : <Link to={keep(`/case/${caseId}`)}>{t('openDanger')}</Link>}
    </p>
  );
}

interface FormProps {
  readonly measure: ControlMeasure;
  readonly result: Result;
  readonly done: (outcome: { caseId: string | null }) => void;
}

function CheckForm({ measure, result, done }: FormProps) {
  const t = useT();
  const files = useFiles();
  const [id] = useState(newId);
  const [note, setNote] = useState('');
  const send = useWrite((body: object) =>
    api.post(`/dual-prevention/measures/${measure.id}/checks`, body, controlCheckedSchema),
  );
  const photos = files.held.flatMap(({ sha256, name }) =>
    sha256 === null ? [] : [{ sha256, name: name.slice(0, 120) }],
  );
  const go = () =>
    send.mutate({ id, result, ...(note.trim() !== '' && { note: note.trim() }), files: photos }, { onSuccess: done });
  const bad = result === 'ineffective';
  return (
    <>
      <Input.TextArea
        rows={2}
        maxLength={500}
        value={note}
        aria-label={t('noteLabel')}
        placeholder={t('noteLabel')}
        onChange={(event) => setNote(event.target.value)}
      />
      <Evidence files={files} {...(bad && { needed: { least: 1, label: t('photo') } })} large />
      {bad ? <p>{t('opensDanger')}</p> : null}
      <Button
        type="primary"
        size="large"
        block
        loading={whileSlow(send.isPending)}
        disabled={bad && photos.length === 0}
        onClick={go}
      >
        {t('send')}
      </Button>
      {send.isError ? <RefusalNote error={send.error} /> : null}
    </>
  );
}

import type { CaseDetail, CaseKind } from '@anlan/kernel/case';
import { App, Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLabel, useLanguage, useWords } from '../language/index.tsx';
import type { Entry } from '../offline/database.ts';
import { useQueue } from '../offline/use-offline.ts';
import { Card } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import { timeText } from '../time/index.ts';
import styles from './CasePage.module.css';
import { GradeNote, proposedInput } from '../catalogue/GradeProposal.tsx';
import { useGradeProposal } from '../catalogue/rule-queries.ts';
import { CaseForm } from './CaseForm.tsx';
import { recordOfCase, useAct } from './queries.ts';
import { WORDS } from './words.ts';

interface ActionsProps {
  readonly kind: CaseKind;
  readonly detail: CaseDetail;
}

/** What the reader may do now as forms, and what not with the reason; the open form is in the address. */
export function Actions({ kind, detail }: ActionsProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { language } = useLanguage();
  const [params, setParams] = useSearchParams();
  const open = params.get('act');
  const show = (key: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (key === null) next.delete('act');
        else next.set('act', key);
        return next;
      },
      { replace: true },
    );
  const declared = detail.actions.flatMap((action) => {
    const found = kind.actions[action.key];
    return found === undefined ? [] : [{ ...action, declared: found }];
  });
  const allowed = declared.filter((action) => action.allowed);
  const barred = declared.filter((action) => !action.allowed);
  const first = allowed.find((action) => action.declared.tone === 'primary');
  const current = allowed.find((action) => action.key === open);
  const inLine = useQueue().waiting.filter(({ record }) => record === recordOfCase(detail.case.id));
  if (kind.states[detail.case.state]?.end !== undefined && declared.length === 0) return null;
  if (inLine.length > 0) return <InLine entries={inLine} />;
  return (
    <Card title={t('actions')}>
      {declared.length === 0 ? <p className={styles.quiet}>{t('noActions')}</p> : null}
      <div className={styles.acts} role="group" aria-label={t('actions')}>
        {allowed.map(({ key, declared: one }) => (
          <Button
            key={key}
            type={key === (first?.key ?? '') ? 'primary' : 'default'}
            danger={one.tone === 'danger'}
            aria-expanded={key === open}
            onClick={() => show(key === open ? null : key)}
            style={key === first?.key ? { fontWeight: 700 } : {}}
          >
            {label(one)}
          </Button>
        ))}
      </div>
      {current === undefined ? null : (
        <ActForm key={current.key} kind={kind} detail={detail} action={current.key} close={() => show(null)} />
      )}
      {barred.length === 0 ? null : (
        <ul className={styles.barred} aria-label={t('notAllowed')}>
          {barred.map(({ key, declared: one, why }) => (
            <li key={key}>
              <Button size="small" disabled aria-describedby={`why-${key}`}>
                {label(one)}
              </Button>
              <span id={`why-${key}`}>{why?.[language] ?? ''}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Acts of this case that wait on this device: until they arrived, nothing else is begun on what they may have changed. */
function InLine({ entries }: { readonly entries: readonly Entry[] }) {
  const t = useWords(WORDS);
  const keep = useKeepScope();
  const { language } = useLanguage();
  return (
    <Card title={t('inLine')}>
      <p className={styles.quiet}>{t('inLineNote')}</p>
      <ul className={styles.barred}>
        {entries.map(({ id, label, madeAt, problem }) => (
          <li key={id}>
            <b>{label}</b>
            <span>{problem === null ? t('keptAt', { time: timeText(madeAt) }) : problem[language]}</span>
          </li>
        ))}
      </ul>
      <Link to={keep('/offline')}>{t('toQueue')}</Link>
    </Card>
  );
}

interface ActFormProps extends ActionsProps {
  readonly action: string;
  readonly close: () => void;
}

/** The form of one act, filled in with what is known of the case already. */
function ActForm({ kind, detail, action, close }: ActFormProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const client = useQueryClient();
  const { message } = App.useApp();
  const holder = useRef<HTMLDivElement>(null);
  const declared = kind.actions[action];
  const act = useAct(detail.case.id, detail.case.version);
  const grades = kind.key === 'hidden-danger' && action === 'grade';
  const proposed = useGradeProposal(detail.case.id, grades);
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not return.
    void holder.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  if (declared === undefined || (grades && proposed.isPending && navigator.onLine)) return null;
  const known = Object.keys(declared.asks).filter((key) => detail.detail[key] != null);
  const proposal = grades ? proposed.data?.proposal : undefined;
  const initial = {
    ...proposedInput(proposal),
    ...Object.fromEntries(known.map((key) => [key, detail.detail[key]])),
  };
  const seen = Object.fromEntries(Object.keys(declared.asks).map((key) => [key, detail.detail[key] ?? null]));
  return (
    <div ref={holder} className={styles.form}>
      {proposal === undefined ? null : <GradeNote proposal={proposal} />}
      <CaseForm
        draft={`${detail.case.id}.${action}`}
        asks={declared.asks}
        evidence={declared.evidence}
        initial={initial}
        enterprise={detail.case.organisationId}
        place={detail.case.regionPath}
        verb={label(declared)}
        danger={declared.tone === 'danger'}
        pending={act.isPending}
        error={act.error}
        cancel={close}
        reload={() => void client.invalidateQueries({ queryKey: ['cases', 'one', detail.case.id] })}
        send={(sent, settled) =>
          // The push may take this form away before the answer is here: what follows must not hang on it.
          void act.mutateAsync({ ...sent, action, label: `${label(declared)} · ${detail.case.title}`, seen }).then(
            (delivered) => {
              settled();
              void message.success('kept' in delivered ? t('keptToSend') : t('done', { what: label(declared) }));
              if (holder.current !== null) close();
            },
            () => undefined,
          )
        }
      />
    </div>
  );
}

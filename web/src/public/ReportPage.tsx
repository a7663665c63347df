import { LENGTHS } from '@anlan/kernel/entity';
import { REPORT_SUBJECTS } from '@anlan/systems/prevention';
import { EyeOff, LockOpen, ShieldCheck, TriangleAlert, WifiOff, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { RefusalNote } from '../parts/index.ts';
import { useTitle } from '../shell/index.ts';
import { PhotoRow } from './PhotoRow.tsx';
import { usePublicPlace } from './place.tsx';
import { useScannedEnterprise } from './queries.ts';
import styles from './Report.module.css';
import { ReceiptCard } from './ReceiptCard.tsx';
import { missingIn, useReport, type Missing, type PartProps, type ReportForm } from './use-report.ts';
import { WherePart } from './WherePart.tsx';
import { WORDS } from './words.ts';

const ICONS: Record<string, LucideIcon> = { danger: TriangleAlert, illegal: LockOpen, concealed: EyeOff };

/** A citizen or worker reports in three taps: what, where, send; with or without a name (S67). */
export function PublicReportPage() {
  const t = useWords(WORDS);
  useTitle(t('reportTitle'));
  const { place } = usePublicPlace();
  const report = useReport();
  const [missing, setMissing] = useState<Missing | undefined>(undefined);
  const form = useScanned(report.form);
  if (report.received !== undefined) return <ReceiptCard received={report.received} />;
  const submit = () => {
    const lacking = missingIn(form);
    setMissing(lacking);
    if (lacking !== undefined) return;
    if (form !== report.form) report.change(form);
    report.send(form);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <header className={styles.title}>
        <h1>{t('reportTitle')}</h1>
        <p>{t('reportSub', { place: place?.name ?? '' })}</p>
      </header>
      <WhatPart form={form} change={report.change} missing={missing === 'needStatement'} />
      <WherePart form={form} change={report.change} under={place?.path} missing={missing === 'needPlace'} />
      <WhoPart form={form} change={report.change} missing={missing === 'needPhone'} />
      <Trap form={form} change={report.change} />
      {report.error === undefined ? null : <RefusalNote error={report.error} />}
      <footer className={styles.foot}>
        {form.waiting ? (
          <p className={styles.waiting} role="status">
            <WifiOff size={16} strokeWidth={1.75} aria-hidden />
            {t('waiting')}
          </p>
        ) : null}
        {report.written && !form.waiting ? (
          <p className={styles.draft}>
            {t('draftKept')}
            <button type="button" onClick={report.clear}>
              {t('draftDrop')}
            </button>
          </p>
        ) : null}
        <button type="submit" className={styles.primary} disabled={report.state === 'sending'}>
          {t(report.state === 'sending' ? 'sending' : 'submit')}
        </button>
      </footer>
    </form>
  );
}

/** The form with the enterprise whose code was scanned, unless another was chosen. */
function useScanned(form: ReportForm): ReportForm {
  const [params] = useSearchParams();
  const scanned = useScannedEnterprise(params.get('enterprise'));
  if (form.enterprise !== null || form.county !== '' || scanned.data === undefined) return form;
  const { id, name, place } = scanned.data;
  return { ...form, enterprise: { id, name, place } };
}

function WhatPart({ form, change, missing }: PartProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <section>
      <h2>1 {t('what')}</h2>
      <div className={styles.subjects} role="radiogroup" aria-label={t('what')}>
        {REPORT_SUBJECTS.map((option) => {
          const Icon = ICONS[option.value] ?? TriangleAlert;
          return (
            <button
              key={option.value}
              type="button"
              role="radio"
              aria-checked={form.subject === option.value}
              onClick={() => change({ subject: option.value })}
            >
              <Icon size={20} strokeWidth={1.75} aria-hidden />
              {label(option)}
            </button>
          );
        })}
      </div>
      <div className={styles.statement} data-missing={missing}>
        <textarea
          aria-label={t('what')}
          placeholder={t('statement')}
          maxLength={500}
          rows={3}
          value={form.statement}
          onChange={(event) => change({ statement: event.target.value })}
        />
        <span aria-hidden>{form.statement.length}/500</span>
      </div>
      {missing ? (
        <p className={styles.missing} role="alert">
          {t('needStatement')}
        </p>
      ) : null}
      <PhotoRow photos={form.photos} change={(photos) => change({ photos })} />
    </section>
  );
}

function WhoPart({ form, change, missing }: PartProps) {
  const t = useWords(WORDS);
  return (
    <section>
      <h2>3 {t('contact')}</h2>
      <div className={styles.card} role="radiogroup" aria-label={t('contact')}>
        {([false, true] as const).map((named) => (
          <button
            key={String(named)}
            type="button"
            role="radio"
            aria-checked={form.named === named}
            aria-label={t(named ? 'named' : 'anonymous')}
            className={styles.choice}
            onClick={() => change({ named })}
          >
            <i aria-hidden />
            <span>
              <b>{t(named ? 'named' : 'anonymous')}</b>
              <small>{t(named ? 'namedNote' : 'anonymousNote')}</small>
            </span>
          </button>
        ))}
        {form.named ? (
          <div className={styles.fields}>
            <label>
              {t('phone')}
              <input
                type="tel"
                inputMode="tel"
                autoComplete="off"
                maxLength={14}
                value={form.phone}
                onChange={(event) => change({ phone: event.target.value })}
              />
            </label>
            <label>
              {t('name')}
              <input
                autoComplete="off"
                maxLength={30}
                value={form.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            </label>
            {missing ? (
              <p className={styles.missing} role="alert">
                {t('needPhone')}
              </p>
            ) : null}
          </div>
        ) : null}
      </div>
      <label className={styles.insider}>
        <input type="checkbox" checked={form.insider} onChange={(event) => change({ insider: event.target.checked })} />
        <span>
          <b>{t('insider')}</b>
          <small>{t('insiderNote')}</small>
        </span>
        <ShieldCheck size={18} strokeWidth={1.75} aria-hidden />
      </label>
    </section>
  );
}

/** A field nobody sees: whoever fills it in is a program. */
function Trap({ form, change }: Omit<PartProps, 'missing'>) {
  return (
    <div className={styles.trap} aria-hidden>
      <label>
        website
        <input
          maxLength={LENGTHS.line}
          name="website"
          tabIndex={-1}
          autoComplete="off"
          value={form.website}
          onChange={(event) => change({ website: event.target.value })}
        />
      </label>
    </div>
  );
}

import { Input } from 'antd';
import { Check, MapPin } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Suggestion } from '@anlan/kernel/catalogue';
import { Suggestions } from '../catalogue/Suggestions.tsx';
import { ReferencePick } from '../case/ReferencePick.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { COMMON } from './common.ts';
import type { Near } from './nearest.ts';
import styles from './ReportPage.module.css';
import { WORDS } from './words.ts';

const ENTERPRISE = {
  kind: 'reference',
  entity: 'enterprise',
  label: '所属企业',
  labelEn: 'Enterprise',
  required: true,
} as const;

/** What the report's page has been told so far. */
export interface Filled {
  readonly title: string;
  readonly class: string | null;
  /** The criterion of major hidden dangers that was chosen. */
  readonly criterion: string | null;
  readonly enterprise: string | null;
  readonly place: string;
  readonly description: string;
}

interface PartProps {
  readonly enterprise: string | null;
  readonly filled: Filled;
  readonly change: (part: Partial<Filled>) => void;
}

/** A criterion in the words of the standard; what was typed is kept as the description. */
function takenOver(filled: Filled, one: Suggestion): Partial<Filled> {
  const typed = filled.title.trim();
  const description = filled.description === '' && typed !== one.title ? typed : filled.description;
  return { criterion: one.code, title: one.title, class: one.class ?? filled.class, description };
}

/** What is wrong: one tap on what fits, or words. */
export function What({ filled, change, enterprise }: PartProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  return (
    <section className={styles.card}>
      <h2>{t('what')}</h2>
      <div className={styles.chips} role="group" aria-label={t('what')}>
        {COMMON.map((one) => {
          const on = filled.title === label(one);
          return (
            <button
              key={one.label}
              type="button"
              aria-pressed={on}
              onClick={() => change(on ? { title: '', class: null } : { title: label(one), class: one.class })}
            >
              {on ? <Check size={15} aria-hidden /> : null}
              {label(one)}
            </button>
          );
        })}
      </div>
      <Input
        size="large"
        maxLength={120}
        aria-label={t('whatHint')}
        placeholder={t('whatHint')}
        value={filled.title}
        onChange={(event) => change({ title: event.target.value })}
      />
      <Suggestions
        text={filled.title}
        enterprise={enterprise}
        chosen={filled.criterion}
        choose={(one) => change(one === null ? { criterion: null } : takenOver(filled, one))}
      />
    </section>
  );
}

interface WhereProps {
  readonly own: string | null;
  readonly near: Near | undefined;
  readonly enterprise: string | null;
  readonly change: (part: Partial<Filled>) => void;
}

/** At which enterprise: one's own without asking; for an authority the nearest, and any other by name. */
export function Where({ own, near, enterprise, change }: WhereProps): ReactNode {
  const t = useWords(WORDS);
  if (own !== null)
    return (
      <p className={styles.own}>
        <MapPin size={16} strokeWidth={1.7} aria-hidden /> {t('whereOwn', { name: own })}
      </p>
    );
  return (
    <section className={styles.card}>
      <h2>
        <label htmlFor="report-enterprise">{t('where')}</label>
      </h2>
      {near !== undefined && near.id === enterprise ? (
        <p className={styles.near}>
          <MapPin size={15} strokeWidth={1.7} aria-hidden /> {t('nearest', { name: near.name, m: near.metres })}
        </p>
      ) : null}
      <ReferencePick
        id="report-enterprise"
        field={ENTERPRISE}
        enterprise={null}
        value={enterprise}
        onChange={(value) => change({ enterprise: value })}
      />
    </section>
  );
}

import type { CaseDetail, CaseKind } from '@anlan/kernel/case';
import { Link } from 'react-router';
import { useLabel, useWords } from '../language/index.tsx';
import { Facts } from '../parts/index.ts';
import { Value } from '../registry/index.tsx';
import { useKeepScope } from '../shell/index.ts';
import styles from './CasePage.module.css';
import { WORDS } from './words.ts';

/** Fields of a kind under the act that asks for them first: 上报, 定级, 派单… */
export function groupsOf(kind: CaseKind): readonly {
  readonly key: string;
  readonly label: string;
  readonly labelEn: string;
  readonly fields: readonly string[];
}[] {
  const seen = new Set<string>();
  const acts = [
    { key: 'open', ...kind.opening },
    ...Object.entries(kind.actions).map(([key, act]) => ({ key, ...act })),
  ];
  const groups = acts.map(({ key, label, labelEn, asks }) => {
    const fields = Object.keys(asks).filter((field) => kind.fields[field] !== undefined && !seen.has(field));
    fields.forEach((field) => seen.add(field));
    return { key, label, labelEn, fields };
  });
  const rest = Object.keys(kind.fields).filter((field) => !seen.has(field));
  return [...groups, { key: 'rest', label: '其他', labelEn: 'Other', fields: rest }].filter(
    (group) => group.fields.length > 0,
  );
}

interface CaseFactsProps {
  readonly kind: CaseKind;
  readonly detail: Pick<CaseDetail, 'detail' | 'labels' | 'case'>;
  /** Show also the groups nothing is known of. */
  readonly all?: boolean;
}

/** What is known of the case, by the act that brought it; the title is the page's head. */
export function CaseFacts({ kind, detail, all = false }: CaseFactsProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const known = (key: string) => detail.detail[key] != null && detail.detail[key] !== '';
  const shown = groupsOf(kind)
    .map((group) => ({
      ...group,
      fields: group.fields.filter((key) => all || (key !== 'title' && key !== 'enterprise')),
    }))
    .filter((group) => group.fields.length > 0 && (all || group.key === 'open' || group.fields.some(known)));
  const { case: view } = detail;
  return (
    <>
      {shown.map((group) => (
        <section key={group.key} className={styles.group}>
          <h3>{label(group)}</h3>
          <Facts
            columns={2}
            rows={group.fields.map((key) => [
              label(kind.fields[key] as { label: string; labelEn: string }),
              <Value
                key={key}
                field={kind.fields[key] as CaseKind['fields'][string]}
                value={detail.detail[key]}
                name={detail.labels[key]}
              />,
            ])}
          />
        </section>
      ))}
      {view.originKind !== 'alarm' || view.originId === null ? null : (
        <section className={styles.group}>
          <h3>{t('origin')}</h3>
          <Link to={keep(`/desk?alarm=${view.originId}`)}>{t('originAlarm')}</Link>
        </section>
      )}
    </>
  );
}

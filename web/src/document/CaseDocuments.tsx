import type { CaseDetail } from '@anlan/kernel/case';
import { Button } from 'antd';
import { FilePlus } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { CaseForm } from '../case/CaseForm.tsx';
import { useLabel, useWords } from '../language/index.tsx';
import { Card } from '../parts/index.ts';
import { useKeepScope } from '../shell/index.ts';
import styles from './Documents.module.css';
import { DocumentTable } from './DocumentsPage.tsx';
import { useDocuments, useDraft, useTemplates } from './queries.ts';
import { templateByKey } from './templates.ts';
import { WORDS } from './words.ts';

/** Documents of a case, and those that can be drafted for it now by the reader. */
export function CaseDocuments({ detail }: { readonly detail: CaseDetail }) {
  const t = useWords(WORDS);
  const label = useLabel();
  const { case: view } = detail;
  const templates = useTemplates(view.kind);
  const papers = useDocuments({ case: view.id, size: 100 });
  const [chosen, setChosen] = useState<string | null>(null);
  const makeable = (templates.data ?? []).filter((one) => one.may && one.states?.includes(view.state) === true);
  const rows = papers.data?.rows ?? [];
  if (makeable.length === 0 && rows.length === 0) return null;
  return (
    <Card title={t('write')} note={rows.length === 0 ? undefined : String(rows.length)} flush>
      {rows.length === 0 ? null : <DocumentTable rows={rows} small />}
      {makeable.length === 0 ? null : (
        <div className={styles.make} role="group" aria-label={t('write')}>
          {makeable.map(({ key }) => {
            const template = templateByKey(key);
            return template === undefined ? null : (
              <Button
                key={key}
                icon={<FilePlus size={15} aria-hidden />}
                aria-expanded={chosen === key}
                onClick={() => setChosen(chosen === key ? null : key)}
              >
                {label(template)}
              </Button>
            );
          })}
        </div>
      )}
      {chosen === null ? null : (
        <div className={styles.makeForm}>
          <DraftForm key={chosen} template={chosen} detail={detail} close={() => setChosen(null)} />
        </div>
      )}
    </Card>
  );
}

interface DraftFormProps {
  readonly template: string;
  readonly detail: CaseDetail;
  readonly close: () => void;
}

function DraftForm({ template: key, detail, close }: DraftFormProps) {
  const t = useWords(WORDS);
  const label = useLabel();
  const keep = useKeepScope();
  const navigate = useNavigate();
  const draft = useDraft();
  const template = templateByKey(key);
  if (template === undefined) return null;
  const known = Object.keys(template.asks).filter((name) => detail.detail[name] != null);
  return (
    <CaseForm
      draft={`${detail.case.id}.document.${key}`}
      asks={template.asks}
      initial={Object.fromEntries(known.map((name) => [name, detail.detail[name]]))}
      enterprise={detail.case.organisationId}
      place={detail.case.regionPath}
      verb={t('make', { what: label(template) })}
      pending={draft.isPending}
      error={draft.error}
      cancel={close}
      send={({ input, requestId }, settled) =>
        draft.mutate(
          { template: key, caseId: detail.case.id, input, requestId },
          {
            onSuccess: ({ document }) => {
              settled();
              void navigate(keep(`/documents/${document.id}`));
            },
          },
        )
      }
    />
  );
}
